/** Why a trip or an option is not shown, before anything is priced: each reason a label. */
import type { Price, TravelOption, Trip } from '@partner-gateway/twelvego-client';
import { type Route, type RouteProblem, toRoute } from './route.ts';

/** Far above any vehicle; 12go's "plenty" stays below it, a broken count does not. */
const seatsMax = 99_999;

export type TripFlagProblem = 'hidden' | 'not_visible' | 'not_bookable';

/** Why a trip is not shown as a whole, judged by its flags alone. */
const tripFlagProblem = (trip: Trip): TripFlagProblem | undefined => {
  if (trip.params?.hide === true) return 'hidden';
  if (!trip.is_visible) return 'not_visible';
  return trip.bookable ? undefined : 'not_bookable';
};

/** The route of a trip that is shown, or why it is not. */
export const toVisibleRoute = (trip: Trip): Route | TripFlagProblem | RouteProblem =>
  tripFlagProblem(trip) ?? toRoute(trip);

export type OptionProblem =
  | 'not_bookable'
  | 'too_few_seats'
  | 'absurd_seats'
  | 'no_price'
  | 'zero_price'
  | 'mixed_currencies';

/** Why an option cannot be sold to `pax` passengers, before anything is priced. */
export const optionProblem = (option: TravelOption, pax: number): OptionProblem | undefined => {
  if (!option.is_bookable) return 'not_bookable';
  if (option.bookable < pax) return 'too_few_seats';
  if (option.bookable > seatsMax) return 'absurd_seats';
  const { price, netprice, sysfee, agfee } = option;
  if (price?.value == null || netprice?.value == null) return 'no_price';
  // Nobody travels for nothing: such an answer is a mistake, and would be sold. One that is zero beside others may be meant.
  if (isZero(price) && isZero(netprice)) return 'zero_price';
  return [netprice, sysfee, agfee].every((other) => isIn(price.fxcode, other))
    ? undefined
    : 'mixed_currencies';
};

const isZero = ({ value }: Price): boolean => Number(value) === 0;

/** A fee without an amount is none, whatever currency stands beside it. */
const isIn = (currency: string, price: Price | null): boolean =>
  price === null || price.value === null || price.fxcode === currency;
