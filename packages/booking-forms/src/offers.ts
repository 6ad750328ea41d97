/** What a form has on offer: each choice with its price to the partner, and the extras of a trip made of them. */
import type { BaggageOption, Money as ContractMoney, Extras } from '@partner-gateway/contract';
import { isCurrency, money } from '@partner-gateway/pricing';
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import type { Choice } from './choice.ts';
import { type SeatHolds, toSeatMap } from './seat-map.ts';
import { choiceCost, type SurchargePricing, seatCost } from './surcharges.ts';

/** The seat map and the baggage choices with their prices; empty when the trip has neither. */
export const toExtras = (form: BookingForm, pricing: SurchargePricing, holds?: SeatHolds): Extras => {
  const seatMap = toSeatMap(form, pricing, holds);
  const baggage = toBaggage(form, pricing);
  if (seatMap === undefined) return baggage.length > 0 ? { baggage } : {};
  return { seat_map: seatMap, baggage };
};

const toBaggage = (form: BookingForm, pricing: SurchargePricing): BaggageOption[] => {
  const { base, sell } = pricing;
  const fields = fieldsOf(form, 'passenger').filter(({ name }) => /^baggage_option1*$/.test(name));
  return fields
    .flatMap((field) => offersOf(field, pricing))
    .flatMap(({ value, title, price }) => {
      if (price !== null) return [{ code: value, title, price }];
      return isCurrency(base.fxcode) ? [{ code: value, title, price: sell(money('0', base.fxcode)) }] : [];
    });
};

/** A choice with its price to the partner; a choice whose price cannot be told is never offered. */
export type Offer = { readonly value: string; readonly title: string; readonly price: ContractMoney | null };

/** The choices of a field that can be offered, in 12go's order. A null price means free of charge. */
export const offersOf = (field: BookingField, pricing: SurchargePricing): readonly Offer[] =>
  field.choices.flatMap((choice) => {
    if (field.kind !== 'seats' && isFree(choice)) return [{ ...choice, price: null }];
    const seat = field.seatMap?.seats.get(choice.value);
    const cost = field.kind === 'seats' ? seatCost(seat, pricing.base) : choiceCost(choice, pricing.base);
    if (cost === undefined) return [];
    return [{ ...choice, price: cost.numerator > 0n ? pricing.sell(cost) : null }];
  });

const isFree = ({ price }: Choice): boolean => price === null || price.value === null;
