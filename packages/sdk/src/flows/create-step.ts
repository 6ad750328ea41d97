/** The step that reserves: at an exact total, under one key, and only as dear as was agreed. */
import type { Booking, Money } from '../../generated/schemas.ts';
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import { equals } from '../money/arithmetic.ts';
import type { BookOutcome, GoOn } from './book-outcome.ts';
import { caught, later, type Run, refused } from './booking-run.ts';
import { confirm } from './confirm-step.ts';
import { isAgreed } from './price-agreement.ts';
import { wait } from './wait.ts';

/** A run whose price is known. */
export type PricedRun = {
  readonly run: Run;
  /** What the traveller agreed to. */
  readonly agreed: Money;
  /** What create is asked for: the agreed price, or one within the tolerance. */
  readonly total: Money;
};

type Moved = { readonly current: Money; readonly bookingId: string | undefined };

const again = (priced: PricedRun): GoOn => later(priced.run, (run) => create({ ...priced, run }));

const unknown = (priced: PricedRun, error: GatewayError): BookOutcome => ({
  state: 'unknown',
  step: 'create',
  idempotencyKey: priced.run.idempotencyKey,
  error,
  reconcile: again(priced),
});

const priceChanged = ({ run, agreed }: PricedRun, { current, bookingId }: Moved): BookOutcome => ({
  state: 'price_changed',
  old: agreed,
  new: current,
  bookingId,
  accept: later(run, (next) =>
    bookingId === undefined
      ? create({ run: next, agreed: current, total: current })
      : goOn({ run: next, agreed: current, total: current }, bookingId),
  ),
});

/** Goes on with a price that moved before anything was reserved: at the new one, when that is agreed. */
export const atPrice = async (priced: PricedRun, current: Money): Promise<BookOutcome> =>
  isAgreed(current, priced.agreed, priced.run.order.tolerance)
    ? create({ ...priced, total: current })
    : priceChanged(priced, { current, bookingId: undefined });

/** Goes on from a reservation whose price is agreed. */
const goOn = async (priced: PricedRun, bookingId: string, known?: Booking): Promise<BookOutcome> => {
  const { gateway, options, time } = priced.run;
  if (options.confirm !== false) return confirm(priced.run, bookingId);
  const booking = known ?? (await caught(gateway.getBooking(bookingId, time.callOptions())));
  return isGatewayError(booking) ? unknown(priced, booking) : { state: 'reserved', booking };
};

const reserved = async (priced: PricedRun, moved: Moved, known?: Booking): Promise<BookOutcome> => {
  const { current, bookingId = '' } = moved;
  return isAgreed(current, priced.agreed, priced.run.order.tolerance)
    ? goOn(priced, bookingId, known)
    : priceChanged(priced, moved);
};

const afterFailure = async (priced: PricedRun, error: GatewayError): Promise<BookOutcome> => {
  const { pending, expectedTotal, priceChanged: change } = error;
  if (pending !== undefined) return { state: 'pending', step: 'create', pending, resume: again(priced) };
  if (change?.booking_id !== undefined)
    return reserved(priced, { current: change.current, bookingId: change.booking_id });
  if (error.outcome === 'unknown') return unknown(priced, error);
  const isNew = expectedTotal !== undefined && !equals(expectedTotal, priced.total);
  // Nothing was executed, so the key is still free for the same order at another total.
  return isNew ? atPrice(priced, expectedTotal) : refused('create', error);
};

const answered = async ({ run, total }: PricedRun): Promise<Booking> => {
  const { gateway, cart, options, time, idempotencyKey } = run;
  const request = { ...cart, total_price: total };
  const result = await gateway.createBooking(request, { ...time.callOptions(), idempotencyKey });
  return await wait(gateway, result, { ...options, ...time.callOptions(), request });
};

/** Reserves at the total, waits for the answer, and goes on to the confirm when the price is as agreed. */
const create = async (priced: PricedRun): Promise<BookOutcome> => {
  const ended = await caught(answered(priced));
  if (isGatewayError(ended)) return afterFailure(priced, ended);
  const { total_price: current, id: bookingId } = ended;
  return reserved(priced, { current, bookingId }, ended);
};
