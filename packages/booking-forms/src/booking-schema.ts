/** What get itinerary tells a partner of the form: the booking schema, in which each field is described with its prices. */
import type { BookingSchema } from '@partner-gateway/contract';
import type { BookingForm } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { type Offer, offersOf } from './offers.ts';
import { areSeatsEnough, frameSchema, type JsonSchema } from './schema-frame.ts';
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
export const toBookingSchema = (form: BookingForm, pricing: SurchargePricing): BookingSchema => ({
  $schema: dialect,
  ...frameSchema(form, (field) => describeField(field, form, pricing)),
});

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
