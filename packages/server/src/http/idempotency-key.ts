/** The idempotency key of a booking write, under either header name (contract §2). */
import { headerNames } from '@partner-gateway/contract';
import { GatewayError } from '../errors.ts';

const visible = /^[\x21-\x7e]{1,255}$/;

const valuesOf = (rawHeaders: readonly string[], name: string): string[] =>
  rawHeaders.flatMap((header, index) =>
    index % 2 === 0 && header.toLowerCase() === name ? [rawHeaders[index + 1] ?? ''] : [],
  );

const refuse = (message: string): GatewayError =>
  new GatewayError('invalid_request', {
    detail: `The idempotency key ${message}.`,
    fields: [{ field: 'idempotency-key', message }],
  });

/** `"abc"` and `abc` are the same key: one pair of double quotes is taken off. */
const unquoted = (value: string): string => {
  const trimmed = value.trim();
  return trimmed.length > 2 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1)
    : trimmed;
};

const oneValue = (rawHeaders: readonly string[], name: string): string | undefined => {
  const values = valuesOf(rawHeaders, name);
  if (values.length > 1) throw refuse('is sent twice');
  const [value] = values;
  if (value === undefined) return undefined;
  const key = unquoted(value);
  if (!visible.test(key) || key.includes('"')) throw refuse('must be 1 to 255 visible ASCII characters');
  return key;
};

/**
 * Reads the key; undefined when none was sent.
 *
 * @param rawHeaders names and values in turn, as Node gives them, so that a repeated header is seen.
 * @throws GatewayError `invalid_request` for a malformed or repeated key, or two different ones.
 */
export const readIdempotencyKey = (rawHeaders: readonly string[]): string | undefined => {
  const key = oneValue(rawHeaders, headerNames.idempotencyKey);
  const alias = oneValue(rawHeaders, headerNames.idempotencyKeyAlias);
  if (key !== undefined && alias !== undefined && key !== alias)
    throw refuse('differs between the two headers');
  return key ?? alias;
};
