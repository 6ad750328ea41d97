/** Carts and checkout forms of the sandbox, and the reserve that makes a booking of them. */
import { createPrinter } from '../accounts.ts';
import { buildForm, checkForm } from '../forms/checkout-form.ts';
import type { LedgerCart, Totals } from '../ledger-records.ts';
import { ok, type Reply, reasons, refuse } from '../reply.ts';
import { countIn, type Route, type RouteCall } from '../route.ts';
import { type Staged, scenarioOfName } from '../scenarios.ts';
import { seatsOf } from '../seats.ts';
import type { SandboxState } from '../state.ts';
import { fareByKey, timetable } from '../world/timetable.ts';
import { type Departure, departureOn } from '../world/timetable-entry.ts';
import { findDeparture, runsOn } from './search.ts';

/** How the two ways to add to a cart find the departure. */
type Find = (state: SandboxState, call: RouteCall) => Departure | undefined;

const add =
  (operation: 'addToCart' | 'addToCartByAttributes', find: Find): Route['run'] =>
  (state, call, staged) => {
    const departure = find(state, call);
    const seats = countIn(call.query, 'seats');
    if (staged?.name === 'trip_gone')
      return refuse(422, 'Trip is no longer available', reasons('Trip cannot be booked'));
    if (departure === undefined || call.account.deniesAll) return refuse(404, 'Trip not found');
    if (seats === undefined) return refuse(400, 'Invalid number of seats');
    const left = staged?.name === 'sold_out' ? 0 : state.ledger.left(departure);
    if (left < seats) return refuse(409, 'Not enough seats left');
    return ok(state.ledger.addCart({ operation, key: call.account.key, departure, seats }).id);
  };

/** A departure by what it is instead of by its key. */
const findByAttributes = (state: SandboxState, { body }: RouteCall): Departure | undefined => {
  const godate = String(body.godate ?? '');
  for (const trip of timetable) {
    const fare = trip.fares.find((candidate) => candidate.class === Number(body.class_id));
    const [first] = trip.legs;
    const matches =
      first.from === Number(body.from_id) &&
      trip.legs.at(-1)?.to === Number(body.to_id) &&
      first.operator === Number(body.operator_id);
    const departure = departureOn(trip, godate.slice(0, 10));
    if (
      fare !== undefined &&
      matches &&
      departure.replace(/[ :]/g, '-') === godate &&
      runsOn(state, trip, godate.slice(0, 10))
    ) {
      return { trip, fare, departure };
    }
  }
  return undefined;
};

/** What 12go says of a cart that is not there (any more). */
const cartGone = (): Reply => refuse(404, 'Cart not found', reasons('Cart has expired'));

/** The scenario a reserve asks for: its first passenger's name, else its trip. */
const scenarioOfReserve = (state: SandboxState, { account, params, body }: RouteCall): string | undefined =>
  scenarioOfName(body['passenger[0][first_name]']) ??
  state.ledger.cart(account.key, params.cartId ?? '')?.trip.scenario;

const reserve = (state: SandboxState, call: RouteCall, staged: Staged | undefined): Reply => {
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
  const booking = state.ledger.reserve(cart, {
    seatIds,
    totals: totalsOf(cart, form.surcharge, percent),
    scenario: scenarioOfReserve(state, call),
  });
  return ok({ bid: String(booking.bid) });
};

const freeSeats = (cart: LedgerCart, sold: ReadonlySet<string>): readonly string[] =>
  seatsOf(cart)
    .filter(({ id, takenFromStart }) => !takenFromStart && !sold.has(id))
    .map(({ id }) => id);

/** Totals for all passengers; surcharges raise the net price, and so does a price that moved. */
const totalsOf = ({ fare, seats }: LedgerCart, surcharge: number, percent: number): Totals => ({
  net: Math.round(((fare.net * seats + surcharge) * (100 + percent)) / 100),
  agfee: fare.agfee * seats,
  sysfee: fare.sysfee * seats,
});

export const cartRoutes: readonly Route[] = [
  {
    operation: 'addToCart',
    method: 'post',
    path: '/cart/:tripKey/:datetime',
    subject: (_state, { params }) => fareByKey.get(params.tripKey ?? '')?.trip.scenario,
    run: add('addToCart', findDeparture),
  },
  {
    operation: 'addToCartByAttributes',
    method: 'post',
    path: '/cart',
    run: add('addToCartByAttributes', findByAttributes),
  },
  {
    operation: 'cart',
    method: 'get',
    path: '/cart/:cartId',
    run: (state, { account, params }) => {
      const cart = state.ledger.cart(account.key, params.cartId ?? '');
      return cart === undefined
        ? cartGone()
        : ok({ cart: [{ trip_key: cart.fare.key, godate: cart.departure }] });
    },
  },
  {
    operation: 'checkoutForm',
    method: 'get',
    path: '/checkout/:cartId',
    subject: (state, { account, params }) =>
      state.ledger.cart(account.key, params.cartId ?? '')?.trip.scenario,
    run: (state, { account, params, query }) => {
      const cart = state.ledger.cart(account.key, params.cartId ?? '');
      const people = countIn(query, 'people');
      if (cart === undefined) return cartGone();
      if (people === undefined)
        return refuse(422, 'Invalid number of people', {
          fields: { people: 'Please enter a number from 1 to 20' },
        });
      return ok(
        buildForm(
          { ...cart, people, sold: state.ledger.soldSeats(cart) },
          createPrinter(cart.trip.currency, account.currency),
        ),
      );
    },
  },
  {
    operation: 'reserve',
    method: 'post',
    path: '/reserve/:cartId',
    subject: scenarioOfReserve,
    run: reserve,
  },
];
