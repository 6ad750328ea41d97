/** What makes two booking writes the same request: their idempotency key, and all that they ask for. */
import type { Call } from '../answer/call.ts';
import { Refusal } from '../refusal.ts';

const refuseKey = (message: string): never => {
  throw new Refusal('invalid_request', {
    detail: `The idempotency key ${message}.`,
    fields: [{ field: 'idempotency-key', message }],
  });
};

/** The key of a request, without the quotes it may stand in. Throws `invalid_request`. */
export const keyOf = ({ headers }: Pick<Call, 'headers'>): string | undefined => {
  const bare = (name: string): string | undefined => headers.get(name)?.replace(/^"(.*)"$/, '$1');
  const [one, other] = [bare('idempotency-key'), bare('x-idempotency-key')];
  if (one !== undefined && other !== undefined && one !== other) {
    return refuseKey('differs between the two headers');
  }
  const key = one ?? other;
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    return refuseKey('must be 1 to 255 visible ASCII characters');
  }
  return key;
};

/** Equal for requests that ask for the same. */
export const fingerprintOf = ({ operation, params, body }: Call): string =>
  JSON.stringify([operation, params, body ?? null]);
