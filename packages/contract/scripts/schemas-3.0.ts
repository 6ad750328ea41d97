/** Schemas as generators that read OpenAPI 3.0 take them: no union, no null beside a type, and no value that a client would throw on. */
import type { SchemaObject } from '../src/openapi/json-schema.ts';

/** The named schemas, by name. */
export type Schemas = Readonly<Record<string, SchemaObject>>;

/** Whether a value is an object whose members can be looked at. */
export const isObject = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): SchemaObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const without = (schema: SchemaObject, ...names: string[]): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));

const isNull = (schema: SchemaObject): boolean => schema.type === 'null';

/** Beside a reference 3.0 has no place for null, and what is wrapped around it to make one is a type without a name to generators. */
const nullable = (schema: SchemaObject): SchemaObject => {
  const members = listOf(schema.anyOf);
  const [only, ...more] = members.filter((member) => !isNull(member));
  if (only === undefined || more.length > 0 || members.length === 1) return schema;
  return { ...only, ...without(schema, 'anyOf'), ...(only.$ref === undefined && { nullable: true }) };
};

/** More of them are a list to look up. */
const maxToldValues = 10;

/** Clients throw on a value that their enum does not have, and values are added within a version. */
const openEnum = (schema: SchemaObject): SchemaObject => {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values === undefined || schema.type !== 'string') return schema;
  const known = Array.isArray(values) && values.length <= maxToldValues ? values : [];
  const told = known.map((value) => `\`${value}\``).join(', ');
  return {
    ...without(schema, 'enum', 'const'),
    ...(told !== '' && { description: [schema.description, `Known: ${told}.`].filter(Boolean).join(' ') }),
    'x-extensible-enum': values,
  };
};

/** Regular expressions differ by language, and what fits is judged by the gateway: `booking_schema` says it where it matters. */
const withoutPattern = (schema: SchemaObject): SchemaObject =>
  typeof schema.pattern === 'string' ? without(schema, 'pattern') : schema;

const withoutSafeBounds = (schema: SchemaObject): SchemaObject => {
  const isNoBound = ([name, value]: [string, unknown]): boolean =>
    (name === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (name === 'minimum' && value === Number.MIN_SAFE_INTEGER);
  return Object.fromEntries(Object.entries(schema).filter((entry) => !isNoBound(entry)));
};

/** Said or not, members of any kind are allowed; where it is said, generators take each of them for an object. */
const freeForm = (schema: SchemaObject): SchemaObject =>
  schema.additionalProperties === true ? without(schema, 'additionalProperties') : schema;

/** A schema without what these generators stumble over in itself. */
export const simplified = (schema: SchemaObject): SchemaObject =>
  freeForm(withoutSafeBounds(withoutPattern(openEnum(nullable(schema)))));

/** The schema that a reference names; any other schema is what it is. */
const resolved = (schema: SchemaObject, schemas: Schemas): SchemaObject =>
  typeof schema.$ref === 'string' ? (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? schema) : schema;

/** Generators make a class without members, or a type that does not exist, of a name for what has no properties of its own. */
const inlinedMap = (schema: SchemaObject, schemas: Schemas): SchemaObject => {
  const target = resolved(schema, schemas);
  const isMap = target !== schema && target.type === 'object' && target.properties === undefined;
  return isMap ? { ...target, ...without(schema, '$ref') } : schema;
};

/** Either of some objects, as one that may have what each of them has. */
const mergedUnion = (schema: SchemaObject, schemas: Schemas): SchemaObject => {
  const members = listOf(schema.anyOf).map((member) => resolved(member, schemas));
  if (members.length < 2 || members.some(({ properties }) => !isObject(properties))) return schema;
  const required = members.map((member) => new Set(Array.isArray(member.required) ? member.required : []));
  const [first = new Set(), ...rest] = required;
  return {
    ...without(schema, 'anyOf'),
    type: 'object',
    // The first says it where two have the same member.
    properties: Object.assign({}, ...members.toReversed().map(({ properties }) => properties)),
    required: [...first].filter((name) => rest.every((names) => names.has(name))),
  };
};

/** A schema without what these generators stumble over in what it names. */
export const dereferenced = (schema: SchemaObject, schemas: Schemas): SchemaObject =>
  mergedUnion(inlinedMap(schema, schemas), schemas);
