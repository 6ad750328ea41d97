/** What get itinerary tells a partner of the form: the booking schema and the extras to choose from, with prices. */
import type { BaggageOption, BookingSchema, Money as ContractMoney, Extras } from '@partner-gateway/contract';
import { isCurrency, money } from '@partner-gateway/pricing';
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField, Choice } from './booking-form-field.ts';
import type { FieldPlace } from './booking-form-key.ts';
import { choiceCost, type SeatHolds, type SurchargePricing, seatCost, toSeatMap } from './surcharges.ts';

const dialect = 'http://json-schema.org/draft-07/schema#';

/**
 * The JSON Schema (draft-07) that `booking_data` has to fit.
 *
 * @example
 * ```ts
 * const schema = toBookingSchema(readBookingForm(form, 2), { base: { value: '17.50', fxcode: 'USD' }, sell });
 * ```
 */
export const toBookingSchema = (form: BookingForm, pricing: SurchargePricing): BookingSchema => ({
  $schema: dialect,
  ...frameSchema(form, (field) => describeField(field, form, pricing)),
});

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

/** A choice with its price to the partner; a choice whose price cannot be told is never offered. */
type Offer = { readonly value: string; readonly title: string; readonly price: ContractMoney | null };

/** The choices of a field that can be offered, in 12go's order. A null price means free of charge. */
const offersOf = (field: BookingField, pricing: SurchargePricing): readonly Offer[] =>
  field.choices.flatMap((choice) => {
    if (field.kind !== 'seats' && isFree(choice)) return [{ ...choice, price: null }];
    const seat = field.seatMap?.seats.get(choice.value);
    const cost = field.kind === 'seats' ? seatCost(seat, pricing.base) : choiceCost(choice, pricing.base);
    if (cost === undefined) return [];
    return [{ ...choice, price: cost.numerator > 0n ? pricing.sell(cost) : null }];
  });

const isFree = ({ price }: Choice): boolean => price === null || price.value === null;

const judgedLater = '12go checks what is entered here when it books: its rule cannot be shown.';

/** The draft-07 schema of a field. */
const describeField = (
  field: BookingField,
  form: BookingForm,
  pricing: SurchargePricing,
): JsonSchema | undefined => {
  const { kind, preset } = field;
  const description = [field.description, field.isJudgedBy12go ? judgedLater : ''].filter(
    (text) => text !== '',
  );
  const text = {
    ...(field.title !== '' && { title: field.title }),
    ...(description.length > 0 && { description: description.join(' ') }),
  };
  const fallback = preset === undefined ? {} : { default: preset };
  if (kind === 'flag') return { type: 'boolean', ...text, ...fallback };
  if (kind === 'file') return { type: 'string', ...text, contentEncoding: 'base64' };
  if (kind === 'seats') return describeSeats(field, form, { text, offers: offersOf(field, pricing) });
  if (kind === 'date')
    return { type: 'string', ...text, ...dayRule, ...textRule(field, pricing), ...fallback };
  const format = kind === 'email' ? { format: 'email' } : {};
  return { type: 'string', ...text, ...format, ...textRule(field, pricing), ...fallback };
};

/** The length says where the pattern ends: what `$` means before a line break differs from engine to engine. */
const dayRule = { format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}', maxLength: 10 };

/** Whether so many seats can be chosen as have to be. A choice that nobody can make is not offered unless 12go insists. */
export const areSeatsEnough = (field: BookingField, free: number, pax: number): boolean =>
  field.required || !field.mustChooseSeats || free >= pax;

const describeSeats = (
  field: BookingField,
  { pax }: BookingForm,
  { text, offers }: { readonly text: JsonSchema; readonly offers: readonly Offer[] },
): JsonSchema | undefined => {
  if (!areSeatsEnough(field, offers.length, pax)) return undefined;
  return {
    type: 'array',
    ...text,
    ...(field.mustChooseSeats && { minItems: pax }),
    maxItems: pax,
    uniqueItems: true,
    items: offers.length > 0 ? anyOf(offers.map(toChoice)) : false,
  };
};

const textRule = (field: BookingField, pricing: SurchargePricing): JsonSchema => {
  if (field.choices.length > 0) return anyOf(offersOf(field, pricing).map(toChoice));
  const [first, ...others] = field.patterns.map(({ printed }) => ({ pattern: printed }));
  if (first === undefined) return {};
  return others.length > 0 || field.kind === 'date' ? { anyOf: [first, ...others] } : first;
};

/** An empty `anyOf` is no schema: nothing on offer allows nothing. */
const anyOf = (schemas: readonly JsonSchema[]): JsonSchema =>
  schemas.length > 0 ? { anyOf: schemas } : { not: {} };

/**
 * A priced choice has its surcharge in the title, for people, and as the constant of a definition, for programs: a keyword of
 * our own would be refused by validators that know none but the dialect's, and a definition that nobody refers to judges nothing.
 */
const toChoice = ({ value, title, price }: Offer): JsonSchema =>
  price === null
    ? { const: value, title }
    : {
        const: value,
        title: `${title} (+${price.amount} ${price.currency})`,
        definitions: { surcharge: { const: price } },
      };
