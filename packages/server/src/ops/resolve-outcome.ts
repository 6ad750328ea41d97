/** Open outcomes in an operator's hands: listed, and settled by his word where a read of 12go bears it out or cannot tell. */
import type { Money, OpenOutcomes, ResolvedOutcome, ResolveRequest } from '@partner-gateway/contract';
import { isCurrency, money, toContractMoney } from '@partner-gateway/pricing';
import { type Booking, toBookingId } from '@partner-gateway/twelvego-client';
import type { SeenWrite, Subject, Told } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { toBookingOperation } from '../booking/write/guarded-write.ts';
import { createResolverLookUp, type LookUpNeeds, misfitsOf, storiesOf } from '../booking/write/look-ups.ts';
import { notReserved, reserved } from '../booking/write/outcomes.ts';
import { decodeFacts, type ReserveFacts } from '../booking/write/stored-answer.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { createPartnerCall, type PartnerCall } from '../partner-call.ts';
import { configuredPartner, namedPartners } from '../partners/partner-directory.ts';
import { asWord } from '../translate/story-words.ts';
import { forStep } from '../translate/upstream-error.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Needs = LookUpNeeds | 'callers' | 'settings' | 'writes';
type Slice = Pick<Deps, Needs>;

/** Who resolves, and where it is told. */
export type Resolving = Pick<PartnerCall, 'log'> & { readonly operator?: string | undefined };

/** A store or a journal that is away. */
const unavailable = (cause: unknown): never => {
  throw new GatewayError('idempotency_unavailable', {
    cause,
    retryAfterSeconds: 1,
    detail: 'The records of booking writes are out of reach. Nothing was changed.',
  });
};

/** Of a confirm the booking tells, which is not read for a list. */
const atStake = async ({ writes: { guard } }: Slice, subject: Subject): Promise<Money | null> => {
  const seen = await guard.look(subject).catch(() => undefined);
  const facts = seen === undefined ? undefined : decodeFacts(seen.facts);
  if (facts === undefined || facts.op === 'confirm') return null;
  const amount = facts.op === 'reserve' ? facts.expectedNet : facts.refund;
  if (amount === undefined || !isCurrency(amount.currency)) return null;
  return toContractMoney(money(amount.value, amount.currency));
};

/**
 * Lists what is open and nobody works on.
 *
 * @throws GatewayError `client_not_found`, `idempotency_unavailable`
 */
export const listOpenOutcomes = async (deps: Slice, clientId: string | undefined): Promise<OpenOutcomes> => {
  const asked = namedPartners(deps.callers.partners, clientId);
  const lists = asked.map((partner) => deps.writes.guard.unsettled(partner.clientId));
  const open = (await Promise.all(lists).catch(unavailable)).flat().filter(({ isLive }) => !isLive);
  const oldestFirst = open.toSorted((one, two) => two.ageMs - one.ageMs);
  const stakes = await Promise.all(oldestFirst.map((write) => atStake(deps, write)));
  return {
    open_outcomes: oldestFirst.map((write, index) => ({
      client_id: write.clientId,
      operation: toBookingOperation(write.operation),
      subject: write.subject,
      since: toUtcSecond(write.sentAtMs),
      age_seconds: Math.max(0, Math.floor(write.ageMs / 1000)),
      correlation_id: write.requestId,
      at_stake: stakes[index] ?? null,
      settled_by_reading: write.operation !== 'reserve' || deps.settings.reserveLookUp === 'by_cart',
    })),
    read_at: toUtcSecond(deps.clock.nowMs()),
  };
};

const missing = ({ operation, subject, clientId }: Subject): GatewayError =>
  new GatewayError('booking_not_found', { detail: `No ${operation} of ${subject} by ${clientId} is known.` });

const running = (): GatewayError =>
  new GatewayError('idempotency_in_progress', {
    retryAfterSeconds: 15,
    detail: 'It is still running and may answer by itself.',
  });

const tooEarly = (waitMs: number): GatewayError => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const detail = `It can still be executed. "Not executed" may be said in ${seconds} s.`;
  return new GatewayError('idempotency_in_progress', { retryAfterSeconds: seconds, detail });
};

const settledBefore = ({
  outcome,
  reference: bookingId,
}: Pick<SeenWrite, 'outcome' | 'reference'>): GatewayError =>
  new GatewayError('outcome_settled', {
    outcome,
    bookingId,
    detail: `It is settled already: ${outcome === 'executed' ? 'executed' : 'not executed'}.`,
  });

const contradicted = (detail: string, extras: Pick<GatewayError['extras'], 'fields'> = {}): GatewayError =>
  new GatewayError('unprocessable', { detail: `12go says otherwise. ${detail}`, ...extras });

const lookAtOpen = async ({ writes: { guard } }: Slice, subject: Subject): Promise<SeenWrite> => {
  const seen = await guard.look(subject).catch(unavailable);
  if (seen === undefined) throw missing(subject);
  if (seen.isLive) throw running();
  if (seen.state === 'CLAIMED') throw missing(subject);
  if (seen.state === 'DONE') throw settledBefore(seen);
  return seen;
};

type Case = PartnerCall<Needs> & {
  readonly subject: Subject;
  readonly seen: SeenWrite;
  readonly facts: ReserveFacts | undefined;
};

/** What a read says, as far as there is one that can be made now. */
const read = async ({ deps, subject, seen }: Case) => {
  const found = await createResolverLookUp(deps)(subject, seen.facts);
  if (found.says !== 'unreadable') return found;
  throw new GatewayError('upstream_error', { detail: '12go could not be read. Nothing was changed.' });
};

