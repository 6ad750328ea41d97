/** Refund options and refunds of the sandbox. */
import { type Refund, refundsOf } from '../booking-answer.ts';
import { ok, type Reply, refuse } from '../faults.ts';
import type { LedgerBooking } from '../ledger-record.ts';
import { createPrinter } from '../money.ts';
import { hash } from '../random.ts';
import type { Route, RouteCall } from '../route.ts';
import type { Staged } from '../scenarios.ts';
import type { SandboxState } from '../state.ts';
import { bookingMissing, bookingOf, scenarioOfBooking } from './booking.ts';

function amountOf({ account }: RouteCall, { trip, totals }: LedgerBooking, percent: number) {
  const printer = createPrinter(trip.currency, account.currency);
  return {
    refund_amount: printer.amount(Math.round((totals.net * percent) / 100)),
    refund_fxcode: printer.fxcode,
  };
}

/** Shows an option under a new hash, good for a short while. */
function offer(state: SandboxState, call: RouteCall, booking: LedgerBooking, refund: Refund): object {
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
}

function options(
  state: SandboxState,
  call: RouteCall,
  booking: LedgerBooking,
  staged: Staged | undefined,
): Reply {
  if (booking.status === 'cancelled' || booking.status === 'declined')
    return refuse(422, 'The booking cannot be refunded');
  const refunds = staged?.name === 'not_refundable' ? [] : refundsOf(booking, state.clock.now());
  return ok({
    available: refunds.some(({ isAvailable }) => isAvailable),
    options: refunds.map((refund) => offer(state, call, booking, refund)),
  });
}

function execute(
  state: SandboxState,
  call: RouteCall,
  booking: LedgerBooking,
  staged: Staged | undefined,
): Reply {
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
}

const withBooking =
  (
    run: (state: SandboxState, call: RouteCall, booking: LedgerBooking, staged: Staged | undefined) => Reply,
  ): Route['run'] =>
  (state, call, staged) => {
    const booking = bookingOf(state, call);
    return booking === undefined ? bookingMissing() : run(state, call, booking, staged);
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
