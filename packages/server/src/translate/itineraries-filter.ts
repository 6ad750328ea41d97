/** Which trips and options are not shown to partners, and why; each reason is a label of the dropped counter. */
import type { Price, TravelOption, Trip } from '@partner-gateway/twelvego-client';

/** Far above any vehicle; 12go's "plenty" stays below it, a broken count does not. */
const seatsMax = 99_999;

export type TripFlagProblem = 'hidden' | 'not_visible' | 'not_bookable';

/** Why a trip is not shown as a whole, judged by its flags alone. */
export function tripFlagProblem(trip: Trip): TripFlagProblem | undefined {
  if (trip.params?.hide === true) return 'hidden';
  if (!trip.is_visible) return 'not_visible';
  return trip.bookable ? undefined : 'not_bookable';
}

export type OptionProblem =
  | 'not_bookable'
  | 'too_few_seats'
  | 'absurd_seats'
  | 'no_price'
  | 'mixed_currencies';

/** Why an option cannot be sold to `pax` passengers, before anything is priced. */
export function optionProblem(option: TravelOption, pax: number): OptionProblem | undefined {
  if (!option.is_bookable) return 'not_bookable';
  if (option.bookable < pax) return 'too_few_seats';
  if (option.bookable > seatsMax) return 'absurd_seats';
  const { price, netprice, sysfee, agfee } = option;
  if (price?.value == null || netprice?.value == null) return 'no_price';
  return [netprice, sysfee, agfee].every((other) => isIn(price.fxcode, other))
    ? undefined
    : 'mixed_currencies';
}

const isIn = (currency: string, price: Price | null): boolean => price === null || price.fxcode === currency;
