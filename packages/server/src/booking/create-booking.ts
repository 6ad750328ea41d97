/** Create: everything checked, then reserved once under the write guard, then read back and priced. */
import { toFieldErrors } from '@partner-gateway/booking-forms';
import type { CreateBookingRequest } from '@partner-gateway/contract';
import { type BookingToken, incompleteResultLifeSeconds } from '@partner-gateway/tokens';
import {
  type BookingId,
  type TwelveGoClient,
  TwelveGoError,
  toCartId,
  type Booking as UpstreamBooking,
} from '@partner-gateway/twelvego-client';
import type { Definite, SendGate } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { assertInTime, openBookingTokenOfAnyAge, stampOf } from '../steps/booking-token.ts';
import { netOf } from '../steps/partner-booking.ts';
import { finalCodeOf } from '../translate/upstream-error.ts';
import { type JudgingNeeds, type PreparedReserve, prepareReserve } from './prepare-reserve.ts';
import { sessionSeats, settleSeats } from './seats.ts';
import { nameByBooking, uncount } from './unconfirmed.ts';
import { releaseCredit } from './write/credit.ts';
import { alreadyReserved, type GuardedNeeds, runGuarded } from './write/guarded-write.ts';
import { lookUpReserve } from './write/look-ups.ts';
import { type OutcomeNeeds, reserved, reservedAsExpected } from './write/outcomes.ts';
import { encodeFacts, pendingAnswer, problemAnswer } from './write/stored-answer.ts';

type Needs = 'admission' | GuardedNeeds | OutcomeNeeds | JudgingNeeds | 'tokens' | 'upstream';

const firstRetrySeconds = 2;

type Reserving = PartnerCall<Needs> & {
  readonly client: TwelveGoClient;
  readonly token: BookingToken;
  readonly tokenText: string;
};

/** 12go said no: final, and stored like a success. An answer that is not definite goes on as the error it is. */
const refused = (reserving: Reserving, prepared: PreparedReserve, error: unknown): Definite<TextAnswer> => {
  if (!TwelveGoError.isInstance(error) || error.outcome !== 'rejected') throw error;
  const code = finalCodeOf('reserve', error);
  const fields = code === 'schema_validation_failed' ? toFieldErrors(prepared.form, error.fields) : undefined;
  const answer = problemAnswer(reserving, code, { outcome: 'not_executed', fields });
  return { outcome: 'not_executed', answer: answer };
};

const readBack = async ({ client }: Reserving, bid: BookingId) => {
  try {
    return await client.booking(bid);
  } catch {
    return undefined;
  }
};

/** The reservation exists, but cannot be read: answered by what was expected of it (translation rules §7.2, step 10). */
const unread = (reserving: Reserving, { total }: PreparedReserve, bid: BookingId) => {
  const { deps, token } = reserving;
  return reservedAsExpected(reserving, { token, total, bid, nowMs: deps.clock.nowMs() });
};

/** The booked price for the story; the currency 12go booked in may have no rate, and the story says so. */
const journalPrice = (
  { deps, token }: Reserving,
  { pricer, facts }: PreparedReserve,
  booking: UpstreamBooking,
) => {
  const place = { clientId: token.clientId, id: booking.bid };
  try {
    const total = pricer.total(netOf(booking), facts.passengers);
    void deps.writes.journal.append(place, 'price', { state: 'booked', ...total });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    void deps.writes.journal.append(place, 'price', { state: 'booked', code: error.code });
  }
};

/** What the reservation costs. It exists by now: a price that cannot be made must not read as "not executed". */
const told = async (reserving: Reserving, prepared: PreparedReserve, bid: BookingId) => {
  const booking = await readBack(reserving, bid);
  if (booking === undefined) return unread(reserving, prepared, bid);
  try {
    const known = reserved(reserving, booking, { facts: prepared.facts, quotedBy: prepared.pricer });
    journalPrice(reserving, prepared, booking);
    return known;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    reserving.log('error', 'A reservation cannot be priced', { integration_id: bid, error_code: error.code });
    return unread(reserving, prepared, bid);
  }
};

/** What 12go said of the reserve, and the booking that it made. */
type Reserved = { readonly definite: Definite<TextAnswer>; readonly bid?: BookingId };

