/** Operations as generators take them: without what is not for partners, and what a call needs first among its arguments. */
import type { SchemaObject } from '../src/openapi/json-schema.ts';
import { isObject } from './schemas-3.0.ts';

/** Other spellings of a header, which would each be an argument more of every call. */
const secondSpellings = new Set(['x-travelier-version', 'x-idempotency-key']);

const places = ['path', 'query', 'header'];

const rankOf = ({ name, in: place }: SchemaObject): number =>
  name === 'idempotency-key' ? 0.5 : places.indexOf(String(place));

/** Arguments are often told apart by their place alone: those that most callers send come first. */
const arranged = (parameters: readonly unknown[]): SchemaObject[] =>
  parameters
    .filter(isObject)
    .filter(({ name }) => !secondSpellings.has(String(name)))
    .toSorted((one, other) => rankOf(one) - rankOf(other));

/** Generators look for `application/json` and nothing behind it. */
const plainJson = (responses: SchemaObject): SchemaObject =>
  Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      if (!isObject(response) || !isObject(response.content)) return [status, response];
      const content = Object.entries(response.content).map(([type, media]) => [type.split(';')[0], media]);
      return [status, { ...response, content: Object.fromEntries(content) }];
    }),
  );

const finished = (operation: SchemaObject): SchemaObject => {
  const { 'x-codeSamples': _, parameters, responses, ...rest } = operation;
  return {
    ...rest,
    ...(Array.isArray(parameters) && { parameters: arranged(parameters) }),
    ...(isObject(responses) && { responses: plainJson(responses) }),
  };
};

/** The paths that partners call. */
export const partnerPaths = (
  paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([path, operations]) => {
      const own = Object.entries(operations).flatMap(([method, operation]) =>
        isObject(operation) && operation['x-internal'] !== true ? [[method, finished(operation)]] : [],
      );
      return own.length === 0 ? [] : [[path, Object.fromEntries(own)]];
    }),
  );
