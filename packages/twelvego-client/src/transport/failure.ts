/** Turns what came back, or did not, into a `TwelveGoError`: the one table from HTTP to error kinds and outcomes. */
import {
  boundsDefault,
  type ErrorKind,
  type Operation,
  policyOf,
  TwelveGoError,
  type TwelveGoErrorInit,
  type WriteOutcome,
} from '../operations.ts';
import { isRecord, readEntries, readList, readText, readWords } from '../reading/leaves.ts';
import { parse, textOf } from './json.ts';
import { brokenBound } from './json-bounds.ts';

/** A complete answer that is not the success of its operation. */
export type Answer = {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly retryAfter: string | null;
};

const retryAfterDefaultSeconds = 5;
const retryAfterMaxSeconds = 3600;
const mostEntries = 50;

/** Builds a failure; `outcome` is kept for writes alone, and a write may be repeated only when it was not sent. */
export const failure = (
  init: Omit<TwelveGoErrorInit, 'outcome'> & { readonly outcome: WriteOutcome },
): TwelveGoError => {
  if (policyOf(init.operation).write !== true) return new TwelveGoError({ ...init, outcome: undefined });
  return new TwelveGoError({ ...init, retryable: init.outcome === 'not_sent' && init.kind !== 'aborted' });
};

/** An answer outside 200–299. */
export const failureOfStatus = (
  { operation, redact }: { readonly operation: Operation; readonly redact: Redact },
  answer: Answer,
  nowMs: number,
): TwelveGoError => {
  const { status } = answer;
  const retryAfterSeconds = readRetryAfter(answer.retryAfter, nowMs);
  const unsure = { operation, status, outcome: 'unknown' } as const;
  if (status < 400) return failure({ ...unsure, kind: 'unreadable', retryable: false, detail: 'redirect' });
  if (status === 401 || status === 403)
    return failure({ ...unsure, kind: 'auth', retryable: false, outcome: 'rejected' });
  if (status === 429) {
    return failure({
      ...unsure,
      // A call too many is turned away before it is worked on, so a write is as if it had never been sent.
      outcome: 'not_sent',
      kind: 'rate_limited',
      retryable: true,
      retryAfterSeconds: retryAfterSeconds ?? retryAfterDefaultSeconds,
    });
  }
  if (status >= 500 || status === 408 || status === 425) {
    return failure({ ...unsure, kind: 'server', retryable: true, retryAfterSeconds });
  }
  return failureOfRefusal(operation, answer, redact);
};

const failureOfRefusal = (operation: Operation, { status, bytes }: Answer, redact: Redact): TwelveGoError => {
  const text = textOf(bytes);
  const body = brokenBound(bytes, boundsDefault) === undefined ? parse(text) : undefined;
  const unsure = { operation, status, retryable: false, outcome: 'unknown' } as const;
  if (text.trim() === '')
    return failure({ ...unsure, kind: status === 404 ? 'not_found' : 'rejected', detail: 'no body' });
  if (!isRecord(body) && !Array.isArray(body))
    return failure({ ...unsure, kind: 'unreadable', detail: 'not JSON' });
  if (status === 400 && Object.keys(body).length === 0)
    return failure({ ...unsure, kind: 'auth', outcome: 'rejected' });
  const words = readErrorBody(body, redact);
  return failure({
    ...unsure,
    ...words,
    kind: refusalKind(status, words),
    outcome: isDefinite(status, body) ? 'rejected' : 'unknown',
  });
};

type ErrorWords = {
  readonly fields: ReadonlyMap<string, string>;
  readonly messages: readonly string[];
  readonly reasonCodes: readonly string[];
};

const refusalKind = (status: number, { fields, messages, reasonCodes }: ErrorWords): ErrorKind => {
  if (fields.size > 0 && (status === 400 || status === 422)) return 'validation';
  if (reasonCodes.includes('bad_trip_details')) return 'trip_unavailable';
  if (messages.some((message) => /trip is no longer available/i.test(message))) return 'trip_unavailable';
  return status === 404 ? 'not_found' : 'rejected';
};

const documentedRefusals = new Set([400, 402, 404, 409, 410, 422]);
/** nginx: the client closed the connection; says nothing about the write behind it. */
const clientClosed = 499;

/** Whether a refusal proves that a write was not done: a documented status, or 12go's own error body. */
const isDefinite = (status: number, body: object): boolean => {
  if (status === clientClosed || Array.isArray(body)) return false;
  return (
    documentedRefusals.has(status) || ['fields', 'messages', 'data'].some((part) => Object.hasOwn(body, part))
  );
};

const readErrorBody = (body: object, redact: Redact): ErrorWords => {
  const { fields, messages, data } = body as Readonly<Record<string, unknown>>;
  const listed = isRecord(data) ? (readList(data.reasons) ?? []) : [];
  const reasons = listed.filter(isRecord).slice(0, mostEntries);
  return {
    fields: new Map(
      readEntries(fields)
        .slice(0, mostEntries)
        .map(([key, words]) => [redact(nameOf(words) ?? key), redact(readWords(words).join('; '))]),
    ),
    messages: [
      ...readWords(messages).slice(0, mostEntries),
      ...reasons.map((reason) => readWords(reason.reason_message).join('; ')),
    ]
      .filter((message) => message !== '')
      .map(redact),
    reasonCodes: reasons
      .map((reason) => readText(reason.reason_code))
      .filter((code) => code !== undefined)
      .map(redact),
  };
};

/** A list of complaints names each field inside. */
const nameOf = (words: unknown): string | undefined =>
  isRecord(words) ? (readText(words.field) ?? readText(words.name) ?? readText(words.key)) : undefined;

/** `Retry-After` in whole seconds, from its seconds or its date form, between 1 and 3600; undefined when unreadable. */
export const readRetryAfter = (header: string | null, nowMs: number): number | undefined => {
  if (header === null) return undefined;
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - nowMs) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1), retryAfterMaxSeconds);
};

const urlPattern = /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>]*/gi;
const keyParameterPattern = /\b(k|key|api[_-]?key|token)=[^\s&"'<>]+/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const controlPattern = /[\u0000-\u001f\u007f]+/g;
const longestText = 500;
const shortestKey = 4;

/** Cleans one text of an upstream answer. */
export type Redact = (text: string) => string;

/** A cleaner that also knows the key of the call, plain and as a URL spells it. */
export const createRedact = (apiKey: string | undefined): Redact => {
  const spellings =
    apiKey === undefined || apiKey.length < shortestKey ? [] : [apiKey, encodeURIComponent(apiKey)];
  return (text) => {
    const known = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '[key]'), text);
    const clean = known
      .replace(urlPattern, '[url]')
      .replace(keyParameterPattern, '$1=[key]')
      .replace(controlPattern, ' ');
    return clean.slice(0, longestText);
  };
};
