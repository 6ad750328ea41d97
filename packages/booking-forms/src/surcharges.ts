/** Surcharges on top of the fare: what chosen seats, baggage and priced choices cost upstream. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import { isCurrency, type Money, money, seatNet } from '@partner-gateway/pricing';
import type { Price, SeatInfo, SignedPrice } from '@partner-gateway/twelvego-client';
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { type Choice, toConst } from './choice.ts';
import { toPath } from './field-errors.ts';
import { sentValue, type Values } from './field-value.ts';

/** How surcharges are shown: over the trip's net fare `base` per passenger, marked up by `sell`. */
export type SurchargePricing = { readonly base: Price; readonly sell: (net: Money) => ContractMoney };

/** Booking data whose objects are objects; what is in them may still be wrong. */
export type ChosenData = Values & {
  readonly passengers: readonly Values[];
  readonly additional_fields?: Values | undefined;
};

/** A choice that costs something: what it is, where it stands in the booking data, and upstream's price of it. */
export type PricedChoice = {
  readonly field: BookingField;
  readonly path: string;
  readonly title: string;
  readonly net: Money;
};

/**
 * Everything chosen that costs something, net and above zero: seats over `base`, baggage and other priced choices per
 * passenger. A price in another currency than `base` is left out, as such a choice is never offered; the drift check
 * after the reserve catches it when it was chosen all the same.
 *
 * @example
 * ```ts
 * chosenSurcharges(form, { seat_selection: ['A1', 'B1'], passengers }, { value: '17.50', fxcode: 'USD' });
 * // [{ path: 'booking_data.seat_selection[1]', title: 'B1', net: 2.00 USD, … }]
 * ```
 */
export const chosenSurcharges = (form: BookingForm, data: ChosenData, base: Price): PricedChoice[] => {
  const { passengers, additional_fields: additional = {} } = data;
  const sets = [
    { fields: fieldsOf(form, 'booking'), values: data, steps: [] },
    { fields: fieldsOf(form, 'additional'), values: additional, steps: ['additional_fields'] },
    ...passengers.map((values, index) => ({
      fields: fieldsOf(form, 'passenger'),
      values,
      steps: ['passengers', index],
    })),
  ];
  return sets.flatMap(({ fields, values, steps }) =>
    fields.flatMap((field) =>
      surchargesOf(field, sentValue(values, field.name), base).map(({ at, ...choice }) => ({
        ...choice,
        field,
        path: toPath([...steps, field.name, ...at]),
      })),
    ),
  );
};

/** Upstream's price of the given seats of the first seat map, over `base`, net and above zero. */
export const seatSurcharges = (form: BookingForm, seats: readonly string[], base: Price): Money[] =>
  seats.map((id) => seatCost(form.seatMap?.seats.get(id), base)).filter(isAboveZero);

/** `at` is the choice's place in a list. */
const surchargesOf = (field: BookingField, value: unknown, base: Price) => {
  const isList = Array.isArray(value);
  const chosen: readonly unknown[] = isList ? value : [value];
  return chosen.flatMap((sent, index) => {
    const id = toConst(field.choices, sent);
    const choice = field.choices.find((option) => option.value === id);
    if (choice === undefined) return [];
    const seat = field.seatMap?.seats.get(choice.value);
    const net = field.kind === 'seats' ? seatCost(seat, base) : choiceCost(choice, base);
    return isAboveZero(net) ? [{ at: isList ? [index] : [], title: choice.title, net }] : [];
  });
};

const isAboveZero = (cost: Money | undefined): cost is Money => cost !== undefined && cost.numerator > 0n;

/** Upstream's surcharge of a seat over the fare, or undefined when it is in a currency that cannot be added. */
export const seatCost = (seat: SeatInfo | undefined, base: Price): Money | undefined => {
  if (seat === undefined || base.value === null) return undefined;
  const price = toAmount(seat.price);
  const difference = toAmount(seat.price_diff);
  const currency = (price ?? difference)?.currency ?? base.fxcode;
  if (currency !== base.fxcode || !isCurrency(currency)) return undefined;
  return seatNet({ price, difference, base: { value: base.value, currency: base.fxcode } });
};

/** What a choice costs upstream, or undefined when it is in a currency that cannot be added to the fare. */
export const choiceCost = ({ price }: Choice, base: Price): Money | undefined => {
  if (!isCurrency(base.fxcode)) return undefined;
  const amount = toAmount(price);
  if (amount === null) return money('0', base.fxcode);
  return amount.currency === base.fxcode ? money(amount.value, amount.currency) : undefined;
};

const toAmount = (price: Price | SignedPrice | null) =>
  price === null || price.value === null ? null : { value: price.value, currency: price.fxcode };
