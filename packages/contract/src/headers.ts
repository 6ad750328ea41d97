/** Header names, the correlation-id rule and the API versions of the partner contract (§2). */
import { z } from 'zod';

/** Header names as they are written on the wire, lower case. */
export const headerNames = {
  apiKey: 'x-api-key',
  opsKey: 'x-ops-key',
  version: 'travelier-version',
  versionAlias: 'x-travelier-version',
  deprecation: 'deprecation',
  sunset: 'sunset',
  correlationId: 'x-correlation-id',
  experiment: 'x-api-experiment',
  requestId: 'x-request-id',
  idempotencyKey: 'idempotency-key',
  idempotencyKeyAlias: 'x-idempotency-key',
  idempotentReplayed: 'idempotent-replayed',
  outcome: 'x-outcome',
  recheck: 'x-recheck',
  rateLimitPolicy: 'ratelimit-policy',
  rateLimit: 'ratelimit',
  ignored: 'x-ignored',
} as const;

/** A correlation id that is taken over from the caller; anything else is replaced by a UUID v4. */
export const correlationIdPattern = /^[A-Za-z0-9\-=_.:]{1,100}$/;

/** An API version: its date, and when it ends, if that is decided. */
export type ApiVersion = { readonly date: string; readonly endsOn?: string };

/** The supported API versions, newest first. The first one is used when the request names none. */
export const apiVersions: readonly ApiVersion[] = [{ date: '2023-07-01' }];

/** Version used when the request names none. */
export const currentApiVersion = '2023-07-01';

const optionalText = (description: string) => z.string().optional().describe(description);

/** Headers of every partner route. They are judged by the server's hooks, so the schema only documents them. */
export const partnerHeaders = {
  'x-api-key': optionalText('The client’s API key. Required.'),
  'travelier-version': optionalText('API version, `YYYY-MM-DD`; missing means the current one, 2023-07-01.'),
  'x-travelier-version': optionalText('The same; wins when both are sent.'),
  'x-correlation-id': optionalText(
    '`^[A-Za-z0-9\\-=_.:]{1,100}$`, otherwise the gateway makes a UUID v4. Always returned.',
  ),
  'x-api-experiment': optionalText('Echoed and passed on unchanged.'),
  'x-request-id': optionalText('Echoed and passed on unchanged.'),
};

/** Headers of search. */
export const searchHeaders = {
  ...partnerHeaders,
  'if-none-match': optionalText(
    'The `ETag` of an answer that you have; 304 without a body when it is still the answer.',
  ),
};

/** Headers of create, confirm and cancel. */
export const bookingWriteHeaders = {
  ...partnerHeaders,
  'idempotency-key': optionalText(
    '1–255 visible ASCII characters, bare or in one pair of double quotes. Kept 24 h after completion.',
  ),
  'x-idempotency-key': optionalText('The same; both present and different is an error.'),
};

/** Headers of the ops API. */
export const opsHeaders = {
  'x-ops-key': optionalText('An operator’s key. Required.'),
  'x-correlation-id': optionalText('As on the partner API.'),
};
