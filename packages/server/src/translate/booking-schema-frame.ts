/** The objects that hold a form's fields: shared by the schema partners read and the one they are judged by. */
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';

/** A JSON Schema (draft-07) object. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Describes one field; its place in the objects is not its business. */
export type DescribeField = (field: BookingField) => JsonSchema;

type Member = { readonly name: string; readonly schema: JsonSchema; readonly required: boolean };

const bookingOrder = ['email', 'mobile_phone', 'seat_selection', 'allow_automatic_seat_selection'];

/** The schema of `booking_data`, with each field described by `describe`. */
export function frameSchema(form: BookingForm, describe: DescribeField): JsonSchema {
  const toMember = (field: BookingField): Member => ({ ...field, schema: describe(field) });
  const booking = fieldsOf(form, 'booking').map(toMember);
  const passenger = objectOf(fieldsOf(form, 'passenger').map(toMember));
  const additional = fieldsOf(form, 'additional').map(toMember);
  return objectOf([
    ...booking.sort((left, right) => rankOf(left) - rankOf(right)),
    { name: 'passengers', schema: listOf(form.pax, passenger), required: true },
    ...(additional.length > 0 ? [toAdditional(additional)] : []),
  ]);
}

/** Names outside the order, such as the seats of a second leg, come after the names in it. */
function rankOf({ name }: Member): number {
  const rank = bookingOrder.indexOf(name);
  return rank < 0 ? bookingOrder.length : rank;
}

const toAdditional = (members: readonly Member[]): Member => ({
  name: 'additional_fields',
  schema: objectOf(members),
  required: members.some(({ required }) => required),
});

function objectOf(members: readonly Member[]): JsonSchema {
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
  };
}

const listOf = (length: number, items: JsonSchema): JsonSchema => ({
  type: 'array',
  minItems: length,
  maxItems: length,
  items,
});
