/** What a request gets: it joins who is at work, is replayed, answered from a read, refused, or sent by an attempt of its own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttemptDeps, executeClaim } from './attempt.ts';
import { factsName, openAnswer } from './outcome-recorder.ts';
import type { BeginRequest, Begun, Subject } from './protocol/store.ts';
import type { WriteRequest } from './request.ts';
import { longRetryMs, shortRetryMs, unavailable, type WriteResult } from './result.ts';
import type { Vault } from './vault.ts';

export type JoinTimes = {
  /** How long a second request with the same key waits for the first. Default 2 s. */
  readonly joinMs: number;
  /** Default 100 ms. */
  readonly joinPollMs: number;
};

export const defaultJoinTimes: JoinTimes = { joinMs: 2_000, joinPollMs: 100 };

export type RequestDeps<Answer> = AttemptDeps<Answer> & { readonly times: JoinTimes };

/** Under which key it is asked, and whether a read has just said that it was not executed. */
type Asked = { readonly recordKey: string; readonly readSaysNo?: boolean };

const toBeginRequest = <Answer>(
  vault: Vault,
  request: Omit<WriteRequest<never, Answer>, 'beforeSend'>,
  { recordKey, readSaysNo = false }: Asked,
): BeginRequest => ({
  attemptId: randomUUID(),
  recordKey,
  keyed: request.idempotencyKey !== undefined,
  fingerprint: request.fingerprint,
  requestId: request.requestId,
  context: vault.seal(factsName(request), request.facts ?? ''),
  ...(request.token !== undefined && { token: request.token }),
  readSaysNo,
});

const beginOrJoin = async <Answer>(
  { store, times, monotonicMs }: RequestDeps<Answer>,
  request: Subject,
  begin: BeginRequest,
): Promise<Begun & { beganAtMs: number }> => {
  const deadlineMs = monotonicMs() + times.joinMs;
  for (;;) {
    const beganAtMs = monotonicMs();
    const reply = { ...(await store.begin(request, begin)), beganAtMs };
    const leftMs = deadlineMs - monotonicMs();
    if (reply.kind !== 'running' || !reply.sameRequest || leftMs <= 0) return reply;
    await sleep(Math.min(times.joinPollMs, leftMs));
  }
};

/** The store forgot what happened to this token, or once concluded "no": only a read may speak now. */
const answerFromRead = async <Answer>(
  request: Pick<WriteRequest<never, Answer>, 'lookUp'>,
  whenNo: () => WriteResult<Answer> | Promise<WriteResult<Answer>>,
): Promise<WriteResult<Answer>> => {
  const read = await request.lookUp();
  switch (read.says) {
    case 'executed': {
      const { says: outcome, ...found } = read;
      return { kind: 'rebuilt', outcome, ...found };
    }
    case 'not_executed':
      return whenNo();
    case 'unreadable':
      return unavailable('look_up_failed', longRetryMs);
    case 'unknowable':
      return { kind: 'stale', outcome: 'unknown' };
  }
};

const replay = <Answer>(
  deps: RequestDeps<Answer>,
  of: { clientId: string; recordKey: string },
  { outcome, reference, requestId, answer }: Extract<Begun, { kind: 'replay' }>,
): WriteResult<Answer> => ({
  kind: 'replayed',
  outcome,
  answer: openAnswer(deps, of, answer),
  originalRequestId: requestId,
  ...(reference !== undefined && { reference }),
});

/** Errors of `beforeSend`, and of a `send` that provably sent nothing, pass through. @throws {StoreUnavailable} */
export const answerRequest = async <Prepared, Answer>(
  deps: RequestDeps<Answer>,
  request: WriteRequest<Prepared, Answer>,
  asked: Asked,
): Promise<WriteResult<Answer>> => {
  const { recordKey } = asked;
  const reply = await beginOrJoin(deps, request, toBeginRequest(deps.vault, request, asked));
  switch (reply.kind) {
    case 'claimed':
      return executeClaim(deps, request, { ...reply, recordKey });
    case 'replay':
      return replay(deps, { clientId: request.clientId, recordKey }, reply);
    case 'running':
      return { kind: 'in_progress', retryAfterMs: shortRetryMs };
    case 'unknown':
      if (reply.sameRequest) return { kind: 'unknown', recordKey: reply.recordKey };
      return { kind: 'in_progress', retryAfterMs: shortRetryMs };
    case 'unsettled':
      return unavailable(reply.cause === 'first' ? 'memory_young' : 'memory_lost', reply.waitMs);
    case 'uncovered':
      // A token that no memory vouched for was never executed by anybody, so there is nothing to read.
      if (reply.isNobodys) return { kind: 'stale', outcome: 'not_executed' };
      return answerFromRead(request, () => ({ kind: 'stale', outcome: 'not_executed' }));
    case 'split':
      return unavailable('split', longRetryMs);
    case 'read_first': {
      const again = () => answerRequest(deps, request, { recordKey, readSaysNo: true });
      const result = await answerFromRead(request, again);
      if (result.kind === 'rebuilt') deps.onEvent({ kind: 'late_execution', subject: request });
      return result;
    }
    case 'key_reused':
      return { kind: 'key_reused', outcome: reply.outcome };
    case 'already_done':
      return { kind: 'already_done', ...(reply.reference !== undefined && { reference: reply.reference }) };
  }
};
