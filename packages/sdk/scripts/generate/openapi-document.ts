/** The parts of the contract's OpenAPI document that the generator reads, and which operations the SDK offers. */
import { createOpenApiDocument } from '@partner-gateway/contract/openapi';

/** A JSON Schema as it stands in the document. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
};

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
};

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** One operation, with its place. */
export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly 'x-read-only'?: true;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

/** Operations that partners do not call through the SDK: 12go's webhook, and the second spelling of confirm. */
const withheld = ['receiveNotification', 'confirmBookingByPut'];

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const { paths, components } = (await createOpenApiDocument()) as unknown as Document;

/** Every named schema. */
export const schemas = components.schemas;

/** Every operation of the SDK, in the order of the contract. */
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path }))
    .filter((operation) => !withheld.includes(operation.operationId)),
);

/** The schema of an answer's JSON body; undefined when the answer is empty or a problem. */
export const jsonAnswer = (response: Operation['responses'][string]): Schema | undefined => {
  const content = Object.entries(response.content ?? {}).find(([type]) =>
    type.startsWith('application/json'),
  );
  return content?.[1].schema;
};
