/** Writes the contract's schemas as TypeScript types that stand alone. */

import { jsonAnswer, type Operation, operations, type Schema, schemas } from './openapi-document.ts';
import { docstring, queryDocs, schemaDocstring } from './schema-docs.ts';

/** Names for the query of an operation; operations that share a name must share the query. */
const queryNames: Readonly<Record<string, string>> = {
  search: 'SearchParameters',
  getItinerary: 'ItineraryQuery',
  listEvents: 'EventFeedQuery',
  stations: 'MasterDataQuery',
  operatingCarriers: 'MasterDataQuery',
  pois: 'MasterDataQuery',
  stationList: 'MasterDataListQuery',
  operatingCarrierList: 'MasterDataListQuery',
  poiList: 'MasterDataListQuery',
};

/** Rows of the files behind the download URLs: no answer holds them, and a partner reads them all the same. */
const fileRows = ['Station', 'OperatingCarrier', 'Poi'];

const nameOf = (ref: string): string => ref.replace('#/components/schemas/', '');
const comment = (text: string | undefined): string => (text === undefined ? '' : `/** ${text} */\n`);
const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(' | ');

const ofPrimitive = (type: string): string => {
  if (type === 'integer') return 'number';
  if (['string', 'number', 'boolean', 'null'].includes(type)) return type;
  throw new Error(`cannot write a schema of type ${type}`);
};

const ofTypeList = (types: readonly string[]): string =>
  types.includes('object') ? 'unknown' : types.map(ofPrimitive).join(' | ');

const ofObject = (schema: Schema): string => {
  const { additionalProperties } = schema;
  if (schema.properties === undefined)
    return `Record<string, ${typeof additionalProperties === 'object' ? toType(additionalProperties) : 'unknown'}>`;
  const required = schema.required ?? [];
  const members = Object.entries(schema.properties).map(
    ([name, member]) =>
      `${comment(member.description)}${name}${required.includes(name) ? '' : '?'}: ${toType(member)};`,
  );
  return `{\n${members.join('\n')}\n}`;
};

const toType = (schema: Schema): string => {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.anyOf !== undefined) return schema.anyOf.map(toType).join(' | ');
  if (schema.const !== undefined) return quoted([schema.const]);
  if (schema.enum !== undefined) return quoted(schema.enum);
  if (schema.type === 'array') return `Array<${toType(schema.items ?? {})}>`;
  if (schema.type === 'object') return ofObject(schema);
  if (typeof schema.type === 'string') return ofPrimitive(schema.type);
  if (schema.type !== undefined) return ofTypeList(schema.type);
  throw new Error(`cannot write the schema ${JSON.stringify(schema)}`);
};

const declaration = (name: string, schema: Schema): string =>
  `${schemaDocstring(name)}export type ${name} = ${toType(schema)};`;

const queryDeclaration = (operation: Operation): string => {
  const members = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const name = parameter.name.replace('[]', '');
      const type = toType(parameter.schema).replace(/^Array<(.*)>$/, 'readonly $1[]');
      return parameter.required === true
        ? `${comment(parameter.description)}${name}: ${type};`
        : `${comment(parameter.description)}${name}?: ${type} | undefined;`;
    });
  const name = queryNames[operation.operationId] ?? '';
  const [description = '', example = ''] = queryDocs[name] ?? [];
  return `${docstring(description, example)}export type ${name} = {\n${members.join('\n')}\n};`;
};

const queryDeclarations = (): string[] => {
  const written = new Map<string, string>();
  for (const operation of operations) {
    const name = queryNames[operation.operationId];
    if (name === undefined) continue;
    const text = queryDeclaration(operation);
    if ((written.get(name) ?? text) !== text)
      throw new Error(`${operation.operationId} has a query of its own`);
    written.set(name, text);
  }
  return [...written.values()];
};

const refsIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => nameOf(match[1] ?? ''));

const reachable = (names: readonly string[], seen = new Set<string>()): ReadonlySet<string> => {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    reachable(refsIn(schemas[name]), seen);
  }
  return seen;
};

const usedBy = (operation: Operation): string[] => [
  ...refsIn(operation.requestBody),
  ...Object.values(operation.responses).flatMap((response) => refsIn(jsonAnswer(response))),
];

/** The text of `schemas.ts`. */
export const schemaTypesFile = (): string => {
  const used = reachable([...operations.flatMap(usedBy), ...fileRows, 'FieldError', 'PriceChange']);
  const named = Object.entries(schemas).filter(([name]) => used.has(name));
  return [
    "/** The contract's request and answer bodies. Generated from its OpenAPI document by `pnpm generate`; do not edit. */",
    ...named.map(([name, schema]) => declaration(name, schema)),
    ...queryDeclarations(),
  ].join('\n\n');
};
