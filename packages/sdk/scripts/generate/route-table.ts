/** Writes the contract's operations as the table the transport works from. */
import { jsonAnswer, type Operation, operations } from './openapi-document.ts';
import { docstring } from './schema-docs.ts';

const operationExample = `const writes: OperationName[] = ['createBooking', 'confirmBooking', 'cancelBooking'];
console.log(writes.length);`;

type Row = {
  method: string;
  path: string;
  answers: number[];
  json: string;
  lists?: string[];
  keyed?: true;
  reads?: true;
  open?: true;
};

/** Statuses that are answers rather than problems. 304 needs a conditional request, which the SDK never makes. */
const answersOf = (operation: Operation): number[] =>
  Object.entries(operation.responses)
    .filter(([status, response]) => jsonAnswer(response) !== undefined || Number(status) < 300)
    .map(([status]) => Number(status));

const jsonOf = (operation: Operation): string => {
  if (operation.responses['204'] !== undefined) return 'nothing';
  const success = operation.responses['200'] ?? operation.responses['202'] ?? {};
  const { $ref, type } = jsonAnswer(success) ?? {};
  if ($ref !== undefined) return 'object';
  if (type === 'array' || type === 'string') return type;
  throw new Error(`${operation.operationId} answers with something else than an object, a list or a text`);
};

const named = (operation: Operation, place: string): string[] =>
  (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name);

const rowOf = (operation: Operation): Row => {
  const lists = named(operation, 'query').filter((name) => name.endsWith('[]'));
  return {
    method: operation.method,
    path: operation.path,
    answers: answersOf(operation),
    json: jsonOf(operation),
    ...(lists.length === 0 ? {} : { lists: lists.map((name) => name.replace('[]', '')) }),
    ...(named(operation, 'header').includes('idempotency-key') ? { keyed: true as const } : {}),
    ...(operation.method === 'GET' || operation['x-read-only'] ? { reads: true as const } : {}),
    ...(named(operation, 'path').includes('client_id') ? {} : { open: true as const }),
  };
};

/** The text of `routes.ts`. */
export const routeTableFile = (): string =>
  [
    '/** Where each operation is and what it answers. Generated from the contract by `pnpm generate`; do not edit. */',
    `export const routes = ${JSON.stringify(
      Object.fromEntries(operations.map((operation) => [operation.operationId, rowOf(operation)])),
    )} as const;`,
    `${docstring('Name of an operation, as the contract calls it.', operationExample)}export type OperationName = keyof typeof routes;`,
  ].join('\n\n');
