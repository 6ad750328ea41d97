/** The write guard: every create, confirm and cancel goes through `run`, which sends at most once per subject. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttemptDeps,
  answerFromRead,
  createRunningCalls,
  executeClaim,
  LONG_RETRY_MS,
  SHORT_RETRY_MS,
  unavailable,
} from './attempt.ts';
import { createOpenWrites, type OpenWrites } from './open-writes.ts';
import { contextName, openAnswer, type Records, tryStore } from './outcome-recorder.ts';
import type { TokenStamp } from './protocol/memory-trust.ts';
import { defaultProtocolTimes, type OpRecord } from './protocol/record.ts';
import {
  type BeginRequest,
  type Begun,
  type StoreDownReason,
  StoreUnavailable,
  type Subject,
} from './protocol/store.ts';
import type { Definite, Obstacle, WriteEvent, WriteRequest, WriteResult } from './request.ts';
import { toRecordKey } from './request.ts';
import { defaultSendTimes, type SendTimes } from './send-once.ts';

export type GuardTimes = SendTimes & {
  /** How long a second request with the same key waits for the first. Default 2 s. */
  joinMs: number;
  /** Default 100 ms. */
  joinPollMs: number;
};

export const defaultGuardTimes: GuardTimes = { ...defaultSendTimes, joinMs: 2_000, joinPollMs: 100 };

export type WriteGuardOptions<Answer> = Records<Answer> & {
  /** Whether an error of `send` proves that nothing was sent; anything else counts as unknown. */
  isNotSent: (error: unknown) => boolean;
  times?: Partial<GuardTimes>;
  /** Why the store may not be trusted with writes now; undefined while it may. Default: it always may. */
  whyWritesAreOff?: () => StoreDownReason | undefined;
  /** The store's own; see `ProtocolTimes`. Default 30 s. */
  leaseMs?: number;
  /** The store's own too. Default 120 s. */
  settleMs?: number;
  onEvent?: (event: WriteEvent) => void;
  monotonicMs?: () => number;
};

/** A write as who polls for it sees it. */
export type PolledOutcome<Answer> =
  | ({ kind: 'finished' } & Definite<Answer>)
  | { kind: 'running' }
  | { kind: 'missing' };

export type WriteGuard<Answer> = OpenWrites<Answer> & {
  /** Runs a write at most once. Errors of `beforeSend`, and of a `send` that provably sent nothing, pass through. */
  run<Prepared>(request: WriteRequest<Prepared, Answer>): Promise<WriteResult<Answer>>;
  /** What became of a write whose outcome was unknown. @throws {StoreUnavailable} */
  poll(clientId: string, recordKey: string): Promise<PolledOutcome<Answer>>;
  /**
   * What keeps `run` from sending with this token now, as far as reading tells; undefined while nothing does. Claims nothing,
   * so that the next moment may be another.
   */
  preview(subject: Subject, token: TokenStamp): Promise<Obstacle | undefined>;
  /** The record for an operator's eyes. @throws {StoreUnavailable} */
  inspect(subject: Subject): Promise<Omit<OpRecord, 'context'> | undefined>;
  /**
   * What goes into a token so that it can be executed: the memory that vouches for it, learned before the token goes
   * out, and the store's time. While the store is away it is the last memory known, which is the right one if it comes back whole.
   */
  stampToken(clientId: string): Promise<TokenStamp>;
  /** Calls under way, those in the background included. */
  inFlight(): number;
  /** Waits for the calls under way, at most `timeoutMs`; returns how many are left. */
  drain(timeoutMs: number): Promise<number>;
};

const unavailableStore = (error: unknown) => {
  if (!(error instanceof StoreUnavailable)) throw error;
  return unavailable(error.reason === 'memory_unknown' ? 'memory_lost' : error.reason, SHORT_RETRY_MS);
};

/** A record that was refused leaves the way free; so does a claim, which may be given back. */
const obstacleOf = (
  op: OpRecord | undefined,
  { memoryId, token }: { readonly memoryId: string; readonly token: TokenStamp },
): Obstacle | undefined => {
  const { reference } = op ?? {};
  if (op?.outcome === 'executed')
    return { kind: 'already_done', ...(reference !== undefined && { reference }) };
  if (op?.state === 'SENDING' || op?.state === 'UNKNOWN')
    return { kind: 'in_progress', retryAfterMs: SHORT_RETRY_MS };
  return token.memoryId === memoryId ? undefined : { kind: 'stale', outcome: 'not_executed' };
};

/**
 * Creates the guard over a store. The README tells the protocol.
 *
 * @example
 * const guard = createWriteGuard({ store: createMemoryWriteStore(), vault, isNotSent: () => false });
 * const result = await guard.run({
 *   clientId: 'acme', operation: 'reserve', subject: 'c8Kq2Zt1', fingerprint, requestId, context: '',
 *   token: stamp, beforeSend: async () => {}, send: reserve, lookUp: readByCart });
 * if (result.kind === 'answered') reply(result.answer);
 */
