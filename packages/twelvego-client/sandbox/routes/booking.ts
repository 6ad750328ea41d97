/** Reserve, confirm and booking details of the sandbox. */
import { toJsonBooking } from '../booking-answer.ts';
import { ok, type Reply, reasons, refuse } from '../faults.ts';
import { checkForm } from '../forms.ts';
import type { LedgerBooking, LedgerCart, Totals } from '../ledger-record.ts';
import { createPrinter } from '../money.ts';
import type { Route, RouteCall } from '../route.ts';
import { type Staged, scenarioOfName } from '../scenarios.ts';
import { seatsOf } from '../seats.ts';
import type { SandboxState } from '../state.ts';
import { cartGone } from './cart.ts';

const supplierMs = 10 * 60_000;
const minuteMs = 60_000;

/** The scenario a reserve asks for: its first passenger's name, else its trip. */
const scenarioOfReserve = (state: SandboxState, { account, params, body }: RouteCall): string | undefined =>
  scenarioOfName(body['passenger[0][first_name]']) ??
  state.ledger.cart(account.key, params.cartId ?? '')?.trip.scenario;

function reserve(state: SandboxState, call: RouteCall, staged: Staged | undefined): Reply {
  const cart = state.ledger.cart(call.account.key, call.params.cartId ?? '');
  if (cart === undefined) return cartGone();
  if (state.options.rejectReservedCarts && cart.bids.length > 0)
    return refuse(409, 'The cart has already been reserved');
  const isGone =
    staged?.name === 'trip_gone' || staged?.name === 'sold_out' || state.ledger.left(cart) < cart.seats;
  if (isGone) return refuse(400, 'Trip is no longer available', reasons('No seats left'));
  const sold = state.ledger.soldSeats(cart);
  const form = checkForm({ ...cart, people: cart.seats, sold }, call.body);
  if (Object.keys(form.errors).length > 0)
    return refuse(422, 'Form validation failed', { fields: form.errors });
  const free = freeSeats(cart, sold);
  const lost = form.seats.find((id) => !free.includes(id));
  if (lost !== undefined) return refuse(409, `Seat ${lost} is already taken`);
  const seatIds = form.seats.length > 0 ? form.seats : free.slice(0, cart.seats);
  const percent = staged?.name === 'price_moved' ? staged.percent : 0;
  const booking = state.ledger.reserve(
    cart,
    seatIds,
    totalsOf(cart, form.surcharge, percent),
    scenarioOfReserve(state, call),
  );
  return ok({ bid: String(booking.bid) });
}

function freeSeats({ trip, fare, departure }: LedgerCart, sold: ReadonlySet<string>): readonly string[] {
  if (trip.seatPlan === undefined) return [];
  const seats = seatsOf(trip.seatPlan, fare.seats, fare.net, departure);
  return seats.filter(({ id, takenFromStart }) => !takenFromStart && !sold.has(id)).map(({ id }) => id);
}

/** Totals for all passengers; surcharges raise the net price, and so does a price that moved. */
const totalsOf = ({ fare, seats }: LedgerCart, surcharge: number, percent: number): Totals => ({
  net: Math.round(((fare.net * seats + surcharge) * (100 + percent)) / 100),
  agfee: fare.agfee * seats,
  sysfee: fare.sysfee * seats,
});

function confirm(state: SandboxState, booking: LedgerBooking, staged: Staged | undefined): Reply {
  if (booking.status !== 'pending_client_confirmation') return refuse(409, 'The booking cannot be confirmed');
  const declines = staged?.name === 'supplier_declines';
  const waits = declines || staged?.name === 'supplier_slow';
  const ticketMs = staged?.name === 'ticket_late' ? supplierMs : 0;
  const answersAfter = waits ? supplierMs : booking.fare.confirmationMinutes * minuteMs;
  state.ledger.confirm(booking, answersAfter, declines ? 'declined' : 'confirmed', ticketMs);
  return ok({ bid: booking.bid });
}

/** The booking a path names, if it is the account's own. */
export const bookingOf = (state: SandboxState, { account, params }: RouteCall): LedgerBooking | undefined =>
  state.ledger.booking(account.key, Number(params.bid));
/** The scenario that a booking was reserved with. */
export const scenarioOfBooking = (state: SandboxState, call: RouteCall): string | undefined =>
  bookingOf(state, call)?.scenario;
export const bookingMissing = (): Reply => refuse(404, 'Booking not found');

function show(
  state: SandboxState,
  { account }: RouteCall,
  booking: LedgerBooking | undefined,
  staged: Staged | undefined,
): Reply {
  if (booking === undefined) return bookingMissing();
  const json = toJsonBooking(
    booking,
    createPrinter(booking.trip.currency, account.currency),
    state.clock.now(),
  );
  return ok(staged?.name === 'unknown_status' ? { ...json, status: 'under_review' } : json);
}

export const bookingRoutes: readonly Route[] = [
  {
    operation: 'reserve',
    method: 'post',
    path: '/reserve/:cartId',
    subject: scenarioOfReserve,
    run: reserve,
  },
  {
    operation: 'confirm',
    method: 'post',
    path: '/confirm/:bid',
    subject: scenarioOfBooking,
    run: (state, call, staged) => {
      const booking = bookingOf(state, call);
      return booking === undefined ? bookingMissing() : confirm(state, booking, staged);
    },
  },
  {
    operation: 'bookingByCart',
    method: 'get',
    path: '/booking/by-cart/:cartId',
    run: (state, call, staged) => {
      if (!state.options.bookingByCart) return refuse(404, 'No such route');
      return show(
        state,
        call,
        state.ledger.bookingOfCart(call.account.key, call.params.cartId ?? ''),
        staged,
      );
    },
  },
  {
    operation: 'booking',
    method: 'get',
    path: '/booking/:bid',
    subject: scenarioOfBooking,
    run: (state, call, staged) => show(state, call, bookingOf(state, call), staged),
  },
];
