/** The typed contents of booking tokens, incomplete-result ids and refund options: schema, client, version and life. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Purpose } from './key-ring.ts';
import type { Boxes } from './seal.ts';
import { TokenError } from './token-error.ts';

export const TOKEN_LENGTH_MAX = 1024;
export const BOOKING_TOKEN_LIFE_SECONDS_MAX = 20 * 60;
export const INCOMPLETE_RESULT_LIFE_SECONDS = 15 * 60;
export const REFUND_OPTION_LIFE_SECONDS_MAX = 10 * 60;
const CART_MARGIN_SECONDS = 5 * 60;
const CLOCK_DIFFERENCE_SECONDS_MAX = 60;
const VERSION = 1;

const unixSeconds = z.int().min(0);
const amountMinor = z.int();
const currency = z.string().regex(/^[A-Z]{3}$/);
const id = z.string().min(1).max(64);
const bid = z.string().regex(/^\d{1,20}$/);

export const bookingTokenSchema = z.strictObject({
  v: z.literal(VERSION),
  /** 12go cart id. */
  cid: id,
  /** Trip key. */
  tid: id,
  /** 12go ids of the first and last station: a reservation that cannot be read back is answered from the token. */
  st: z.tuple([z.int().positive(), z.int().positive()]),
  /** Departure, local. */
  dt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  /** Net price per passenger kind, in hundredths of `cur`. */
  np: z.strictObject({ adult: amountMinor, child: amountMinor.optional() }),
  cur: currency,
  /** Schema hash of the checkout form. */
  sh: z.string().regex(/^[0-9a-f]{6,32}$/),
  cli: id,
  /** Contract code. */
  cc: id,
  iat: unixSeconds,
  exp: unixSeconds,
  /** The store's memory that vouches for the token, empty when none was known; tokens of an older format name none. */
  mem: z.string().max(32).optional(),
  /** The store's time when it did, in seconds. */
  mat: unixSeconds.optional(),
  pax: z.int().min(1).max(100),
  /** Until when everything is refunded, local; null when nothing is. Tokens of an older format do not say. */
  ru: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    .nullable()
    .optional(),
});
export type BookingToken = z.infer<typeof bookingTokenSchema>;

const incompleteBase = { v: z.literal(VERSION), cli: id, iat: unixSeconds, exp: unixSeconds };
export const incompleteResultSchema = z.discriminatedUnion('op', [
  z.strictObject({ ...incompleteBase, op: z.literal('confirm'), bid }),
  z.strictObject({ ...incompleteBase, op: z.literal('create'), cid: id, ik: z.string().min(1).max(128) }),
]);
export type IncompleteResult = z.infer<typeof incompleteResultSchema>;

export const refundOptionSchema = z.strictObject({
  v: z.literal(VERSION),
  bid,
  /** 12go's hash of the option. */
  h: z.string().min(1).max(256),
  /** Refund in hundredths of `c`. */
  a: amountMinor,
  c: currency,
  cli: id,
  exp: unixSeconds,
});
export type RefundOption = z.infer<typeof refundOptionSchema>;

/** The caller and the moment: a token opens for its own client and until its end only. */
export type OpenContext = { clientId: string; nowSeconds: number };

export type TokenCodec<Payload> = {
  /** @throws {TokenError} `malformed` for a payload that is not of the schema, `too_large` above 1,024 characters. */
  issue(payload: Payload): string;
  /** Checks key, tag, version, schema, client, issue time and end, in this order. @throws {TokenError} */
  open(token: string, context: OpenContext): Payload;
};

export type Tokens = {
  booking: TokenCodec<BookingToken>;
  incompleteResult: TokenCodec<IncompleteResult>;
  refundOption: TokenCodec<RefundOption>;
};

type Life = { cli: string; exp: number; iat?: number };

/** Parses JSON we sealed ourselves; a parse failure would be our own fault, yet must not surface as a crash. */
export const parsePayload = <Payload>(plainText: string, schema: z.ZodType<Payload>): Payload => {
  let value: unknown;
  try {
    value = JSON.parse(plainText);
  } catch (cause) {
    throw new TokenError('malformed', { cause });
  }
  if (typeof value !== 'object' || value === null || !('v' in value)) throw new TokenError('malformed');
  if (value.v !== VERSION) throw new TokenError('wrong_version');
  const parsed = schema.safeParse(value);
  // The zod error is dropped on purpose: it may quote the content.
  if (!parsed.success) throw new TokenError('malformed');
  return parsed.data;
};

/** @throws {TokenError} `not_yet_valid`, `expired` */
export const assertLife = ({ iat = 0, exp }: Omit<Life, 'cli'>, nowSeconds: number): void => {
  if (iat > nowSeconds + CLOCK_DIFFERENCE_SECONDS_MAX) throw new TokenError('not_yet_valid');
  if (nowSeconds >= exp) throw new TokenError('expired');
};

const createCodec = <Payload extends Life>(
  boxes: Boxes,
  purpose: Purpose,
  schema: z.ZodType<Payload>,
): TokenCodec<Payload> => ({
  issue(payload) {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) throw new TokenError('malformed');
    const token = boxes.seal({ purpose, owner: payload.cli }, JSON.stringify(parsed.data));
    if (token.length > TOKEN_LENGTH_MAX) throw new TokenError('too_large');
    return token;
  },
  open(token, { clientId, nowSeconds }) {
    const payload = parsePayload(boxes.open({ purpose, owner: clientId }, token), schema);
    if (payload.cli !== clientId) throw new TokenError('wrong_client');
    assertLife(payload, nowSeconds);
    return payload;
  },
});

/**
 * The three sealed tokens of the booking funnel over one set of boxes.
 *
 * @example
 * const tokens = createTokens(createBoxes(ring));
 * const token = tokens.refundOption.issue(
 *   { v: 1, bid: '8451207', h: 'f00d', a: 3700, c: 'USD', cli: 'acme', exp: 1_793_181_600 });
 * tokens.refundOption.open(token, { clientId: 'acme', nowSeconds: 1_793_181_000 }).a; // 3700
 */
export const createTokens = (boxes: Boxes): Tokens => ({
  booking: createCodec(boxes, 'bt', bookingTokenSchema),
  incompleteResult: createCodec(boxes, 'ir', incompleteResultSchema),
  refundOption: createCodec(boxes, 'ro', refundOptionSchema),
});

/** End of a booking token: 20 minutes after issue, or five minutes before its cart ends if that is sooner. */
export const bookingTokenExpiry = (issuedAtSeconds: number, cartLifeSeconds: number): number =>
  issuedAtSeconds +
  Math.max(0, Math.min(BOOKING_TOKEN_LIFE_SECONDS_MAX, cartLifeSeconds - CART_MARGIN_SECONDS));

export type SeatSessionId = string & { readonly __brand: 'SeatSessionId' };

/** First 16 hex digits of SHA-256 over the whole token text. */
export const toSeatSessionId = (bookingToken: string): SeatSessionId =>
  createHash('sha256').update(bookingToken).digest('hex').slice(0, 16) as SeatSessionId;
