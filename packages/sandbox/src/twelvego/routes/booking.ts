/** Bookings of the sandbox once reserved: confirm, details, refund options and refunds. */
import { createPrinter } from '../accounts.ts';
import { toJsonBooking } from '../answers/bookings.ts';
import type { LedgerBooking } from '../ledger-records.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import type { Route, RouteCall } from '../route.ts';
import type { Staged } from '../scenarios.ts';
import type { SandboxState } from '../state.ts';
import { addMinutes, hash, toInstant, toLocal } from '../time-and-chance.ts';
import { countryOf } from '../world/timetable-entry.ts';

const minuteMs = 60_000;
/** How long a late supplier or ticket takes. */
const lateMs = 10 * minuteMs;

/** A call about a booking that there is. */
type BookingCall = {
  readonly state: SandboxState;
  readonly call: RouteCall;
  readonly booking: LedgerBooking;
  readonly staged: Staged | undefined;
};

const confirm = ({ state, booking, staged }: BookingCall): Reply => {
  if (booking.status !== 'pending_client_confirmation') return refuse(409, 'The booking cannot be confirmed');
  const declines = staged?.name === 'supplier_declines';
  const waits = declines || staged?.name === 'supplier_slow';
  state.ledger.confirm(booking, {
    status: declines ? 'declined' : 'confirmed',
    supplierMs: waits ? lateMs : booking.fare.confirmationMinutes * minuteMs,
    ticketMs: staged?.name === 'ticket_late' ? lateMs : 0,
  });
  return ok({ bid: booking.bid });
};

/** The booking a path names, if it is the account's own. */
const bookingOf = (state: SandboxState, { account, params }: RouteCall): LedgerBooking | undefined =>
  state.ledger.booking(account.key, Number(params.bid));
/** The scenario that a booking was reserved with. */
const scenarioOfBooking = (state: SandboxState, call: RouteCall): string | undefined =>
  bookingOf(state, call)?.scenario;
const bookingMissing = (): Reply => refuse(404, 'Booking not found');

const show = ({ state, call, booking, staged }: BookingCall): Reply => {
  const printer = createPrinter(booking.trip.currency, call.account.currency);
  const json = toJsonBooking(booking, printer, state.clock.now());
  return ok(staged?.name === 'unknown_status' ? { ...json, status: 'under_review' } : json);
};

/** A way to be refunded: `percent` of what was paid, from one local time until another. */
type Refund = {
  readonly percent: number;
  readonly since: string;
  readonly until: string;
  readonly isAvailable: boolean;
};

const halfRefundEndsHours = 6;

/** Everything back until the fare's limit, half of it until six hours before departure; nothing for a strict fare. */
const refundsOf = (booking: LedgerBooking, now: number): readonly Refund[] => {
  const { fare, trip, departure } = booking;
  if (fare.refundHours === null || booking.status !== 'confirmed') return [];
  const country = countryOf(trip);
  const full = {
    percent: 100,
    since: toLocal(booking.stamp * 1000, country),
    until: addMinutes(departure, -60 * fare.refundHours),
  };
  const half = { percent: 50, since: full.until, until: addMinutes(departure, -60 * halfRefundEndsHours) };
  return [full, half]
    .filter(({ since, until }) => since < until)
    .map((refund) => ({
      ...refund,
      isAvailable: now >= toInstant(refund.since, country) && now < toInstant(refund.until, country),
    }));
};

const amountOf = ({ account }: RouteCall, { trip, totals }: LedgerBooking, percent: number) => {
  const printer = createPrinter(trip.currency, account.currency);
  return {
    refund_amount: printer.amount(Math.round((totals.net * percent) / 100)),
    refund_fxcode: printer.fxcode,
  };
};

/** Shows an option under a new hash, good for a short while. */
const offer = ({ state, call, booking }: BookingCall, refund: Refund): object => {
  const now = state.clock.now();
  const id = `${hash(state.options.seed, booking.bid, refund.percent, now).toString(16).padStart(8, '0')}${refund.percent % 100}`;
  state.refunds.set(id, {
    bid: booking.bid,
    percent: refund.percent,
    expiresAt: now + state.options.refundHashLifeMs,
  });
  return {
    ...amountOf(call, booking, refund.percent),
    expires: true,
    expires_after: refund.until,
    available: refund.isAvailable,
    available_since: refund.since,
    hash: id,
  };
};

const options = (asked: BookingCall): Reply => {
  const { state, booking, staged } = asked;
  if (booking.status === 'cancelled' || booking.status === 'declined')
    return refuse(422, 'The booking cannot be refunded');
  const refunds = staged?.name === 'not_refundable' ? [] : refundsOf(booking, state.clock.now());
  return ok({
    available: refunds.some(({ isAvailable }) => isAvailable),
    options: refunds.map((refund) => offer(asked, refund)),
  });
};

const execute = ({ state, call, booking, staged }: BookingCall): Reply => {
  const offered = state.refunds.get(String(call.body.hash));
  const now = state.clock.now();
  if (offered === undefined || offered.bid !== booking.bid || now >= offered.expiresAt)
    return refuse(422, 'The refund option is no longer available');
  const { refund_amount, refund_fxcode } = amountOf(call, booking, offered.percent);
  const isSame =
    Number(call.body.refund_amount) === refund_amount && call.body.refund_fxcode === refund_fxcode;
  const isAvailable = refundsOf(booking, now).some(
    ({ percent, isAvailable: open }) => percent === offered.percent && open,
  );
  if (!isSame || !isAvailable) return refuse(422, 'The refund option is no longer available');
  if (staged?.name === 'refund_refused')
    return ok({ success: false, delay_minutes: 0, message: 'The operator refused the refund' });
  state.ledger.refund(booking);
  return ok({ success: true, delay_minutes: 0, message: 'Refund accepted' });
};

const withBooking =
  (run: (asked: BookingCall) => Reply): Route['run'] =>
  (state, call, staged) => {
    const booking = bookingOf(state, call);
    return booking === undefined ? bookingMissing() : run({ state, call, booking, staged });
  };

export const bookingRoutes: readonly Route[] = [
  {
    operation: 'confirm',
    method: 'post',
    path: '/confirm/:bid',
    subject: scenarioOfBooking,
    run: withBooking(confirm),
  },
  {
    operation: 'bookingByCart',
    method: 'get',
    path: '/booking/by-cart/:cartId',
    run: (state, call, staged) => {
      if (!state.options.bookingByCart) return refuse(404, 'No such route');
      const booking = state.ledger.bookingOfCart(call.account.key, call.params.cartId ?? '');
      return booking === undefined ? bookingMissing() : show({ state, call, booking, staged });
    },
  },
  {
    operation: 'booking',
    method: 'get',
    path: '/booking/:bid',
    subject: scenarioOfBooking,
    run: withBooking(show),
  },
  {
    operation: 'refundOptions',
    method: 'get',
    path: '/booking/:bid/refund-options',
    subject: scenarioOfBooking,
    run: withBooking(options),
  },
  {
    operation: 'refund',
    method: 'post',
    path: '/booking/:bid/refund',
    subject: scenarioOfBooking,
    run: withBooking(execute),
  },
];
