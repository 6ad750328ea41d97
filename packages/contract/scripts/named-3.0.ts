/** Objects inside of objects as schemas of their own: what has no name gets one from each generator, such as `Address2`, which moves. */
import type { SchemaObject } from '../src/openapi/json-schema.ts';
import { isObject, type Schemas } from './schemas-3.0.ts';

type Add = (name: string, schema: SchemaObject) => void;

/** `street_and_number` as `StreetAndNumber`. */
const pascal = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const withNamedMembers = (schema: SchemaObject, name: string, add: Add): SchemaObject => {
  if (!isObject(schema.properties)) return schema;
  const members = Object.entries(schema.properties).map(([member, value]) => [
    member,
    isObject(value) ? named(value, `${name}${pascal(member)}`, add) : value,
  ]);
  return { ...schema, properties: Object.fromEntries(members) };
};

/** A reference in place of an object that stands inside of another, or of the items of a list. */
const named = (schema: SchemaObject, name: string, add: Add): SchemaObject => {
  if (isObject(schema.items)) return { ...schema, items: named(schema.items, name.replace(/s$/, ''), add) };
  if (!isObject(schema.properties)) return schema;
  add(name, withNamedMembers(schema, name, add));
  const { description } = schema;
  return { ...(description !== undefined && { description }), $ref: `#/components/schemas/${name}` };
};

/**
 * Names every object: `address` of `Station` is `StationAddress`, one of the `rows` of `SeatMapSection` is `SeatMapSectionRow`.
 *
 * @throws Error where a name is taken already.
 */
export const withNames = (schemas: Schemas): Schemas => {
  const all = new Map(Object.entries(schemas));
  const add: Add = (name, schema) => {
    if (all.has(name)) throw new Error(`There is a schema ${name} already`);
    all.set(name, schema);
  };
  for (const [name, schema] of Object.entries(schemas)) all.set(name, withNamedMembers(schema, name, add));
  return Object.fromEntries([...all].toSorted(([one], [other]) => one.localeCompare(other)));
};
