/** Requests that do not fit the contract, as the partner's error with every failing field by its own path. */
import type { FieldError } from '@partner-gateway/contract';
import type { z } from 'zod';
import { GatewayError } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/** A request that does not fit its route; the issues of the body are kept apart from the others. */
export class RequestMismatch extends Error {
  override readonly name = 'RequestMismatch';
  readonly elsewhere: readonly Issue[];
  readonly inBody: readonly Issue[];

  constructor(elsewhere: readonly Issue[], inBody: readonly Issue[]) {
    super('the request does not fit the contract');
    this.elsewhere = elsewhere;
    this.inBody = inBody;
  }
}

const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined');

const toPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const nouns: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text',
  boolean: 'true or false',
};

const toMessage = (issue: Issue): string => {
  if (isMissing(issue)) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${nouns[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'invalid_union' || issue.code === 'invalid_value')
    return 'is not one of the allowed values';
  if (issue.code === 'too_big') return 'is too long or too large';
  if (issue.code === 'too_small')
    return issue.message.startsWith('has ') ? issue.message : 'is too short or too small';
  return issue.message;
};

const toField = (issue: Issue): FieldError => ({ field: toPath(issue.path), message: toMessage(issue) });

const takesBookings: ReadonlySet<string> = new Set(['create_booking', 'quote_booking']);

/** Create and quote answer 422 `missing_parameter` when nothing is wrong with the body but that required parts are missing. */
const isOnlyMissing = ({ elsewhere, inBody }: RequestMismatch): boolean =>
  elsewhere.length === 0 && inBody.every((issue) => isMissing(issue) && issue.path.length > 0);

const summary = (fields: readonly FieldError[]): string => {
  const [first] = fields;
  if (fields.length !== 1 || first === undefined)
    return `${fields.length} parts of the request need attention.`;
  return first.field === '' ? `The body ${first.message}.` : `${first.field} ${first.message}.`;
};

/** The partner's error for a request that does not fit. */
export const toInvalidRequest = (mismatch: RequestMismatch, endpoint: string): GatewayError => {
  const fields = [...mismatch.elsewhere, ...mismatch.inBody].map(toField);
  const code =
    takesBookings.has(endpoint) && isOnlyMissing(mismatch) ? 'missing_parameter' : 'invalid_request';
  return new GatewayError(code, { detail: summary(fields), fields });
};
