/** The checkout form of a cart: fields by their original key, verbatim and in 12go's order. */

import { z } from 'zod';
import { type CartId, readCartId, readTripKey, type TripKey } from './ids.ts';
import { type LocalDateTime, readLocalDateTime } from './local-date-time.ts';
import { readSeatMap } from './seat-map.ts';
import {
  isRecord,
  lenient,
  nullable,
  type Price,
  readBoolean,
  readInteger,
  readPrice,
  readText,
  readTexts,
  required,
} from './wire.ts';

const fieldTypes = ['input', 'select', 'checkbox', 'date', 'file'] as const;
export type FormFieldType = (typeof fieldTypes)[number];

/**
 * A choice. A group has a null `value` and its members in `values`; a priced choice carries `price`. A choice whose price
 * cannot be read is left out, lest it be offered as free.
 */
export type FormOption = {
  readonly value: string | null;
  readonly text: string;
  readonly values: readonly FormOption[];
  readonly price: Price | null;
};

const deepestGroup = 4;

function readOptions(value: unknown, depth = 0): FormOption[] | undefined {
  if (!Array.isArray(value) || depth > deepestGroup) return undefined;
  return value.map((option) => readOption(option, depth)).filter((option) => option !== undefined);
}

function readOption(option: unknown, depth: number): FormOption | undefined {
  if (!isRecord(option)) return undefined;
  const value = readText(option.value) ?? null;
  const price = readOptionPrice(option.data);
  if (price === undefined) return undefined;
  return {
    value,
    text: readText(option.text) ?? value ?? '',
    values: readOptions(option.values, depth + 1) ?? [],
    price,
  };
}

function readOptionPrice(data: unknown): Price | null | undefined {
  const price = isRecord(data) ? (data.price ?? '') : '';
  return price === '' ? null : readPrice(price);
}

const readFieldType = (value: unknown): FormFieldType | undefined =>
  fieldTypes.find((type) => type === value);

const dataSchema = z.object({
  min_seats: lenient(readInteger, null),
  novalidate: lenient(readBoolean, false),
  country_codes: lenient((value) => (Array.isArray(value) ? (value as readonly unknown[]) : undefined), []),
  seatmap: lenient(readSeatMap, null),
});
const noData = dataSchema.parse({});

const fieldSchema = z.object({
  type: lenient(readFieldType, null),
  title: lenient(readText, ''),
  description: lenient(readText, ''),
  disabled: lenient(readBoolean, false),
  is_visible: lenient(readBoolean, true),
  required: lenient(readBoolean, false),
  regexp: lenient(readTexts, []),
  value: z.transform((value: unknown) => value),
  options: lenient(readOptions, [] as FormOption[]),
  analytics_name: lenient(readText, null),
  data: lenient((value) => dataSchema.safeParse(value).data, noData),
});

/**
 * One field. `type` is null for fields that are no more than a name (the automatic seat switch, a reduced `is_child`)
 * or whose type is unknown. `value` is the default 12go offers, of any type. `regexp` are PCRE literals, any one may match.
 */
export type FormField = Readonly<z.infer<typeof fieldSchema>> & { readonly key: string };

/** Fields by original key such as `passenger[0][first_name]`; iteration is 12go's order. Never empty. */
export type CheckoutForm = { readonly fields: ReadonlyMap<string, FormField> };

/** Reads a checkout form, or undefined when the body holds no field. Values that are no field object are left out. */
export function readCheckoutForm(body: unknown): CheckoutForm | undefined {
  if (!isRecord(body)) return undefined;
  const fields = new Map<string, FormField>();
  for (const [key, value] of Object.entries(body)) {
    const field = fieldSchema.safeParse(value);
    if (field.success) fields.set(key, { ...field.data, key });
  }
  return fields.size > 0 ? { fields } : undefined;
}

const cartSchema = z.object({
  cart: z.array(z.object({ trip_key: required(readTripKey), godate: nullable(readLocalDateTime) })),
});

/** What a cart holds. */
export type Cart = {
  readonly cart: readonly { readonly trip_key: TripKey; readonly godate: LocalDateTime | null }[];
};

/** Reads a cart, or undefined. */
export const readCart = (body: unknown): Cart | undefined => cartSchema.safeParse(body).data;

/** The cart id in a JSON string, a bare text, or an object with `cart_id`, `cartId`, `hash` or `id`. */
export function readAddedCart(body: unknown): CartId | undefined {
  if (!isRecord(body)) return readCartId(typeof body === 'string' ? body.trim() : body);
  return readCartId(body.cart_id ?? body.cartId ?? body.hash ?? body.id);
}
