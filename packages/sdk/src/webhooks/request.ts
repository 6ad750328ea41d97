/** Headers and bodies in every form that servers and frameworks hand them over in. */
import { WebhookError } from './failure.ts';

/**
 * Headers of Node, of Fetch, as pairs, or as any object.
 *
 * @example
 * ```ts
 * const headers: WebhookHeaders = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1793180535' };
 * console.log(headers);
 * ```
 */
export type WebhookHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | Iterable<readonly [name: string, value: string]>;

/**
 * The body as it came: text or bytes. An object is a body that was read already, and proves nothing.
 *
 * @example
 * ```ts
 * const body: WebhookBody = '{"booking_id":"BK-0-TEST"}';
 * console.log(body);
 * ```
 */
export type WebhookBody = string | Uint8Array | ArrayBuffer;

const pairsOf = (
  headers: WebhookHeaders,
): Iterable<readonly [string, string | readonly string[] | undefined]> =>
  Symbol.iterator in headers
    ? (headers as Iterable<readonly [string, string]>)
    : Object.entries(headers as Readonly<Record<string, string | readonly string[] | undefined>>);

/** The value of a header by its name in lower case. @throws WebhookError `header_missing` */
export const headerOf = (headers: WebhookHeaders, name: string): string => {
  for (const [given, value] of pairsOf(headers)) {
    if (given.toLowerCase() !== name || value === undefined) continue;
    const text = typeof value === 'string' ? value : value.join(' ');
    if (text.trim() !== '') return text.trim();
  }
  throw new WebhookError(
    'header_missing',
    `the request has no header ${name}: it was not sent by the gateway, or something before you dropped it`,
  );
};

/** @throws WebhookError `body_not_raw` for anything but text and bytes */
export const bytesOf = (body: WebhookBody): Uint8Array<ArrayBuffer> => {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body))
    return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  throw new WebhookError(
    'body_not_raw',
    'the body is not text or bytes: it was read before the check, and what was signed cannot be told any more. Give the raw body: `await request.text()`, `express.raw()`, or a raw content type parser in Fastify',
  );
};