const assertOwn = async ({ deps, subject, seen, facts }: Case, booking: Booking): Promise<void> => {
  const fields = misfitsOf(facts ?? {}, seen.sentAtMs, booking);
  if (fields.length > 0)
    throw contradicted(`Booking ${booking.bid} does not fit what was asked for the cart.`, { fields });
  const stories = await storiesOf(deps, subject.clientId, booking.bid).catch(unavailable);
  const others = stories.flatMap(({ clientId, entries }) =>
    entries
      .filter(({ step, detail }) => step === 'linked' && detail.attempt !== undefined)
      .map(({ detail }) => ({ clientId, cart: String(detail.attempt) }))
      .filter(({ cart }) => clientId !== subject.clientId || cart !== subject.subject),
  );
  const [other] = others;
  if (other !== undefined)
    throw contradicted(`Booking ${booking.bid} is that of cart ${other.cart} of ${other.clientId}.`);
};

/** The booking is read by its number; where carts can be read as well, the cart must not name another. */
const booked = async (one: Case, bid: string): Promise<Told<TextAnswer>> => {
  const { deps, partner, trace, facts } = one;
  const client = deps.upstream.twelveGo.as(partner, trace);
  const booking = await forStep('booking', client.booking(toBookingId(bid)));
  await assertOwn(one, booking);
  const known = reserved(one, booking, { facts });
  const byCart = deps.settings.reserveLookUp === 'by_cart' ? await read(one) : undefined;
  if (byCart?.says === 'executed' && byCart.reference !== known.reference)
    throw contradicted(`The cart became ${byCart.reference}.`);
  return { outcome: 'executed', ...known, decidedBy: 'read' };
};

/** Without a read by cart an operator's "no" is the last word, as 12go's own would be. */
const notBooked = async (one: Case): Promise<Told<TextAnswer>> => {
  const found = await read(one);
  if (found.says === 'executed') throw contradicted(`The cart became ${found.reference}.`);
  if (found.says === 'not_executed')
    return { outcome: 'not_executed', answer: found.answer, decidedBy: 'read' };
  return { outcome: 'not_executed', answer: notReserved(one), decidedBy: 'answer' };
};

const byBooking = async (one: Case, outcome: ResolveRequest['outcome']): Promise<Told<TextAnswer>> => {
  const found = await read(one);
  const { operation, subject } = one.subject;
  if (found.says !== outcome || !('answer' in found))
    throw contradicted(
      `By booking ${subject} as it is, the ${operation} was ${outcome === 'executed' ? 'not ' : ''}executed.`,
    );
  const { says: _says, ...known } = found;
  return { outcome, ...known, decidedBy: 'read' };
};

const toTold = (one: Case, { outcome, booking }: ResolveRequest): Promise<Told<TextAnswer>> => {
  if (one.subject.operation !== 'reserve') return byBooking(one, outcome);
  return booking === undefined ? notBooked(one) : booked(one, booking);
};

const settle = async ({ deps, subject, seen }: Case, told: Told<TextAnswer>): Promise<void> => {
  const reply = await deps.writes.guard.settle(subject, told, seen).catch(unavailable);
  if (reply.kind === 'superseded') throw settledBefore(reply);
  if (reply.kind === 'running') throw running();
  if (reply.kind === 'too_early') throw tooEarly(Math.max(seen.noIsEarlyForMs, 1_000));
  if (reply.kind === 'lost') throw missing(subject);
};

const tell = (
  { writes: { journal } }: Slice,
  { operator = 'nobody', log }: Resolving,
  { client_id: clientId, operation, subject, outcome, booking, reason }: ResolveRequest,
): void => {
  log('warn', 'An operator resolved an open outcome', {
    operator,
    outcome,
    client_id: clientId,
    integration_id: booking ?? subject,
    reason: operation,
    note: reason,
  });
  void journal.append({ clientId, id: subject }, 'guard', {
    operation,
    outcome,
    state: 'resolved_by_operator',
    operator: asWord(operator),
    ...(reason !== undefined && { reason: asWord(reason) }),
  });
};

/**
 * Settles an open outcome. The stored answer is the one that the flow would have given.
 *
 * @throws GatewayError `booking_not_found` for an unknown write or booking, `idempotency_in_progress` for a running one and a
 * "no" that comes too early, `outcome_settled`, `unprocessable` where 12go says otherwise.
 */
export const resolveOutcome = async (
  deps: Slice,
  { operator, log }: Resolving,
  asked: ResolveRequest,
): Promise<ResolvedOutcome> => {
  const { client_id: clientId, operation, outcome } = asked;
  const partner = configuredPartner(deps.callers.partners, clientId);
  const subject: Subject = { clientId, operation, subject: asked.subject };
  const seen = await lookAtOpen(deps, subject);
  if (outcome === 'not_executed' && seen.noIsEarlyForMs > 0) throw tooEarly(seen.noIsEarlyForMs);
  const facts = decodeFacts(seen.facts);
  const trace = { correlationId: facts?.correlationId ?? seen.requestId };
  const call = createPartnerCall<Needs>(deps, partner, { trace, log });
  const one: Case = { ...call, subject, seen, facts: facts?.op === 'reserve' ? facts : undefined };
  const told = await toTold(one, asked);
  await settle(one, told);
  tell(deps, { operator, log }, asked);
  return {
    client_id: clientId,
    operation,
    subject: asked.subject,
    outcome,
    booking_id: told.reference ?? null,
    resolved_at: toUtcSecond(deps.clock.nowMs()),
  };
};
