/** The final answers of reserve, confirm and refund, made the same way whether the call answered or a read told later. */
import {
  type Booking,
  bookingSchema,
  type Money as ContractMoney,
  cancelledSchema,
  type PriceChange,
} from '@partner-gateway/contract';
import { money } from '@partner-gateway/pricing';
import type { BookingToken } from '@partner-gateway/tokens';
import {
  type BookingId,
  toTwelveGoStationId,
  type Booking as UpstreamBooking,
} from '@partner-gateway/twelvego-client';
import type { Definite, LookUp } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../../answer.ts';
import type { Deps } from '../../deps.ts';
import type { PartnerCall } from '../../partner-call.ts';
import type { Pricer } from '../../partners/price-book.ts';
import { idsOf, netOf, pricerFor, readStatus, toPartnerBooking } from '../../steps/partner-booking.ts';
import { toUtcSecond } from '../../translate/utc-second.ts';
import { judgePrice } from './price-verdict.ts';
import type { RefundFacts, ReserveFacts } from './stored-answer.ts';
import { problemAnswer, successAnswer } from './stored-answer.ts';

export type OutcomeNeeds = 'observe' | 'priceBook' | 'service' | 'tokens' | 'upstream';
type Call = PartnerCall<OutcomeNeeds>;

/** What the guard keeps of a write that is known; it names a booking by the id that the partner knows. */
type Known = { readonly answer: TextAnswer; readonly reference?: string };

const failed: ReadonlySet<string> = new Set(['cancelled', 'declined', 'failed']);

/** Whether a status word means that a booking did not come about. */
const isFailure = (deps: Pick<Deps, 'observe'>, booking: UpstreamBooking): boolean =>
  failed.has(readStatus(deps, booking.status));

const changed = (call: Call, bookingId: string, priceChanged: PriceChange | undefined): Known => {
  call.deps.observe.metrics.count('gateway.booking.price_mismatch', { client_id: call.clientId });
  const percent = priceChanged?.difference_percent;
  const answer = problemAnswer(call, 'price_changed', {
    outcome: 'executed',
    detail:
      percent === undefined
        ? 'The currency changed after the quote.'
        : `The price moved by ${percent} % after it was quoted.`,
    ...(priceChanged === undefined
      ? { bookingId }
      : { priceChanged: { ...priceChanged, booking_id: bookingId } }),
  });
  return { answer, reference: bookingId };
};

/** By what a reservation is judged and priced. */
type Quoted = {
  /** Without them the price is not judged. */
  readonly facts?: ReserveFacts | undefined;
  /** The prices the booking was quoted with; without them, as after a restart, those of this moment. */
  readonly quotedBy?: Pricer;
};

/** A reservation that exists: 200, or 409 when its price moved too far. */
export const reserved = (call: Call, booking: UpstreamBooking, { facts, quotedBy }: Quoted): Known => {
  const { deps, clientId } = call;
  const { price_mismatch_threshold_percent: thresholdPercent } = call.partner.settings;
  const bookingId = deps.tokens.bookingIds.issue(clientId, booking.bid);
  const pricer = quotedBy ?? pricerFor(call, booking, facts?.contractCode);
  if (facts !== undefined) {
    const { expectedNet, passengers } = facts;
    const expected = money(expectedNet.value, expectedNet.currency);
    const nets = { expected, current: netOf(booking), passengers, thresholdPercent };
    const verdict = judgePrice(pricer, nets);
    if (verdict.kind === 'changed') return changed(call, bookingId, verdict.priceChanged);
    if (verdict.kind === 'dropped')
      deps.observe.metrics.count('gateway.booking.price_drop', { client_id: clientId });
  }
  const status = isFailure(deps, booking) ? undefined : ('reserved' as const);
  const body = toPartnerBooking(call, booking, {
    bookingId,
    pricer,
    ...(status !== undefined && { status }),
  });
  return { answer: successAnswer(bookingSchema, body, 'executed'), reference: bookingId };
};

/** A reservation that cannot be read back or priced yet, as the token and the checked request have it. */
export const reservedAsExpected = (
  call: Call,
  { token, total, bid, nowMs }: { token: BookingToken; total: ContractMoney; bid: BookingId; nowMs: number },
): Known => {
  const [from, to] = token.stations;
  const bookingId = call.deps.tokens.bookingIds.issue(token.clientId, bid);
  const ids = idsOf(call);
  const at = toUtcSecond(nowMs);
  const body: Booking = {
    id: bookingId,
    status: 'reserved',
    from_station: ids.stationOut(toTwelveGoStationId(from)),
    to_station: ids.stationOut(toTwelveGoStationId(to)),
    departure_time: `${token.departure}:00`,
    passenger_count: token.passengers,
    integration: 'onetwogo',
    integration_booking_id: bid,
    operator_booking_id: null,
    voucher_url: null,
    updated_at: at,
    created_at: at,
    total_price: total,
  };
  return { answer: successAnswer(bookingSchema, body, 'executed'), reference: bookingId };
};

/** A reserve that did not happen, learned from a settled read. */
export const notReserved = (call: Call): TextAnswer =>
  problemAnswer(call, 'reserve_not_executed', { outcome: 'not_executed' });

/** What a read of the booking says about a confirm. */
export const confirmRead = (call: Call, bookingId: string, booking: UpstreamBooking): LookUp<TextAnswer> => {
  const status = readStatus(call.deps, booking.status);
  if (status === 'approved' || status === 'pending') {
    const body = toPartnerBooking(call, booking, { bookingId });
    return {
      says: 'executed',
      answer: successAnswer(bookingSchema, body, 'executed'),
      reference: bookingId,
    };
  }
  const detail = status === 'reserved' ? 'The confirmation did not happen.' : `The booking is ${status}.`;
  return {
    says: 'not_executed',
    answer: problemAnswer(call, 'confirm_failed', { outcome: 'not_executed', detail }),
  };
};

const cancelledAnswer = (bookingId: string, refund: ContractMoney): TextAnswer =>
  successAnswer(cancelledSchema, { booking_id: bookingId, booking_status: 'cancelled', refund }, 'executed');

/** A cancelled booking with the refund that was executed. */
export const cancelled = (bookingId: string, refund: ContractMoney): Definite<TextAnswer> => ({
  outcome: 'executed',
  answer: cancelledAnswer(bookingId, refund),
  reference: bookingId,
});

/** Cancelled, by a refund whose amount nobody here remembers. */
const alreadyCancelled = (call: Call): TextAnswer =>
  problemAnswer(call, 'non_cancellable', {
    outcome: 'executed',
    detail: 'The booking is already cancelled.',
  });

/** What a read of the booking says about a refund. */
export const refundRead = (
  call: Call,
  { bookingId, refund }: Pick<RefundFacts, 'bookingId' | 'refund'>,
  booking: UpstreamBooking,
): LookUp<TextAnswer> => {
  if (readStatus(call.deps, booking.status) === 'cancelled') {
    const answer =
      refund === undefined
        ? alreadyCancelled(call)
        : cancelledAnswer(bookingId, { amount: refund.value, currency: refund.currency });
    return { says: 'executed', answer, reference: bookingId };
  }
  const answer = problemAnswer(call, 'upstream_error', {
    outcome: 'not_executed',
    detail: 'The cancellation did not happen; the booking is as it was.',
  });
  return { says: 'not_executed', answer: answer };
};
