/** A booking schema, read member by member: it is another one for each trip, and its types say nothing. */
import type { BookingSchema, Money } from '../../generated/schemas.ts';
import type { FormChoice, FormField, FormFieldKind } from './field.ts';

type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const countOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

const surchargeOf = (choice: Node): Money | undefined => {
  const { const: price } = nodeOf(nodeOf(choice.definitions).surcharge);
  const { currency, amount } = nodeOf(price);
  return typeof currency === 'string' && typeof amount === 'string' ? { currency, amount } : undefined;
};

const choicesOf = (schema: Node): FormChoice[] =>
  listOf(schema.anyOf).flatMap((one) => {
    const choice = nodeOf(one);
    const value = textOf(choice.const);
    if (value === undefined) return [];
    return [{ value, title: textOf(choice.title) ?? value, surcharge: surchargeOf(choice) }];
  });

const patternsOf = (schema: Node): string[] =>
  [schema, ...listOf(schema.anyOf)].flatMap((one) => textOf(nodeOf(one).pattern) ?? []);

const kindOf = (schema: Node, choices: readonly FormChoice[]): FormFieldKind => {
  if (schema.type === 'boolean') return 'flag';
  if (schema.type === 'array') return 'seats';
  if (schema.contentEncoding === 'base64') return 'file';
  if (schema.format === 'date') return 'date';
  if (choices.length > 0) return 'choice';
  return schema.format === 'email' ? 'email' : 'text';
};

/** Where fields stand. */
type Place = { readonly path: string; readonly passenger?: number };

const fieldOf = (name: string, schema: Node, { path, passenger }: Place): Omit<FormField, 'required'> => {
  const choices = choicesOf(schema.type === 'array' ? nodeOf(schema.items) : schema);
  const kind = kindOf(schema, choices);
  return {
    field: `${path}.${name}`,
    name,
    passenger,
    kind,
    title: textOf(schema.title) ?? name,
    description: textOf(schema.description),
    preset: schema.default,
    choices,
    // The digits of a day are checked with the calendar.
    patterns: kind === 'date' || kind === 'seats' ? [] : patternsOf(schema),
    count:
      kind === 'seats'
        ? { min: countOf(schema.minItems, 0), max: countOf(schema.maxItems, choices.length) }
        : undefined,
  };
};

const fieldsIn = (schema: Node, place: Place): FormField[] => {
  const required = listOf(schema.required);
  return Object.entries(nodeOf(schema.properties)).map(([name, member]) => ({
    ...fieldOf(name, nodeOf(member), place),
    required: required.includes(name),
  }));
};

/** The parts of a booking schema. */
export type ReadForm = {
  readonly booking: readonly FormField[];
  /** Of each traveller. */
  readonly passengers: readonly (readonly FormField[])[];
  readonly additional: readonly FormField[];
};

const root = 'booking_data';

/**
 * Reads a booking schema.
 *
 * @throws TypeError when it is none
 */
export const readForm = (schema: BookingSchema): ReadForm => {
  const { passengers, additional_fields: additional, ...rest } = nodeOf(schema.properties);
  if (!isNode(passengers))
    throw new TypeError('this is no booking_schema: take it from an answer of getItinerary as it is');
  const count = countOf(passengers.minItems, 1);
  const required = listOf(schema.required);
  return {
    booking: fieldsIn({ required, properties: rest }, { path: root }),
    passengers: Array.from({ length: count }, (_, passenger) =>
      fieldsIn(nodeOf(passengers.items), { path: `${root}.passengers[${passenger}]`, passenger }),
    ),
    additional: fieldsIn(nodeOf(additional), { path: `${root}.additional_fields` }),
  };
};
