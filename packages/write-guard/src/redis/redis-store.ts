/** The write store in Redis: one script for a transition, each under the belief that the gateway has of the store's memory. */
import { defaultOutboxBounds, type OutboxBounds } from '../protocol/notices.ts';
import { defaultProtocolTimes, type ProtocolTimes } from '../protocol/record.ts';
import {
  type BeginRequest,
  type Begun,
  StoreUnavailable,
  type Subject,
  type WriteStore,
} from '../protocol/store.ts';
import type { RedisClient } from './client.ts';
import { toNoticeArgs } from './redis-outbox.ts';
import {
  toBeginArgs,
  toBeginReply,
  toDue,
  toFinishReply,
  toIdemRecord,
  toMember,
  toOpen,
  toOpRecord,
  toReleaseReply,
  toSettleReply,
  toToSendReply,
  toWriteKeys,
} from './replies.ts';
import type { ScriptReply } from './script.ts';
import { createScriptCalls } from './script-calls.ts';
import { standsLua } from './scripts.lua.ts';

export type RedisWriteStoreOptions = {
  readonly times?: Partial<ProtocolTimes>;
  /**
   * Redis nodes that hold the data, the primary included. Above one, every send waits for a majority. Default: the most that were
   * ever seen.
   */
  readonly nodes?: number;
  /** How long a command may go unanswered. Default 200 ms. */
  readonly commandLimitMs?: number;
  /** Default: `performance.now()`. */
  readonly monotonicMs?: () => number;
  readonly outbox?: Partial<OutboxBounds>;
};

const replicaWaitMs = 100;

