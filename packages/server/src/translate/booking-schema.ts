/** What get itinerary tells a partner of the form: the booking schema and the extras to choose from. */
import type { BaggageOption, BookingSchema, Extras } from '@partner-gateway/contract';
import { isCurrency, money } from '@partner-gateway/pricing';
import { type BookingForm, fieldsOf } from './booking-form.ts';
import { describeField, offersOf } from './booking-schema-field.ts';
import { frameSchema } from './booking-schema-frame.ts';
import { toSeatMap } from './seat-map.ts';
import type { SurchargePricing } from './surcharges.ts';

const dialect = 'http://json-schema.org/draft-07/schema#';

/**
 * The JSON Schema (draft-07) that `booking_data` has to fit.
 *
 * @example
 * ```ts
 * const schema = toBookingSchema(readBookingForm(form, 2), { base: { value: '17.50', fxcode: 'USD' }, sell });
 * ```
 */
export function toBookingSchema(form: BookingForm, pricing: SurchargePricing): BookingSchema {
  return { $schema: dialect, ...frameSchema(form, (field) => describeField(field, form, pricing)) };
}

/** The seat map and the baggage choices with their prices; empty when the trip has neither. */
export function toExtras(form: BookingForm, pricing: SurchargePricing): Extras {
  const seatMap = toSeatMap(form, pricing);
  const baggage = toBaggage(form, pricing);
  if (seatMap === undefined) return baggage.length > 0 ? { baggage } : {};
  return { seat_map: seatMap, baggage };
}

function toBaggage(form: BookingForm, pricing: SurchargePricing): BaggageOption[] {
  const { base, sell } = pricing;
  const fields = fieldsOf(form, 'passenger').filter(({ name }) => /^baggage_option1*$/.test(name));
  return fields
    .flatMap((field) => offersOf(field, pricing))
    .flatMap(({ value, title, price }) => {
      if (price !== null) return [{ code: value, title, price }];
      return isCurrency(base.fxcode) ? [{ code: value, title, price: sell(money('0', base.fxcode)) }] : [];
    });
}