const send = async (reserving: Reserving, prepared: PreparedReserve, gate: SendGate): Promise<Reserved> => {
  const { client, token } = reserving;
  gate.assertOpen();
  try {
    const options = { signal: gate.signal, timeoutMs: gate.callLimitMs };
    const bid = await client.reserve(toCartId(token.cartId), prepared.body, options);
    reserving.about({ integration_id: bid });
    return { definite: { outcome: 'executed', ...(await told(reserving, prepared, bid)) }, bid };
  } catch (error) {
    return { definite: refused(reserving, prepared, error) };
  }
};

/** What a reserve that is known held here is let go, or kept for its booking. Never fails. */
const settle = async (reserving: Reserving, { definite: { outcome }, bid }: Reserved): Promise<void> => {
  const { deps, token, tokenText } = reserving;
  const { clientId, cartId: id } = token;
  const steps = await Promise.allSettled([
    releaseCredit(deps, { clientId, kind: 'cart', id }, { outcome, bid }),
    bid === undefined ? uncount(deps, { clientId, id }) : nameByBooking(deps, token, bid),
    settleSeats(reserving, { token, tokenText }, outcome === 'executed'),
  ]);
  if (steps.every(({ status }) => status === 'fulfilled')) return;
  reserving.log('error', 'What a reserve held here was not let go and ends by itself');
};

/** The booking's story begins with its cart's. */
const linkJournal = ({ deps, token }: Reserving, bid: string): void =>
  void deps.writes.journal.link({ clientId: token.clientId, id: token.cartId }, bid);

const pending = ({ deps, clientId, token }: Reserving, recordKey: string): TextAnswer => {
  const issuedAtSeconds = deps.clock.nowSeconds();
  const id = deps.tokens.incompleteResult.issue({
    operation: 'create',
    cartId: token.cartId,
    recordKey,
    clientId,
    issuedAtSeconds,
    expiresAtSeconds: issuedAtSeconds + incompleteResultLifeSeconds,
  });
  return pendingAnswer(id, firstRetrySeconds);
};

/**
 * Reserves a booking, once.
 *
 * @throws GatewayError every refusal that comes before the supplier is asked; definite answers of the supplier, refusals
 * too, are returned, because they are stored and replayed.
 */
export const createBooking = async (
  call: PartnerCall<Needs>,
  request: CreateBookingRequest,
  idempotencyKey: string | undefined,
): Promise<TextAnswer> => {
  const { deps } = call;
  const tokenText = request.booking_token;
  const token = openBookingTokenOfAnyAge(call, tokenText);
  const client = deps.upstream.twelveGo.as(call.partner, { ...call.trace, story: token.cartId });
  const reserving: Reserving = { ...call, client, token, tokenText };
  const held = { clientId: token.clientId, kind: 'cart', id: token.cartId } as const;
  const ageSeconds = deps.clock.nowSeconds() - token.issuedAtSeconds;
  void deps.writes.journal.append(held, 'cart', { state: 'opened', ageSeconds });
  // They leave with the claim, and whether it succeeds is not known yet.
  const locked = sessionSeats(call, { token, tokenText });
  locked.catch(() => undefined);
  let settling = Promise.resolve();
  const answer = await runGuarded(call, {
    operation: 'reserve',
    subject: token.cartId,
    idempotencyKey,
    body: request,
    token: stampOf(token),
    beforeSend: async (attemptId) => {
      assertInTime(deps, token);
      return prepareReserve(call, client, { token, tokenText, request, attemptId, locked });
    },
    factsOf: ({ facts }) => encodeFacts(facts),
    whenNotSent: async (attemptId) => {
      const released = releaseCredit(deps, { ...held, attemptId }, { outcome: 'not_executed' });
      await Promise.all([released, uncount(deps, held)]);
    },
    async send(gate, prepared) {
      const known = await send(reserving, prepared, gate);
      // Before the record is closed: from then on only this says whose booking it is.
      if (known.bid !== undefined) linkJournal(reserving, known.bid);
      // Its commands are written before the one that closes the record, to the same server where that counts: what holds credit.
      settling = settle(reserving, known);
      return known.definite;
    },
    lookUp: () => lookUpReserve(call, client, { cartId: token.cartId }),
    whenUnknown: (recordKey) => pending(reserving, recordKey),
    whenAlreadyDone: alreadyReserved,
  });
  await settling;
  return answer;
};
