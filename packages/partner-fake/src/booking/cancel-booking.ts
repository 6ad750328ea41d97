/** Cancel: lists what would be refunded, or cancels with the best of it or with what was chosen. */
import type { CancelResponse } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { isRecord } from '../answer/json.ts';
import { ok, type Reply, withOutcome } from '../answer/reply.ts';
import { secondText } from '../clock.ts';
import { token } from '../marks.ts';
import type { BookingRecord, RefundOffer } from '../memory.ts';
import { share, toMoney } from '../money.ts';
import { demandNone, type FieldError, Refusal } from '../refusal.ts';
import { departsMs } from '../search/render.ts';
import type { State } from '../state.ts';
import { zoneOf } from '../world/places.ts';
import { findBooking } from './find-booking.ts';
import { statusOf } from './record.ts';

const hourMs = 3_600_000;
/** How long an option can be chosen after it was listed. */
const offerMs = 5 * 60_000;
/** Until so long before departure half is refunded. */
const halfRefundHours = 6;

type Offer = { readonly cents: bigint; readonly untilMs: number; readonly isAvailable: boolean };

/** The best that is still to be had comes first, and it alone can be had. */
const offersOf = ({ departure, supplierCents }: BookingRecord, nowMs: number): readonly Offer[] => {
  const { refundHours } = departure.trip;
  if (refundHours === null) return [];
  const leavesMs = departsMs(departure);
  const fullMs = leavesMs - refundHours * hourMs;
  const halfMs = leavesMs - halfRefundHours * hourMs;
  return [
    { cents: supplierCents, untilMs: fullMs, isAvailable: nowMs < fullMs },
    { cents: share(supplierCents, 1n, 2n), untilMs: halfMs, isAvailable: nowMs >= fullMs && nowMs < halfMs },
  ];
};

type Asked = { readonly isPreview: boolean; readonly chosen: string | undefined };

const readAsked = (body: unknown): Asked => {
  if (body !== undefined && !isRecord(body)) demandNone([{ field: '', message: 'must be an object' }]);
  const { preview, refund_option } = isRecord(body) ? body : {};
  const faults: FieldError[] = [];
  if (preview !== undefined && typeof preview !== 'boolean') {
    faults.push({ field: 'preview', message: 'must be true or false' });
  }
  if (refund_option !== undefined && typeof refund_option !== 'string') {
    faults.push({ field: 'refund_option', message: 'must be a text' });
  }
  if (preview === true && refund_option !== undefined) {
    faults.push({ field: 'refund_option', message: 'excludes preview' });
  }
  demandNone(faults);
  return {
    isPreview: preview === true,
    chosen: typeof refund_option === 'string' ? refund_option : undefined,
  };
};

const demandCancellable = (record: BookingRecord, nowMs: number, isPreview: boolean): void => {
  const status = statusOf(record, nowMs);
  if (status === 'approved') return;
  if (record.cancelledMs !== undefined && !isPreview) {
    throw new Refusal('non_cancellable', {
      detail: 'The booking is already cancelled.',
      outcome: 'executed',
    });
  }
  throw new Refusal('non_cancellable', { detail: `The booking is ${status}, so it cannot be cancelled.` });
};

const preview = (state: State, record: BookingRecord): Reply => {
  const { currency, legs } = record.departure.trip;
  const nowMs = state.clock.now();
  const localMs = zoneOf(legs[0].from).hours * hourMs;
  const refund_options = offersOf(record, nowMs).map(({ cents, untilMs, isAvailable }) => {
    const refund_option = token(`${record.id} refund ${state.next('refund')}`);
    state.refundOffers.set(refund_option, {
      bookingId: record.id,
      untilMs: nowMs + offerMs,
      cents,
      isAvailable,
    });
    return {
      refund_option,
      refund: toMoney(currency, cents),
      expires_at: secondText(untilMs + localMs),
      available: isAvailable,
    };
  });
  const body: CancelResponse = { booking_id: record.id, booking_status: 'approved', refund_options };
  return withOutcome(ok(body), 'not_executed');
};

const chosenCents = (state: State, record: BookingRecord, chosen: string | undefined): bigint => {
  const nowMs = state.clock.now();
  if (chosen === undefined) {
    const best = offersOf(record, nowMs).find(({ isAvailable }) => isAvailable);
    if (best === undefined) throw new Refusal('non_cancellable', { detail: 'No refund is available.' });
    return best.cents;
  }
  const offer: RefundOffer | undefined = state.refundOffers.get(chosen);
  if (offer?.bookingId !== record.id) {
    const message = 'is not an option that was listed for this booking';
    throw new Refusal('invalid_request', { fields: [{ field: 'refund_option', message }] });
  }
  if (!offer.isAvailable || nowMs >= offer.untilMs) throw new Refusal('refund_option_expired');
  return offer.cents;
};

/** Throws `booking_not_found`, `invalid_request`, `non_cancellable` and `refund_option_expired`. */
export const cancelBooking = (state: State, call: Call): Reply => {
  const { isPreview, chosen } = readAsked(call.body);
  const record = findBooking(state, call);
  const nowMs = state.clock.now();
  demandCancellable(record, nowMs, isPreview);
  if (isPreview) return preview(state, record);
  const cents = chosenCents(state, record, chosen);
  record.cancelledMs = nowMs;
  state.seats.free(record.id);
  const refund = toMoney(record.departure.trip.currency, cents);
  const body: CancelResponse = { booking_id: record.id, booking_status: 'cancelled', refund };
  return withOutcome(ok(body), 'executed');
};
