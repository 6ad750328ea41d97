/** An example of every named schema: the value that stands at its place in the examples of the operations. */
import operatingCarrierFile from '../../examples/operating-carrier-file.json' with { type: 'json' };
import poiFile from '../../examples/poi-file.json' with { type: 'json' };
import stationFile from '../../examples/station-file.json' with { type: 'json' };
import {
  type Examples,
  notificationExample,
  problemExampleComponents,
  requestExamples,
  responseExamples,
} from './examples.ts';
import type { SchemaObject } from './json-schema.ts';

type Schemas = Readonly<Record<string, SchemaObject>>;
type Place = { readonly schema: unknown; readonly value: unknown };

const isObject = (value: unknown): value is SchemaObject => typeof value === 'object' && value !== null;

const nameOf = ({ $ref }: SchemaObject): string | undefined =>
  typeof $ref === 'string' ? $ref.replace('#/components/schemas/', '') : undefined;

const members = (schema: SchemaObject, value: SchemaObject): Place[] => {
  const { properties, additionalProperties } = schema;
  return Object.entries(value).map(([key, member]) => ({
    schema: (isObject(properties) ? properties[key] : undefined) ?? additionalProperties,
    value: member,
  }));
};

const requiredOf = (schema: SchemaObject): readonly unknown[] =>
  Array.isArray(schema.required) ? schema.required : [];

/** Of several shapes those whose required members are all there. */
const branches = (schemas: Schemas, schema: SchemaObject, value: SchemaObject): Place[] =>
  (Array.isArray(schema.anyOf) ? schema.anyOf : [])
    .filter(isObject)
    .filter((one) => {
      const target = schemas[nameOf(one) ?? ''] ?? one;
      return requiredOf(target).every((key) => typeof key === 'string' && key in value);
    })
    .map((one) => ({ schema: one, value }));

const placesBelow = (schemas: Schemas, schema: SchemaObject, value: SchemaObject): Place[] =>
  Array.isArray(value)
    ? value.map((item) => ({ schema: schema.items, value: item }))
    : [...branches(schemas, schema, value), ...members(schema, value)];

const shown = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** Of several values at places of one schema the longest stays: it shows the most. */
const collect = (schemas: Schemas, { schema, value }: Place, found: Map<string, unknown>): void => {
  if (!isObject(schema) || !isObject(value)) return;
  const name = nameOf(schema);
  if (name !== undefined && shown(value) > shown(found.get(name))) found.set(name, value);
  const target = name === undefined ? schema : (schemas[name] ?? {});
  for (const place of placesBelow(schemas, target, value)) collect(schemas, place, found);
};

const ref = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` });
const valuesOf = (examples: Examples): unknown[] => Object.values(examples).map(({ value }) => value);

const files: readonly Place[] = [
  ...stationFile.map((value) => ({ schema: ref('Station'), value })),
  ...operatingCarrierFile.map((value) => ({ schema: ref('OperatingCarrier'), value })),
  ...poiFile.map((value) => ({ schema: ref('Poi'), value })),
];

type Body = { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
type DocumentedOperation = {
  readonly operationId?: string;
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Body>>;
};

const placesOf = (body: Body | undefined, examples: Examples | undefined): Place[] =>
  Object.values(body?.content ?? {}).flatMap(({ schema }) =>
    valuesOf(examples ?? {}).map((value) => ({ schema, value })),
  );

const placesOfOperation = ({ operationId = '', requestBody, responses }: DocumentedOperation): Place[] => [
  ...placesOf(requestBody, requestExamples[operationId]),
  ...Object.entries(responses ?? {}).flatMap(([status, response]) =>
    placesOf(response, responseExamples[operationId]?.[status]),
  ),
];

/** The schemas, each with an example where the examples of the operations, of the files or of the problems hold one. */
export const withExamples = (
  schemas: Schemas,
  operations: readonly DocumentedOperation[],
): Record<string, SchemaObject> => {
  const places = [
    ...operations.flatMap(placesOfOperation),
    ...files,
    ...valuesOf(notificationExample).map((value) => ({ schema: ref('PartnerNotification'), value })),
    ...valuesOf(problemExampleComponents).map((value) => ({ schema: ref('Problem'), value })),
  ];
  const found = new Map<string, unknown>();
  for (const place of places) collect(schemas, place, found);
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      schema.examples === undefined && found.has(name) ? { ...schema, examples: [found.get(name)] } : schema,
    ]),
  );
};
