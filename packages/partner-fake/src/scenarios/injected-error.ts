/** An error that a scenario asks for, with the members that its code has in this request. */
import type { ErrorCode, Outcome } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { isRecord } from '../answer/json.ts';
import { differencePercent, type Money, share, toMoney } from '../money.ts';
import { Refusal, type RefusalDetails } from '../refusal.ts';
import type { State } from '../state.ts';
import { netCentsOf } from '../world/trips.ts';
import type { Scenario } from './scenario.ts';

/** What whoever polls is told of the write: by refusals that say that it could not be looked up. */
const outcomeOf = (code: ErrorCode, { operation }: Call): Outcome | undefined => {
  const isOpen = code === 'result_expired' || code === 'idempotency_unavailable';
  return isOpen && operation === 'getIncompleteResult' ? 'unknown' : undefined;
};

/** The cents that the request is about, and their currency. */
const totalOf = (
  state: State,
  { params, body }: Call,
): { readonly currency: string; readonly cents: bigint } => {
  const record = state.bookings.get(params.booking_id ?? '');
  if (record !== undefined) return { currency: record.departure.trip.currency, cents: record.totalCents };
  const cart = isRecord(body) ? state.carts.get(String(body.booking_token)) : undefined;
  if (cart === undefined) return { currency: 'USD', cents: 1_975n };
  const { trip } = cart.departure;
  return { currency: trip.currency, cents: netCentsOf(trip) * BigInt(cart.passengers) };
};

const movedPrice = (state: State, call: Call): RefusalDetails => {
  const { currency, cents } = totalOf(state, call);
  const movedCents = cents + share(cents, 6n, 100n);
  const quoted: Money = toMoney(currency, cents);
  const difference_percent = differencePercent(cents, movedCents);
  return { price_changed: { quoted, current: toMoney(currency, movedCents), difference_percent } };
};

const bookingId = (state: State, { params, body }: Call): RefusalDetails => {
  const progress = isRecord(body) ? state.carts.get(String(body.booking_token))?.progress : undefined;
  const booking_id = progress?.is === 'reserved' ? progress.bookingId : params.booking_id;
  return booking_id === undefined ? {} : { booking_id };
};

const membersOf = (state: State, code: ErrorCode, call: Call): RefusalDetails => {
  if (code === 'price_changed') return movedPrice(state, call);
  if (code === 'already_reserved' || code === 'already_confirmed') return bookingId(state, call);
  if (code !== 'cost_mismatch') return {};
  const { currency, cents } = totalOf(state, call);
  return { expected_total: toMoney(currency, cents) };
};

/** The refusal of a request. */
export const injectedError = (
  state: State,
  { code, outcome, retryAfterSeconds }: Extract<Scenario, { scenario: 'error' }>,
  call: Call,
): Refusal => {
  const told = outcome ?? outcomeOf(code, call);
  return new Refusal(code, {
    ...membersOf(state, code, call),
    ...(told !== undefined && { outcome: told }),
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
};
