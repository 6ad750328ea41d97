/** The write store in Redis: one script per transition, the epoch learned anew on every connection. */
import type { Redis } from 'ioredis';
import { defineScript, type ScriptReply } from './redis.ts';
import { createStoreEpoch } from './store-epoch.ts';
import * as lua from './write-guard.lua.ts';
import type { BeginInput } from './write-protocol.ts';
import { defaultProtocolTimes, type ProtocolTimes } from './write-record.ts';
import {
  fromMember,
  toBeginReply,
  toFinishReply,
  toIdemRecord,
  toMember,
  toOpRecord,
  toSettleReply,
  toToSendReply,
  toWriteKeys,
} from './write-replies.ts';
import {
  type BeginRequest,
  type Begun,
  type OpenOutcome,
  StoreUnavailable,
  type Subject,
  type WriteStore,
} from './write-store.ts';

export type RedisWriteStoreOptions = {
  times?: Partial<ProtocolTimes>;
  /** Redis nodes that hold the data, the primary included. Above one, every send waits for half of them. Default 1. */
  nodes?: number;
};

export type RedisWriteStore = WriteStore & {
  /** Compares the server with what was learned; a server that forgot ends all belief. Called every minute. */
  verify(): Promise<void>;
};

const REPLICA_WAIT_MS = 100;

const defineScripts = (redis: Redis) => {
  const define = (name: string, text: string) =>
    defineScript(redis, `write_${name}`, lua.WRITE_SCRIPT_KEYS, text);
  return {
    learn: define('learn', lua.learnEpochLua),
    begin: define('begin', lua.beginLua),
    toSend: define('to_send', lua.toSendLua),
    finish: define('finish', lua.finishLua),
    markUnknown: define('unknown', lua.markUnknownLua),
    release: define('release', lua.releaseLua),
    settle: define('settle', lua.settleLua),
    takeDue: define('take_due', lua.takeDueLua),
    defer: define('defer', lua.deferLua),
    gauge: define('gauge', lua.gaugeLua),
  };
};

