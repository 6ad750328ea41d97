/** Incomplete results: the answer of a create or confirm that was answered 202, once it is known; past their life, the outcome. */
import type { Outcome } from '@partner-gateway/contract';
import type { IncompleteResult } from '@partner-gateway/tokens';
import type { TextAnswer } from '../answer.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { openSealed, timeless } from '../steps/booking-token.ts';
import { readStatus } from '../steps/partner-booking.ts';
import { forStep } from '../translate/upstream-error.ts';
import { readAndLearn } from './write/learned-status.ts';
import { confirmRead, type OutcomeNeeds } from './write/outcomes.ts';
import { pendingAnswer } from './write/stored-answer.ts';

type Needs = OutcomeNeeds | 'clock' | 'events' | 'tokens' | 'upstream' | 'writes';
type Slice = Pick<Deps, Needs>;
type CreateResult = Extract<IncompleteResult, { readonly operation: 'create' }>;
type ConfirmResult = Extract<IncompleteResult, { readonly operation: 'confirm' }>;

/** 2 s, then 3 s, then 5 s, by how long the partner has been waiting; nothing has to be remembered for it. */
const nextWaitSeconds = (ageSeconds: number): number => {
  if (ageSeconds < 2) return 2;
  return ageSeconds < 5 ? 3 : 5;
};

const stillRunning = (deps: Slice, id: string, { issuedAtSeconds }: IncompleteResult): TextAnswer =>
  pendingAnswer(id, nextWaitSeconds(deps.clock.nowSeconds() - issuedAtSeconds));

const unavailable = (cause: unknown): never => {
  throw new GatewayError('idempotency_unavailable', { cause, retryAfterSeconds: 1, outcome: 'unknown' });
};

const pollCreate = async (deps: Slice, id: string, result: CreateResult): Promise<TextAnswer> => {
  const polled = await deps.writes.guard.poll(result.clientId, result.recordKey).catch(unavailable);
  return polled.kind === 'finished' ? polled.answer : stillRunning(deps, id, result);
};

const confirmOf = ({ clientId, bid }: ConfirmResult) =>
  ({ clientId, operation: 'confirm', subject: bid }) as const;

/**
 * A booking that is still reserved proves nothing unless the guard settled its confirm as not executed; a store that is
 * away, or that forgot, cannot say so. The result ends after its own life then.
 */
const isSettledAsNo = async ({ writes: { guard } }: Slice, result: ConfirmResult): Promise<boolean> => {
  const record = await guard.inspect(confirmOf(result)).catch(() => undefined);
  return record?.state === 'DONE' && record.outcome === 'not_executed';
};

/** The booking itself tells. That it is still reserved says nothing while the guard has not settled the confirm. */
const pollConfirm = async (
  call: PartnerCall<Needs>,
  id: string,
  result: ConfirmResult,
): Promise<TextAnswer> => {
  const { deps } = call;
  const client = deps.upstream.twelveGo.as(call.partner, call.trace);
  const booking = await forStep('booking', readAndLearn(call, { client, bid: result.bid }));
  const read = confirmRead(call, deps.tokens.bookingIds.issue(result.clientId, result.bid), booking);
  const isReserved = readStatus(deps, booking.status) === 'reserved';
  const isOpen = read.says === 'not_executed' && isReserved && !(await isSettledAsNo(deps, result));
  return isOpen || !('answer' in read) ? stillRunning(deps, id, result) : read.answer;
};

type Ended = { readonly outcome: Outcome; readonly reference?: string | undefined };

const endOfCreate = async (
  { writes: { guard } }: Slice,
  { clientId, recordKey }: CreateResult,
): Promise<Ended> => {
  const polled = await guard.poll(clientId, recordKey).catch(unavailable);
  return polled.kind === 'finished' ? polled : { outcome: 'unknown' };
};

const endOfConfirm = async (deps: Slice, result: ConfirmResult): Promise<Ended> => {
  const record = await deps.writes.guard.inspect(confirmOf(result)).catch(unavailable);
  if (record?.state !== 'DONE' || record.outcome === undefined) return { outcome: 'unknown' };
  return { outcome: record.outcome, reference: deps.tokens.bookingIds.issue(result.clientId, result.bid) };
};

const isKnownAs = {
  create: {
    executed: 'The booking was made.',
    not_executed: 'Nothing was booked.',
    unknown: 'It is not known yet whether the booking was made.',
  },
  confirm: {
    executed: 'The booking was confirmed.',
    not_executed: 'The booking was not confirmed.',
    unknown: 'It is not known yet whether the booking was confirmed.',
  },
} as const;

/** Past the life of the result: what the guard knows by now, and the way that still works. */
const expired = async (deps: Slice, result: IncompleteResult): Promise<GatewayError> => {
  const ended =
    result.operation === 'create' ? await endOfCreate(deps, result) : await endOfConfirm(deps, result);
  const { outcome, reference: bookingId } = ended;
  deps.observe.metrics.count('gateway.token.rejected', { reason: 'expired' });
  return new GatewayError('result_expired', {
    outcome,
    detail: `${isKnownAs[result.operation][outcome]} Repeat the same request, with the same key, for its answer.`,
    ...(outcome === 'executed' && { bookingId }),
  });
};

/**
 * Answers a poll.
 *
 * @throws GatewayError `incomplete_result_not_found` for an id that is not this client's; `result_expired` after 15 minutes,
 * with the outcome as far as it is known.
 */
export const pollResult = async (call: PartnerCall<Needs>, id: string): Promise<TextAnswer> => {
  const { deps, clientId } = call;
  const nowSeconds = deps.clock.nowSeconds();
  const codes = { refused: 'incomplete_result_not_found', expired: 'result_expired' } as const;
  const result = openSealed(deps, codes, () =>
    deps.tokens.incompleteResult.open(id, { clientId, nowSeconds: timeless }),
  );
  if (nowSeconds >= result.expiresAtSeconds) throw await expired(deps, result);
  return result.operation === 'create' ? pollCreate(deps, id, result) : pollConfirm(call, id, result);
};