export const createWriteGuard = <Answer>(options: WriteGuardOptions<Answer>): WriteGuard<Answer> => {
  const { store, vault, codec } = options;
  const times: GuardTimes = { ...defaultGuardTimes, ...options.times };
  const calls = createRunningCalls();
  const deps: AttemptDeps<Answer> = {
    store,
    vault,
    codec,
    times,
    calls,
    leaseMs: options.leaseMs ?? defaultProtocolTimes.leaseMs,
    isNotSent: options.isNotSent,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
    onEvent: options.onEvent ?? (() => {}),
  };

  const toBeginRequest = (
    request: Omit<WriteRequest<never, Answer>, 'beforeSend'>,
    recordKey: string,
    readSaysNo: boolean,
  ): BeginRequest => ({
    attemptId: randomUUID(),
    recordKey,
    keyed: request.idempotencyKey !== undefined,
    fingerprint: request.fingerprint,
    requestId: request.requestId,
    context: vault.seal(contextName(request), request.context ?? ''),
    ...(request.token !== undefined && { token: request.token }),
    readSaysNo,
  });

  const beginOrJoin = async (
    request: Subject,
    begin: BeginRequest,
  ): Promise<Begun & { beganAtMs: number }> => {
    const deadlineMs = deps.monotonicMs() + times.joinMs;
    for (;;) {
      const beganAtMs = deps.monotonicMs();
      const reply = { ...(await store.begin(request, begin)), beganAtMs };
      const leftMs = deadlineMs - deps.monotonicMs();
      if (reply.kind !== 'running' || !reply.sameRequest || leftMs <= 0) return reply;
      await sleep(Math.min(times.joinPollMs, leftMs));
    }
  };

  const attempt = async <Prepared>(
    request: WriteRequest<Prepared, Answer>,
    recordKey: string,
    readSaysNo: boolean,
  ): Promise<WriteResult<Answer>> => {
    const reply = await beginOrJoin(request, toBeginRequest(request, recordKey, readSaysNo));
    switch (reply.kind) {
      case 'claimed':
        return executeClaim(deps, request, { ...reply, recordKey });
      case 'replay': {
        const { outcome, reference, requestId: originalRequestId } = reply;
        const answer = openAnswer(deps, { clientId: request.clientId, recordKey }, reply.answer);
        return {
          kind: 'replayed',
          outcome,
          answer,
          originalRequestId,
          ...(reference !== undefined && { reference }),
        };
      }
      case 'running':
        return { kind: 'in_progress', retryAfterMs: SHORT_RETRY_MS };
      case 'unknown':
        if (reply.sameRequest) return { kind: 'unknown', recordKey: reply.recordKey };
        return { kind: 'in_progress', retryAfterMs: SHORT_RETRY_MS };
      case 'unsettled':
        return unavailable(reply.cause === 'first' ? 'memory_young' : 'memory_lost', reply.waitMs);
      case 'uncovered':
        // A token that no memory vouched for was never executed by anybody, so there is nothing to read.
        if (reply.isNobodys) return { kind: 'stale', outcome: 'not_executed' };
        return answerFromRead(request, () => ({ kind: 'stale', outcome: 'not_executed' }));
      case 'split':
        return unavailable('split', LONG_RETRY_MS);
      case 'read_first': {
        const result = await answerFromRead(request, () => attempt(request, recordKey, true));
        if (result.kind === 'rebuilt') deps.onEvent({ kind: 'late_execution', subject: request });
        return result;
      }
      case 'key_reused':
        return { kind: 'key_reused', outcome: reply.outcome };
      case 'already_done':
        return { kind: 'already_done', ...(reply.reference !== undefined && { reference: reply.reference }) };
    }
  };

  return {
    ...createOpenWrites({ ...deps, settleMs: options.settleMs ?? defaultProtocolTimes.settleMs }),
    async run(request) {
      const off = options.whyWritesAreOff?.();
      if (off !== undefined) return unavailable(off, LONG_RETRY_MS);
      const { idempotencyKey } = request;
      const recordKey = idempotencyKey === undefined ? `auto-${randomUUID()}` : toRecordKey(idempotencyKey);
      try {
        return await attempt(request, recordKey, false);
      } catch (error) {
        return unavailableStore(error);
      }
    },
    async preview(subject, token) {
      const off = options.whyWritesAreOff?.();
      if (off !== undefined) return unavailable(off, LONG_RETRY_MS);
      try {
        const memory = await store.prepare(subject.clientId);
        return obstacleOf(await store.readOp(subject), { memoryId: memory.id, token });
      } catch (error) {
        return unavailableStore(error);
      }
    },
    async poll(clientId, recordKey) {
      const idem = await store.readIdem(clientId, recordKey);
      if (idem === undefined) return { kind: 'missing' };
      const { answer, outcome, reference } = idem;
      if (answer === undefined || outcome === undefined) return { kind: 'running' };
      const opened = openAnswer(deps, { clientId, recordKey }, answer);
      return { kind: 'finished', outcome, answer: opened, ...(reference !== undefined && { reference }) };
    },
    async inspect(subject) {
      const op = await store.readOp(subject);
      if (op === undefined) return undefined;
      const { context: _sealed, ...rest } = op;
      return rest;
    },
    async stampToken(clientId) {
      await tryStore(() => store.prepare(clientId));
      const { memoryId, nowMs } = store.stamp(clientId);
      return { memoryId: nowMs === undefined ? '' : memoryId, issuedAtMs: Math.floor(nowMs ?? 0) };
    },
    inFlight: () => calls.count(),
    drain: (timeoutMs) => calls.drain(timeoutMs),
  };
};
