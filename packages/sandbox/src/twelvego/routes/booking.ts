/** Bookings of the sandbox once reserved: confirm and details, and how a call finds the booking that it is about. */
import { createPrinter } from '../accounts.ts';
import { toJsonBooking } from '../answers/bookings.ts';
import type { LedgerBooking } from '../ledger-records.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import type { Route, RouteCall } from '../route.ts';
import type { Staged } from '../scenarios.ts';
import type { SandboxState } from '../state.ts';

const minuteMs = 60_000;

/** How long a late supplier or ticket takes. */
const lateMs = 10 * minuteMs;

/** A call about a booking that there is. */
export type BookingCall = {
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
export const scenarioOfBooking = (state: SandboxState, call: RouteCall): string | undefined =>
  bookingOf(state, call)?.scenario;

const bookingMissing = (): Reply => refuse(404, 'Booking not found');

const show = ({ state, call, booking, staged }: BookingCall): Reply => {
  const printer = createPrinter(booking.trip.currency, call.account.currency);
  const json = toJsonBooking(booking, printer, state.clock.now());
  return ok(staged?.name === 'unknown_status' ? { ...json, status: 'under_review' } : json);
};

/** The run of a route that is about one booking: 404 when the account has none of that id. */
export const withBooking =
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
];