/** Creates the store over one client; see {@link WriteStore} for the promises. Every failure is `StoreUnavailable`. */
export const createRedisWriteStore = (
  redis: RedisClient,
  options: RedisWriteStoreOptions = {},
): WriteStore => {
  const times: ProtocolTimes = { ...defaultProtocolTimes, ...options.times };
  const { scripts, epochs, answered, call, beliefArgs, distrusted } = createScriptCalls(redis, {
    times,
    commandLimitMs: options.commandLimitMs ?? 200,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
  });

  const bounds: OutboxBounds = { ...defaultOutboxBounds, ...options.outbox };
  const keysOf = (subject: Subject) => toWriteKeys(subject.clientId, toMember(subject));
  const release: WriteStore['release'] = async (subject, { attemptId, fence, notices }) => {
    const args = [attemptId, fence, toMember(subject), ...toNoticeArgs(notices, bounds)];
    return toReleaseReply(await call(subject.clientId, scripts.release(keysOf(subject), args)));
  };

  /** A claim whose reply came after its caller had gone is given back, so that it blocks nobody for a lease. */
  const giveBackLate = (running: Promise<ScriptReply>, subject: Subject, attemptId: string): void => {
    running.then(
      (reply) => {
        const late = toBeginReply(reply.slice(1));
        if (late.kind === 'claimed') release(subject, { attemptId, fence: late.fence }).catch(() => {});
      },
      () => {},
    );
  };

  const tryBegin = async (
    subject: Subject,
    input: BeginRequest,
  ): Promise<Begun | { kind: 'epoch_changed' }> => {
    const { clientId } = subject;
    const belief = await beliefArgs(clientId);
    const running = scripts.begin(keysOf(subject), [
      ...belief,
      ...toBeginArgs(input, times, toMember(subject)),
    ]);
    const reply = await call(clientId, running).then(toBeginReply, (error: unknown) => {
      giveBackLate(running, subject, input.attemptId);
      throw error;
    });
    distrusted(clientId, reply.kind);
    if (reply.kind === 'off_clock') throw new StoreUnavailable('unanswered');
    if (reply.kind !== 'claimed') return reply;
    const { fence, ...rest } = reply;
    return { ...rest, claim: { attemptId: input.attemptId, fence, epochId: belief[0] } };
  };

  /** In one pipeline, so that what waits has its connection from what was written before it, on the server of the record. */
  const waitForMajority = async (
    keys: readonly string[],
    claim: readonly (string | number)[],
    acknowledgements: number,
  ): Promise<void> => {
    if (acknowledgements === 0) return;
    const stands = redis.pipeline().eval(standsLua, keys.length, ...keys, ...claim);
    const [[, told] = [], [, reached] = []] =
      (await answered(stands.wait(acknowledgements, replicaWaitMs).exec())) ?? [];
    const isPromised = Array.isArray(told) && told[1] === 'sending';
    if (!isPromised || Number(reached) < acknowledgements) throw new StoreUnavailable('replicas_missing');
  };

  return {
    prepare: (clientId) => epochs.learn(clientId),
    stamp: (clientId) => epochs.stamp(clientId),
    async begin(subject, input) {
      const first = await tryBegin(subject, input);
      const reply = first.kind === 'epoch_changed' ? await tryBegin(subject, input) : first;
      if (reply.kind === 'epoch_changed') throw new StoreUnavailable('memory_unknown');
      return reply;
    },
    async toSend(subject, { epochId, attemptId, fence, context = '', notices }) {
      const { clientId } = subject;
      const [, earliestMs, latestMs] = await beliefArgs(clientId);
      const claim = [epochId, earliestMs, latestMs, attemptId, fence];
      const rest = [times.leaseMs, times.settleMs, times.recordTtlMs, toMember(subject), context];
      const args = [...claim, ...rest, ...toNoticeArgs(notices, bounds)];
      const [kind = '', seen] = await call(clientId, scripts.toSend(keysOf(subject), args));
      const reply = toToSendReply([kind]);
      if (reply.kind === 'sending')
        await waitForMajority(keysOf(subject), claim, Math.floor((options.nodes ?? Number(seen)) / 2));
      distrusted(clientId, reply.kind);
      if (reply.kind === 'epoch_changed') throw new StoreUnavailable('memory_unknown');
      if (reply.kind === 'off_clock') throw new StoreUnavailable('unanswered');
      return reply;
    },
    async finish(subject, { attemptId, fence, outcome, answer, reference, ageMs = 0, notices }) {
      const verdict = [attemptId, fence, outcome, answer, reference ?? ''];
      const rest = [times.recordTtlMs, toMember(subject), Math.floor(ageMs)];
      const args = [...verdict, ...rest, ...toNoticeArgs(notices, bounds)];
      return toFinishReply(await call(subject.clientId, scripts.finish(keysOf(subject), args)));
    },
    async markUnknown(subject, { attemptId, fence }) {
      const args = [attemptId, fence, times.recordTtlMs, times.firstLookUpMs, toMember(subject)];
      await call(subject.clientId, scripts.markUnknown(keysOf(subject), args));
    },
    release,
    async settle(subject, { attemptId, fence, outcome, answer, reference, readAtMs, decidedBy, notices }) {
      const { clientId } = subject;
      const verdict = [attemptId, fence, outcome, answer, reference ?? ''];
      const rest = [times.recordTtlMs, toMember(subject), readAtMs, times.settleMs, decidedBy];
      const told = toNoticeArgs(notices, bounds);
      const args = [...(await beliefArgs(clientId)), ...verdict, ...rest, ...told];
      return toSettleReply(await call(clientId, scripts.settle(keysOf(subject), args)));
    },
    async readOp(subject) {
      const fields = await answered(redis.hgetall(keysOf(subject)[1]));
      return fields.state === undefined ? undefined : toOpRecord(fields);
    },
    async readIdem(clientId, recordKey) {
      const fields = await answered(redis.hgetall(toWriteKeys(clientId)[2] + recordKey));
      return fields.fingerprint === undefined ? undefined : toIdemRecord(fields);
    },
    async takeDue(clientId, { leaseMs, limit }) {
      const args = [...(await beliefArgs(clientId)), leaseMs, limit, times.settleMs, times.recordTtlMs];
      const [kind = '', ...items] = await call(clientId, scripts.takeDue(toWriteKeys(clientId), args));
      distrusted(clientId, kind);
      const readAtMs = epochs.stamp(clientId).nowMs ?? 0;
      return kind === 'due' ? items.map((item) => toDue(clientId, item, readAtMs)) : [];
    },
    async defer(subject, delayMs) {
      await call(subject.clientId, scripts.defer(keysOf(subject), [delayMs, toMember(subject)]));
    },
    async unsettled(clientId) {
      const items = await call(clientId, scripts.unsettled(toWriteKeys(clientId), []));
      return items.map((item) => toOpen(clientId, item)[0]);
    },
  };
};
