/** What a request has to pass before it is looked at: the key, the version, its size, and how often it may be asked. */
import type { ErrorCode } from '@partner-gateway/contract';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Found } from './find-operation.ts';
import { operationOf } from './operations.ts';

const version = '2023-07-01';
const windowMs = 60_000;
/** Generous: a test suite is no flood. */
const allowance = 100_000;
const headerBytesMax = 16 * 1024;

/** Whether the headers are more than are read. */
export const isTooLarge = (headers: Headers): boolean => {
  let bytes = 0;
  for (const [name, value] of headers) bytes += name.length + value.length;
  return bytes > headerBytesMax;
};

/** Throws `request_headers_too_large`. */
export const demandSize = (headers: Headers): void => {
  if (isTooLarge(headers)) throw new Refusal('request_headers_too_large', { outcome: 'not_executed' });
};

/** Throws `unauthorized`. */
export const demandKey = (state: State, { name, params }: Found, headers: Headers): void => {
  if (operationOf(name).cost === undefined) return;
  const { clientId, apiKey } = state.identity;
  if (headers.get('x-api-key') === apiKey && params.client_id === clientId) return;
  throw new Refusal('unauthorized', { headers: { 'www-authenticate': 'ApiKey header="x-api-key"' } });
};

/** Throws `unsupported_version`. */
export const demandVersion = (headers: Headers): void => {
  const asked = headers.get('x-travelier-version') ?? headers.get('travelier-version') ?? version;
  if (asked === version) return;
  const detail = `Supported versions are ${version}; leave the header out for the current one.`;
  throw new Refusal('unsupported_version', { detail });
};

/** Refused before it is counted, so that nothing is told of what is left. */
const uncounted: ReadonlySet<ErrorCode> = new Set([
  'method_not_allowed',
  'overloaded',
  'request_headers_too_large',
  'request_timeout',
  'route_not_found',
  'unauthorized',
  'unsupported_version',
  'uri_too_long',
]);

/** Whether what was refused with a code counted. */
export const isCounted = (code: ErrorCode): boolean => !uncounted.has(code);

/** Counts a request; throws `rate_limited` above the allowance of a minute. */
export const count = (state: State, { name }: Found): Readonly<Record<string, string>> => {
  const { cost } = operationOf(name);
  if (cost === undefined) return {};
  const minute = Math.floor(state.clock.now() / windowMs);
  const key = `${cost} ${minute}`;
  const used = (state.counts.get(key) ?? 0) + 1;
  state.counts.set(key, used);
  const leftSeconds = Math.ceil(((minute + 1) * windowMs - state.clock.now()) / 1000);
  if (used > allowance)
    throw new Refusal('rate_limited', { headers: { 'retry-after': String(leftSeconds) } });
  return {
    'ratelimit-policy': `"${cost}";q=${allowance};w=60`,
    ratelimit: `"${cost}";r=${allowance - used};t=${leftSeconds}`,
  };
};
