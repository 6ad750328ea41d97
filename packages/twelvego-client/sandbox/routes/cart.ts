/** Carts and checkout forms of the sandbox. */
import { type Departure, departureOn } from '../departure.ts';
import { ok, type Reply, reasons, refuse } from '../faults.ts';
import { buildForm } from '../forms.ts';
import { createPrinter } from '../money.ts';
import { countIn, type Route, type RouteCall } from '../route.ts';
import type { Staged } from '../scenarios.ts';
import type { SandboxState } from '../state.ts';
import { fareByKey, timetable } from '../timetable.ts';
import { findDeparture, runsOn } from './search.ts';

type AddOperation = 'addToCart' | 'addToCartByAttributes';

function add(
  state: SandboxState,
  call: RouteCall,
  operation: AddOperation,
  found: Departure | undefined,
  staged: Staged | undefined,
): Reply {
  const seats = countIn(call.query, 'seats');
  if (staged?.name === 'trip_gone')
    return refuse(422, 'Trip is no longer available', reasons('Trip cannot be booked'));
  if (found === undefined || call.account.deniesAll) return refuse(404, 'Trip not found');
  if (seats === undefined) return refuse(400, 'Invalid number of seats');
  const left = staged?.name === 'sold_out' ? 0 : state.ledger.left(found);
  if (left < seats) return refuse(409, 'Not enough seats left');
  return ok(state.ledger.addCart(operation, call.account.key, found, seats).id);
}

/** A departure by what it is instead of by its key. */
function findByAttributes(state: SandboxState, { body }: RouteCall): Departure | undefined {
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
}

/** What 12go says of a cart that is not there (any more). */
export const cartGone = (): Reply => refuse(404, 'Cart not found', reasons('Cart has expired'));

export const cartRoutes: readonly Route[] = [
  {
    operation: 'addToCart',
    method: 'post',
    path: '/cart/:tripKey/:datetime',
    subject: (_state, { params }) => fareByKey.get(params.tripKey ?? '')?.trip.scenario,
    run: (state, call, staged) => add(state, call, 'addToCart', findDeparture(state, call), staged),
  },
  {
    operation: 'addToCartByAttributes',
    method: 'post',
    path: '/cart',
    run: (state, call, staged) =>
      add(state, call, 'addToCartByAttributes', findByAttributes(state, call), staged),
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
];
