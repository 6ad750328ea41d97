/** Answers by the contract's own schemas, and what a newer gateway could put into them, place by place. */
import type { Drift } from '@partner-gateway/sdk';
import { type Schema, schemas } from '../../scripts/generate/openapi-document.ts';

/** What a client is to be told of. */
export type Place = Pick<Drift, 'kind' | 'path'>;

/** A place, and the answer with something new there. */
export type Plant = Place & { readonly plant: (body: unknown) => unknown };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : resolved(schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {});

const isNull = ({ type }: Schema): boolean => type === 'null';

const kindsOf = (schema: Schema): readonly Schema[] => {
  const { anyOf } = resolved(schema);
  return anyOf === undefined ? [resolved(schema)] : anyOf.filter((one) => !isNull(one)).flatMap(kindsOf);
};

const listed = (kinds: readonly Schema[]): readonly string[] => {
  const values = kinds.map(({ const: only, enum: several }) => several ?? (only === undefined ? [] : [only]));
  return values.some((some) => some.length === 0) ? [] : values.flat();
};

/** How an answer is made up: of unions one kind; with all that there can be, or with no more than there must be. */
export type Making = { readonly variant: number; readonly isWhole: boolean };

const plain: Readonly<Record<string, unknown>> = { string: 'A1', boolean: true, integer: 1, number: 1 };

/** An answer that the schema allows. */
export const made = (schema: Schema, making: Making): unknown => {
  const { variant, isWhole } = making;
  const isNullable = resolved(schema).anyOf?.some(isNull) === true;
  if (isNullable && !isWhole) return null;
  const kinds = kindsOf(schema);
  const kind = kinds[Math.min(variant, kinds.length - 1)] ?? {};
  const [first] = listed([kind]);
  if (first !== undefined) return first;
  if (kind.items !== undefined) return [made(kind.items, making)];
  const { properties, required = [] } = kind;
  if (properties === undefined) return plain[String(kind.type)] ?? {};
  const members = Object.entries(properties).filter(([name]) => isWhole || required.includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, made(member, making)]));
};

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** A name that no member has, be it of the answer or of what is made of it. */
const newNames = ['state', 'newer', '__proto__'] as const;

const withMember = (value: unknown, name: string, member: unknown): unknown =>
  Object.fromEntries([...Object.entries(isRecord(value) ? value : {}), [name, member]]);

const inside = (plants: readonly Plant[], put: (part: (body: unknown) => unknown) => Plant['plant']) =>
  plants.map(({ plant, ...place }) => ({ ...place, plant: put(plant) }));

const inMembers = (
  properties: Readonly<Record<string, Schema>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly Plant[] => [
  ...newNames
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => ({
      kind: 'unknown_field' as const,
      path: joined(path, name),
      plant: (body: unknown) => withMember(body, name, { points: 12 }),
    })),
  ...Object.entries(value).flatMap(([name, member]) =>
    inside(
      plantsIn(properties[name] ?? {}, member, joined(path, name)),
      (part) => (body) => withMember(body, name, part(isRecord(body) ? body[name] : undefined)),
    ),
  ),
];

const inItems = (items: Schema, value: readonly unknown[], path: string): readonly Plant[] =>
  value.flatMap((item, index) =>
    inside(
      plantsIn(items, item, `${path}[]`),
      (part) => (body) =>
        Array.isArray(body) ? body.map((one: unknown, at) => (at === index ? part(one) : one)) : body,
    ),
  );

const fits = (kind: Schema, value: unknown): boolean =>
  isRecord(value) && (kind.required ?? []).every((name) => Object.hasOwn(value, name));

/** Every place of an answer where something new could stand: a member of every object, a word in every list of words. */
export const plantsIn = (schema: Schema, value: unknown, path = ''): readonly Plant[] => {
  const kinds = kindsOf(schema);
  if (typeof value === 'string')
    return listed(kinds).length === 0 ? [] : [{ kind: 'unknown_value', path, plant: () => 'tomorrow' }];
  if (Array.isArray(value)) {
    const items = kinds.find((kind) => kind.items !== undefined)?.items;
    return items === undefined ? [] : inItems(items, value, path);
  }
  const { properties } = kinds.find((kind) => fits(kind, value)) ?? {};
  return properties === undefined || !isRecord(value) ? [] : inMembers(properties, value, path);
};

/** The answer with all of it. */
export const withAll = (plants: readonly Plant[], body: unknown): unknown =>
  plants.reduce((changed, { plant }) => plant(changed), body);

/** Each place once, in order. */
export const placesOf = (plants: readonly Place[]): readonly string[] =>
  [...new Set(plants.map(({ kind, path }) => `${kind} ${path}`))].toSorted();
