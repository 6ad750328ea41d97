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

/** A proxy that doubles a header joins both with a comma: two equal halves are one key. */
const undoubled = (value: string): string => {
  const middle = value.length / 2;
  const comma = [Math.floor(middle), Math.floor(middle) - 1].find((at) => value[at] === ',');
  if (comma === undefined) return value;
  const [first, second] = [value.slice(0, comma).trim(), value.slice(comma + 1).trim()];
  return first === second && first !== '' ? first : value;
};

const oneValue = (rawHeaders: readonly string[], name: string): string | undefined => {
  const keys = new Set(valuesOf(rawHeaders, name).map((value) => unquoted(undoubled(value))));
  if (keys.size > 1) throw refuse('is sent twice, and differently');
  const [key] = keys;
  if (key === undefined) return undefined;
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
