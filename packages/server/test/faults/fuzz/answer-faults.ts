/** Whether an answer is one that its route declares: status, media type, body, and the headers that every answer has. */
import { isDeepStrictEqual } from 'node:util';
import { correlationIdPattern, errorTable, outcomes, problemSchema } from '@partner-gateway/contract';
import { z } from 'zod';
import type { Answer } from '../../support/api.ts';
import type { FuzzRequest } from './requests.ts';

/** `application/json` of `application/json; charset=utf-8`. */
const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType?.split(';')[0] ?? '').trim().toLowerCase();

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** Fits a schema, and holds nothing that the schema does not declare. */
const misfits = (schema: z.ZodType, value: unknown): readonly string[] => {
  const read = schema.safeParse(value);
  if (!read.success) return [`body: ${z.prettifyError(read.error).slice(0, 200)}`];
  return isDeepStrictEqual(read.data, value) ? [] : ['body: holds what is not declared'];
};

const problemFaults = ({ status, text }: Answer): readonly string[] => {
  const body = parsed(text);
  const read = problemSchema.strict().safeParse(body?.value);
  if (!read.success) return [`no problem: ${text.slice(0, 120)}`];
  const { code, status: own, retryable, fault } = read.data;
  const row = errorTable[code];
  if (code === 'internal_error') return [`internal_error: ${text.slice(0, 200)}`];
  return own === status && row.status === status && row.retryable === retryable && row.fault === fault
    ? []
    : [`${code} with ${status}, the table says ${row.status}`];
};

type Declared = z.ZodType | { readonly contentType: string; readonly body: z.ZodType } | symbol;

/** The schema of a body that is passed through is beside it, since it is not applied on the way. */
const schemaOf = (declared: Declared): z.ZodType | undefined => {
  if (typeof declared === 'symbol') return undefined;
  const schema = declared instanceof z.ZodType ? declared : declared.body;
  return (schema.meta()?.passThroughOf as z.ZodType | undefined) ?? schema;
};

const bodyFaults = (declared: Declared, answer: Answer): readonly string[] => {
  const type = mediaTypeOf(answer.headers['content-type']);
  const schema = schemaOf(declared);
  if (schema === undefined) return answer.text === '' ? [] : ['a body where none is declared'];
  if (schema === problemSchema || type === 'application/problem+json')
    return type === 'application/problem+json' ? problemFaults(answer) : [`a problem as ${type}`];
  if (type !== 'application/json') return [`a body as ${type}`];
  const body = parsed(answer.text);
  return body === undefined ? ['no JSON'] : misfits(schema, body.value);
};

const nowhere: ReadonlySet<number> = new Set([302, 400, 401, 404, 405, 413, 414, 415]);

const headerFaults = ({ route, isOffRoute }: FuzzRequest, { headers }: Answer): readonly string[] => {
  const outcome = headers['x-outcome'];
  const isTold = outcomes.some((one) => one === outcome);
  return [
    ...(correlationIdPattern.test(String(headers['x-correlation-id'] ?? '')) ? [] : ['no x-correlation-id']),
    ...(route.metadata.idempotent && !isOffRoute && !isTold ? [`X-Outcome is ${String(outcome)}`] : []),
  ];
};

/** What of an answer was not declared; nothing when all of it was. */
export const answerFaults = (request: FuzzRequest, answer: Answer): readonly string[] => {
  const declared = request.route.responses[String(answer.status)] as Declared | undefined;
  const strays = request.isOffRoute && nowhere.has(answer.status);
  if (strays)
    return [...headerFaults(request, answer), ...(answer.status >= 400 ? problemFaults(answer) : [])];
  if (declared === undefined) return [`status ${answer.status} is not declared`];
  return [...headerFaults(request, answer), ...bodyFaults(declared, answer)];
};
