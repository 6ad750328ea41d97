/** What the site reads in the OpenAPI document: operations of partners, their errors, and the example of each error. */
import type { ErrorCode } from '@partner-gateway/contract';
import document from '@partner-gateway/contract/openapi.json' with { type: 'json' };

type Response = {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, unknown>> }>>;
};

type DocumentedOperation = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-internal'?: boolean;
  readonly responses: Readonly<Record<string, Response>>;
};

/** An operation of partners. */
export type Operation = DocumentedOperation & { readonly method: string; readonly path: string };

const paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>> = document.paths;

/** Those of partners, in the order of the document. */
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => operation['x-internal'] !== true)
    .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);

const codesOf = ({ responses }: Operation): string[] =>
  Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}),
  );

/** The operations that may answer with a code. */
export const operationsWith = (code: ErrorCode): readonly Operation[] =>
  operations.filter((operation) => codesOf(operation).includes(code));

const examples: Readonly<Record<string, { readonly value: unknown }>> = document.components.examples;

/** The documented answer with a code. */
export const problemExample = (code: ErrorCode): unknown => examples[code]?.value;

/** Where an operation stands in the reference. */
export const referencePath = ({ tags: [tag = ''], method, path }: Operation): string =>
  `/docs/reference#tag/${tag.toLowerCase().replaceAll(' ', '-')}/${method}${path}`;
