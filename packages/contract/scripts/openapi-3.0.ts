/** The OpenAPI document in version 3.0, for generators of clients: most of them read no 3.1, or not all of it. */
import { Converter } from '@apiture/openapi-down-convert';
import type { OpenApiDocument } from '../src/openapi/index.ts';
import type { SchemaObject } from '../src/openapi/json-schema.ts';
import { withNames } from './named-3.0.ts';
import { partnerPaths } from './operations-3.0.ts';
import { dereferenced, isObject, type Schemas, simplified } from './schemas-3.0.ts';

type Step = (schema: SchemaObject) => SchemaObject;

/** Takes a step with every object of a document, inner ones first; examples are left out. */
const mapped = (value: unknown, step: Step): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapped(item, step));
  return isObject(value) ? mappedObject(value, step) : value;
};

const mappedObject = (value: SchemaObject, step: Step): SchemaObject => {
  const members = Object.entries(value).filter(([name]) => name !== 'examples');
  return step(Object.fromEntries(members.map(([name, member]) => [name, mapped(member, step)])));
};

const referencedIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);

/** Leaves out the schemas that only operations have that were left out. */
const neededSchemas = (all: Schemas, paths: unknown, dropped: readonly string[]): Schemas => {
  const used = new Set(referencedIn([paths, all]));
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => used.has(name) || !dropped.includes(name)),
  );
};

const schemasOf = (value: SchemaObject): Schemas =>
  Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, SchemaObject] => isObject(entry[1])),
  );

/**
 * Turns the document into one of OpenAPI 3.0 that says the same to a generator: no examples, no operation that is not for partners, no
 * union. An enum is a text with `x-extensible-enum`.
 */
export const toOpenApi30 = ({ webhooks: _, paths, components, ...rest }: OpenApiDocument): object => {
  const own = partnerPaths(paths);
  const simple = schemasOf(mappedObject(components.schemas, simplified));
  const finish: Step = (schema) => dereferenced(simplified(schema), simple);
  const kept = new Set(referencedIn(own));
  const dropped = referencedIn(paths).filter((name) => !kept.has(name));
  const finishedPaths = mapped(own, finish);
  const document = {
    ...rest,
    paths: finishedPaths,
    components: {
      schemas: withNames(neededSchemas(schemasOf(mappedObject(simple, finish)), finishedPaths, dropped)),
      headers: mapped(components.headers, finish),
      securitySchemes: components.securitySchemes,
    },
  };
  return new Converter(document).convert();
};
