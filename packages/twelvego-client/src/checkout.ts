/** The checkout form of a cart: fields by their original key, verbatim and in 12go's order, and the reserve that sends them. */
import { z } from 'zod';
import { readWrittenBooking } from './bookings.ts';
import type { Call } from './call.ts';
import { type Price, readPrice } from './reading/amounts.ts';
import { isRecord, readBoolean, readInteger, readList, readText, readTexts } from './reading/leaves.ts';
import { lenient } from './reading/reading-rule.ts';
import type { BookingId, CartId } from './reading/scalars.ts';
import { readSeatMap } from './seat-map.ts';

export const checkoutFormCall = (cartId: CartId, people: number): Call<CheckoutForm> => ({
  operation: 'checkoutForm',
  path: `/checkout/${cartId}`,
  query: { people: String(people) },
  read: readCheckoutForm,
});

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

const readOptions = (value: unknown, depth = 0): FormOption[] | undefined => {
  const list = depth > deepestGroup ? undefined : readList(value);
  return list?.map((option) => readOption(option, depth)).filter((option) => option !== undefined);
};

const readOption = (option: unknown, depth: number): FormOption | undefined => {
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
};

const readOptionPrice = (data: unknown): Price | null | undefined =>
  isRecord(data) ? readPrice(data.price) : null;

const readFieldType = (value: unknown): FormFieldType | undefined =>
  fieldTypes.find((type) => type === value);

const dataSchema = z.object({
  min_seats: lenient(readInteger, null),
  novalidate: lenient(readBoolean, false),
  country_codes: lenient(readList, []),
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

/** Far more than any form asks of the largest party; bounds what a hostile answer can cost. */
const mostFields = 2_000;

/** Reads a checkout form, or undefined when the body holds no field, or too many. Values that are no field object are left out. */
export const readCheckoutForm = (body: unknown): CheckoutForm | undefined => {
  if (!isRecord(body)) return undefined;
  const fields = new Map<string, FormField>();
  const entries = Object.entries(body);
  if (entries.length > mostFields) return undefined;
  for (const [key, value] of entries) {
    const field = fieldSchema.safeParse(value);
    if (field.success) fields.set(key, { ...field.data, key });
  }
  return fields.size > 0 ? { fields } : undefined;
};

/** The flat form that reserve takes: original keys of the checkout form, such as `passenger[0][first_name]`, in order. */
export type ReserveForm = ReadonlyMap<string, string | number | boolean>;

/** The form as JSON. A null-prototype object, so that a key such as `__proto__` is a key like any other. */
export const encodeReserveForm = (form: ReserveForm): string => {
  const body: Record<string, string | number | boolean> = Object.create(null);
  for (const [key, value] of form) body[key] = value;
  return JSON.stringify(body);
};

export const reserveCall = (cartId: CartId, form: ReserveForm): Call<BookingId> => ({
  operation: 'reserve',
  path: `/reserve/${cartId}`,
  body: encodeReserveForm(form),
  read: readWrittenBooking,
});