/** Creates the store over one client; see {@link WriteStore} for the promises. Every failure is `StoreUnavailable`. */
export const createRedisWriteStore = (
  redis: Redis,
  options: RedisWriteStoreOptions = {},
): RedisWriteStore => {
  const times: ProtocolTimes = { ...defaultProtocolTimes, ...options.times };
  const scripts = defineScripts(redis);
  const replicas = Math.floor((options.nodes ?? 1) / 2);

  const keysOf = (subject: Subject) => toWriteKeys(subject.clientId, toMember(subject));
  const epochs = createStoreEpoch(redis, (clientId, args) => scripts.learn(toWriteKeys(clientId), args));

  /** Every reply begins with the server's time, which keeps our idea of its clock fresh for nothing. */
  const call = async (running: Promise<ScriptReply>): Promise<ScriptReply> => {
    try {
      const [now, ...rest] = await running;
      epochs.noteTime(Number(now));
      return rest;
    } catch (error) {
      throw unavailable(error);
    }
  };

  const tryBegin = async (
    subject: Subject,
    input: BeginRequest,
  ): Promise<Begun | { kind: 'epoch_changed' }> => {
    const { id: epochId } = await epochs.current(subject.clientId).catch(rethrowUnavailable);
    const args = toBeginArgs({ ...input, epochId }, times, toMember(subject));
    const reply = toBeginReply(await call(scripts.begin(keysOf(subject), args)));
    if (reply.kind === 'epoch_changed') epochs.forget(subject.clientId);
    if (reply.kind !== 'claimed') return reply;
    const claim = { attemptId: input.attemptId, fence: reply.fence, epochId };
    return { kind: 'claimed', claim, guardedBy: 'store' };
  };

  const waitForReplicas = async (): Promise<void> => {
    if (replicas === 0) return;
    const reached = await redis.wait(replicas, REPLICA_WAIT_MS).catch(() => 0);
    if (reached < replicas) throw new StoreUnavailable('replicas_missing');
  };

  const toOpenOutcome = (clientId: string, text: string): OpenOutcome => {
    const fields = JSON.parse(text) as Record<string, string>;
    const subject = fromMember(clientId, fields.member ?? '');
    return { ...subject, op: toOpRecord(fields), tries: Number(fields.tries), readAtMs: epochs.nowMs() };
  };

  return {
    prepare: async (clientId) => void (await epochs.current(clientId).catch(rethrowUnavailable)),
    async begin(subject, input) {
      const first = await tryBegin(subject, input);
      const reply = first.kind === 'epoch_changed' ? await tryBegin(subject, input) : first;
      if (reply.kind === 'epoch_changed') throw new StoreUnavailable('memory_unknown');
      return reply;
    },
    async toSend(subject, { epochId, attemptId, fence, context = '' }) {
      const args = [epochId, attemptId, fence, times.leaseMs, times.recordTtlMs, toMember(subject), context];
      const reply = toToSendReply(await call(scripts.toSend(keysOf(subject), args)));
      if (reply.kind === 'sending') await waitForReplicas();
      if (reply.kind === 'epoch_changed') epochs.forget(subject.clientId);
      return reply;
    },
    async finish(subject, { attemptId, fence, outcome, answer, bookingId }) {
      const args = [attemptId, fence, outcome, answer, bookingId ?? '', times.recordTtlMs, toMember(subject)];
      return toFinishReply(await call(scripts.finish(keysOf(subject), args)));
    },
    async markUnknown(subject, { attemptId, fence }) {
      const args = [attemptId, fence, times.recordTtlMs, times.firstLookUpMs, toMember(subject)];
      await call(scripts.markUnknown(keysOf(subject), args));
    },
    async release(subject, { attemptId, fence }) {
      await call(scripts.release(keysOf(subject), [attemptId, fence, toMember(subject)]));
    },
    async settle(subject, { attemptId, fence, outcome, answer, bookingId, readAtMs, decidedBy }) {
      const verdict = [attemptId, fence, outcome, answer, bookingId ?? ''];
      const args = [...verdict, times.recordTtlMs, toMember(subject), readAtMs, times.settleMs, decidedBy];
      return toSettleReply(await call(scripts.settle(keysOf(subject), args)));
    },
    async readOp(subject) {
      const fields = await redis.hgetall(keysOf(subject)[1]).catch(rethrowUnavailable);
      return fields.state === undefined ? undefined : toOpRecord(fields);
    },
    async readIdem(clientId, recordKey) {
      const fields = await redis.hgetall(toWriteKeys(clientId)[2] + recordKey).catch(rethrowUnavailable);
      return fields.fingerprint === undefined ? undefined : toIdemRecord(fields);
    },
    async takeDue(clientId, { leaseMs, limit }) {
      const items = await call(scripts.takeDue(toWriteKeys(clientId), [leaseMs, limit]));
      return items.map((item) => toOpenOutcome(clientId, item));
    },
    async defer(subject, delayMs) {
      await call(scripts.defer(keysOf(subject), [delayMs, toMember(subject)]));
    },
    async gauge(clientId) {
      const [count, oldestAgeMs] = await call(scripts.gauge(toWriteKeys(clientId), []));
      return { count: Number(count), oldestAgeMs: Number(oldestAgeMs) };
    },
    nowMs: () => epochs.nowMs(),
    verify: () => epochs.verify().catch(rethrowUnavailable),
  };
};

const toBeginArgs = (input: BeginInput, times: ProtocolTimes, member: string): (string | number)[] => [
  input.epochId,
  input.attemptId,
  input.recordKey,
  input.keyed ? 1 : 0,
  input.fingerprint,
  input.requestId,
  input.context,
  input.tokenIssuedAtMs ?? '',
  input.readSaysNo === true ? 1 : 0,
  times.leaseMs,
  times.settleMs,
  times.coverMarginMs,
  times.recordTtlMs,
  times.firstLookUpMs,
  member,
];

/** The library's errors carry the command and its arguments; only their text goes on. */
const unavailable = (error: unknown): StoreUnavailable =>
  error instanceof StoreUnavailable
    ? error
    : new StoreUnavailable('unreachable', error instanceof Error ? new Error(error.message) : undefined);

const rethrowUnavailable = (error: unknown): never => {
  throw unavailable(error);
};
