/** Refunds of the sandbox: the options of a booking, each offered under a hash for a while, and the refund that takes one. */
import { createPrinter } from '../accounts.ts';
import type { LedgerBooking } from '../ledger-records.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import type { Route, RouteCall } from '../route.ts';
import { addMinutes, hash, toInstant, toLocal } from '../time-and-chance.ts';
import { countryOf } from '../world/timetable-entry.ts';
import { type BookingCall, scenarioOfBooking, withBooking } from './booking.ts';

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

export const refundRoutes: readonly Route[] = [
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
