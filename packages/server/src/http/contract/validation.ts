/** Requests that do not fit the contract, as the partner's error with every failing field by its own path. */
import type { FieldError } from '@partner-gateway/contract';
import type { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { plain } from './unknown-members.ts';

type Issue = z.core.$ZodIssue;

/** What does not fit; the issues of the body are kept apart from the others. */
export type Mismatch = {
  readonly elsewhere: readonly Issue[];
  readonly inBody: readonly Issue[];
  /** Parameters that were ignored and are a known one misspelt. */
  readonly misspelt: readonly FieldError[];
};

/** A request that does not fit its route. */
export class RequestMismatch extends Error {
  override readonly name = 'RequestMismatch';
  readonly mismatch: Mismatch;

  constructor(mismatch: Mismatch) {
    super('the request does not fit the contract');
    this.mismatch = mismatch;
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

/** What a bound of texts and lists counts; numbers are bounded themselves. */
const counted: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

const toBound = (which: 'at least' | 'at most', origin: string, bound: number | bigint): string => {
  const what = counted[origin];
  if (what === undefined) return `must be ${which} ${bound}`;
  return which === 'at least' && Number(bound) === 1
    ? 'must not be empty'
    : `must have ${which} ${bound} ${what}`;
};

const toMessage = (issue: Issue): string => {
  if (isMissing(issue)) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${nouns[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'invalid_union' || issue.code === 'invalid_value')
    return 'is not one of the allowed values';
  if (issue.code === 'unrecognized_keys' && !issue.message.startsWith('has '))
    return `has ${issue.keys.map(plain).join(', ')}, which is not known`;
  if (issue.code === 'too_big') return toBound('at most', issue.origin, issue.maximum);
  if (issue.code === 'too_small')
    return issue.message.startsWith('has ')
      ? issue.message
      : toBound('at least', issue.origin, issue.minimum);
  return issue.message;
};

const toField = (issue: Issue): FieldError => ({ field: toPath(issue.path), message: toMessage(issue) });

const takesBookings: ReadonlySet<string> = new Set(['create_booking', 'quote_booking']);

/** Create and quote answer 422 `missing_parameter` when nothing is wrong with the body but that required parts are missing. */
const isOnlyMissing = ({ elsewhere, inBody }: Mismatch): boolean =>
  elsewhere.length === 0 && inBody.every((issue) => isMissing(issue) && issue.path.length > 0);

const toSentence = ({ field, message }: FieldError): string =>
  `${field === '' ? 'The body' : field} ${message}${/[.?]$/.test(message) ? '' : '.'}`;

/** The first mistake in words, what was misspelt since it explains another, and how many there are. */
const summary = (fields: readonly FieldError[], misspelt: readonly FieldError[]): string => {
  const [first] = fields;
  const told = first === undefined ? [] : [toSentence(first), ...misspelt.map(toSentence)];
  const rest = fields.length - 1;
  if (rest > 0) told.push(`${rest} more ${rest === 1 ? 'part needs' : 'parts need'} attention.`);
  return told.join(' ');
};

/** The partner's error for a request that does not fit. */
export const toInvalidRequest = ({ mismatch }: RequestMismatch, endpoint: string): GatewayError => {
  const { elsewhere, inBody, misspelt } = mismatch;
  const fields = [...elsewhere, ...inBody].map(toField);
  const code =
    takesBookings.has(endpoint) && isOnlyMissing(mismatch) ? 'missing_parameter' : 'invalid_request';
  return new GatewayError(code, { detail: summary(fields, misspelt), fields: [...fields, ...misspelt] });
};
