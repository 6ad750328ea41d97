/** The objects that fields stand in: the frame of the published schema and of the one that judges. */
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import type { FieldPlace } from './booking-form-key.ts';

/** A JSON Schema (draft-07) object. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Describes one field, or leaves it out; its place in the objects is not its business. */
export type DescribeField = (field: BookingField) => JsonSchema | undefined;

type Member = { readonly name: string; readonly schema: JsonSchema; readonly required: boolean };

const bookingOrder = ['email', 'mobile_phone', 'seat_selection', 'allow_automatic_seat_selection'];

/** The schema of `booking_data`, with each field described by `describe`. */
export const frameSchema = (form: BookingForm, describe: DescribeField): JsonSchema => {
  const membersOf = (place: FieldPlace): Member[] =>
    fieldsOf(form, place).flatMap((field) => {
      const schema = describe(field);
      return schema === undefined ? [] : [{ ...field, schema }];
    });
  const booking = membersOf('booking');
  const passenger = objectOf(membersOf('passenger'));
  const additional = membersOf('additional');
  return objectOf([
    ...booking.sort((left, right) => rankOf(left) - rankOf(right)),
    { name: 'passengers', schema: listOf(form.pax, passenger), required: true },
    ...(additional.length > 0 ? [toAdditional(additional)] : []),
  ]);
};

/** Names outside the order, such as the seats of a second leg, come after the names in it. */
const rankOf = ({ name }: Member): number => {
  const rank = bookingOrder.indexOf(name);
  return rank < 0 ? bookingOrder.length : rank;
};

const toAdditional = (members: readonly Member[]): Member => ({
  name: 'additional_fields',
  schema: objectOf(members),
  required: members.some(({ required }) => required),
});

const objectOf = (members: readonly Member[]): JsonSchema => {
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
  };
};

const listOf = (length: number, items: JsonSchema): JsonSchema => ({
  type: 'array',
  minItems: length,
  maxItems: length,
  items,
});

/** Whether so many seats can be chosen as have to be. A choice that nobody can make is not offered unless 12go insists. */
export const areSeatsEnough = (field: BookingField, free: number, pax: number): boolean =>
  field.required || !field.mustChooseSeats || free >= pax;
