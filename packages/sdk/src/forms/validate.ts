/** Booking data held against the form it was made for, before anything is sent. */
import type { BookingSchema, FieldError, Money } from '../../generated/schemas.ts';
import { choiceOf, readAnswers } from './answers.ts';
import type { FormField } from './field.ts';
import { problemOf } from './problems.ts';
import { readForm } from './schema.ts';

/**
 * The fields of a form in the order in which people are asked: of the booking, of each traveller, and of the trip.
 *
 * @throws TypeError when the schema is no booking schema
 * @example
 * ```ts
 * for (const { title, kind, required, choices } of toFields(offer.booking_schema)) console.log(title, kind, required, choices);
 * ```
 */
export const toFields = (schema: BookingSchema): FormField[] => {
  const { booking, passengers, additional } = readForm(schema);
  return [...booking, ...passengers.flat(), ...additional];
};

/**
 * Every problem of booking data at once, named as the gateway names them. It refuses nothing that the gateway takes: choices by
 * value or title in any letter case, names and phone numbers as people type them; only an empty answer to what is required is a
 * problem here in any case. 12go judges once more when it books.
 *
 * @returns an empty list when nothing is wrong
 * @throws TypeError when the schema is no booking schema
 * @example
 * ```ts
 * const problems = validate(offer.booking_schema, { passengers: [{ first_name: 'Lan' }] });
 * // [{ field: 'booking_data.passengers[0].last_name', message: 'Last name: is required' }, …]
 * ```
 */
export const validate = (schema: BookingSchema, bookingData: unknown): FieldError[] => {
  const form = readForm(schema);
  const { answered, undeclared, passengers } = readAnswers(form, bookingData);
  const wanted = form.passengers.length;
  const people = `${wanted} ${wanted === 1 ? 'passenger' : 'passengers'}`;
  return [
    ...(passengers === wanted
      ? []
      : [{ field: 'booking_data.passengers', message: `give ${people}; the form is for so many` }]),
    ...answered.flatMap((one) => {
      const problem = problemOf(one);
      return problem === undefined
        ? []
        : [{ field: one.field.field, message: `${one.field.title}: ${problem}` }];
    }),
    ...undeclared.map(({ field }) => ({ field, message: 'is not a field of this form' })),
  ];
};

/**
 * A choice that costs something.
 *
 * @example
 * ```ts
 * const dearest = (chosen: ChosenSurcharge[]): string | undefined => chosen[0]?.surcharge.amount;
 * console.log(dearest(chosenSurcharges(offer.booking_schema, booking_data)));
 * ```
 */
export type ChosenSurcharge = {
  /** Where it was chosen. */
  field: string;
  /** What was chosen, for people. */
  title: string;
  /** What it costs on top of the fare. */
  surcharge: Money;
};

/**
 * What the choices cost on top of the fare, one by one. `quoteBooking` adds everything up and is what will be charged.
 *
 * @throws TypeError when the schema is no booking schema
 * @example
 * ```ts
 * chosenSurcharges(offer.booking_schema, { additional_fields: { pickup: 'hotel' }, passengers: [{}] });
 * // [{ field: 'booking_data.additional_fields.pickup', title: 'Hotel in the centre (+55.00 USD)', surcharge: … }]
 * ```
 */
export const chosenSurcharges = (schema: BookingSchema, bookingData: unknown): ChosenSurcharge[] =>
  readAnswers(readForm(schema), bookingData).answered.flatMap(({ field, value }) =>
    [value].flat().flatMap((one) => {
      const choice = choiceOf(field, one);
      if (choice?.surcharge === undefined) return [];
      return [{ field: field.field, title: choice.title, surcharge: choice.surcharge }];
    }),
  );
