/** The write guard: every create, confirm and cancel goes through `run`, which sends at most once per subject. */
import { randomUUID } from 'node:crypto';
import { answerRequest, defaultJoinTimes, type JoinTimes, type RequestDeps } from './answer-request.ts';
import { createOpenWrites, type OpenWrites } from './open-writes.ts';
import { openAnswer, type Records, tryStore } from './outcome-recorder.ts';
import type { TokenStamp } from './protocol/memory-trust.ts';
import { defaultProtocolTimes, type OpRecord } from './protocol/record.ts';
import { type StoreDownReason, StoreUnavailable, type Subject } from './protocol/store.ts';
import { toRecordKey, type WriteRequest } from './request.ts';
import {
  type Definite,
  longRetryMs,
  type Obstacle,
  shortRetryMs,
  unavailable,
  type WriteEvent,
  type WriteResult,
} from './result.ts';
import { createRunningCalls } from './running-calls.ts';
import { defaultSendTimes, type SendTimes } from './send-once.ts';

export type GuardTimes = SendTimes & JoinTimes;

export const defaultGuardTimes: GuardTimes = { ...defaultSendTimes, ...defaultJoinTimes };

export type WriteGuardOptions<Answer> = Records<Answer> & {
  /** Whether an error of `send` proves that nothing was sent; anything else counts as unknown. */
  readonly isNotSent: (error: unknown) => boolean;
  readonly times?: Partial<GuardTimes>;
  /** Why the store may not be trusted with writes now; undefined while it may. Default: it always may. */
  readonly whyWritesAreOff?: () => StoreDownReason | undefined;
  /** The store's own; see `ProtocolTimes`. Default 30 s. */
  readonly leaseMs?: number;
  /** The store's own too. Default 120 s. */
  readonly settleMs?: number;
  readonly onEvent?: (event: WriteEvent) => void;
  readonly monotonicMs?: () => number;
};

/** A write as who polls for it sees it. */
export type PolledOutcome<Answer> =
  | ({ readonly kind: 'finished' } & Definite<Answer>)
  | { readonly kind: 'running' }
  | { readonly kind: 'missing' };

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
  return unavailable(error.reason === 'memory_unknown' ? 'memory_lost' : error.reason, shortRetryMs);
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
    return { kind: 'in_progress', retryAfterMs: shortRetryMs };
  return token.memoryId === memoryId ? undefined : { kind: 'stale', outcome: 'not_executed' };
};

/**
 * Creates the guard over a store. The README tells the protocol.
 *
 * @example
 * const guard = createWriteGuard({ store: createMemoryWriteStore(), vault, isNotSent: () => false });
 * const result = await guard.run({
 *   clientId: 'acme', operation: 'reserve', subject: 'c8Kq2Zt1', fingerprint, requestId, facts: '',
 *   token: stamp, beforeSend: async () => {}, send: reserve, lookUp: readByCart });
 * if (result.kind === 'answered') reply(result.answer);
 */
export const createWriteGuard = <Answer>(options: WriteGuardOptions<Answer>): WriteGuard<Answer> => {
  const { store, vault, codec } = options;
  const times: GuardTimes = { ...defaultGuardTimes, ...options.times };
  const calls = createRunningCalls();
  const deps: RequestDeps<Answer> = {
    store,
    vault,
    codec,
    times,
    calls,
    leaseMs: options.leaseMs ?? defaultProtocolTimes.leaseMs,
    isNotSent: options.isNotSent,
    noticesOf: options.noticesOf,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
    onEvent: options.onEvent ?? (() => {}),
  };

  return {
    ...createOpenWrites({ ...deps, settleMs: options.settleMs ?? defaultProtocolTimes.settleMs }),
    async run(request) {
      const off = options.whyWritesAreOff?.();
      if (off !== undefined) return unavailable(off, longRetryMs);
      const { idempotencyKey } = request;
      const recordKey = idempotencyKey === undefined ? `auto-${randomUUID()}` : toRecordKey(idempotencyKey);
      try {
        return await answerRequest(deps, request, { recordKey });
      } catch (error) {
        return unavailableStore(error);
      }
    },
    async preview(subject, token) {
      const off = options.whyWritesAreOff?.();
      if (off !== undefined) return unavailable(off, longRetryMs);
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
