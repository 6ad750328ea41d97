/** The typed contents of booking tokens, incomplete-result ids and refund options. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createPayloadCodec, type Named, payloadVersion, type TokenCodec } from './payload-codec.ts';
import type { Boxes } from './seal.ts';

const bookingTokenLifeSecondsMax = 20 * 60;
export const incompleteResultLifeSeconds = 15 * 60;
export const refundOptionLifeSecondsMax = 10 * 60;
const cartMarginSeconds = 5 * 60;

const unixSeconds = z.int().min(0);
const amountMinor = z.int();
const currency = z.string().regex(/^[A-Z]{3}$/);
const id = z.string().min(1).max(64);
const bid = z.string().regex(/^\d{1,20}$/);
const version = z.literal(payloadVersion);

const bookingTokenSchema = z.strictObject({
  v: version,
  cid: id,
  tid: id,
  st: z.tuple([z.int().positive(), z.int().positive()]),
  dt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  np: z.strictObject({ adult: amountMinor, child: amountMinor.optional() }),
  cur: currency,
  sh: z.string().regex(/^[0-9a-f]{6,32}$/),
  cli: id,
  cc: id,
  iat: unixSeconds,
  exp: unixSeconds,
  mem: z.string().max(32).optional(),
  mat: unixSeconds.optional(),
  pax: z.int().min(1).max(100),
  ru: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    .nullable()
    .optional(),
});
/** The short name of each member and the long one; docs/glossary.md says what it is. */
export const bookingTokenNames = {
  /** At 12go. */
  cid: 'cartId',
  tid: 'tripKey',
  /** 12go ids of the first and last station: a reservation that cannot be read back is answered from the token. */
  st: 'stations',
  /** Local, to the minute. */
  dt: 'departure',
  /** Per passenger kind, in hundredths of `currency`. */
  np: 'netMinor',
  cur: 'currency',
  /** Of the checkout form. */
  sh: 'formHash',
  cli: 'clientId',
  cc: 'contractCode',
  iat: 'issuedAtSeconds',
  exp: 'expiresAtSeconds',
  /** The store's memory that vouches for the token, empty when none was known; tokens of an older format name none. */
  mem: 'memoryId',
  /** The store's time when it did. */
  mat: 'memoryAtSeconds',
  pax: 'passengers',
  /** Local; null when nothing is refunded whole. Tokens of an older format do not say. */
  ru: 'refundableUntil',
} as const;
export type BookingToken = Named<z.infer<typeof bookingTokenSchema>, typeof bookingTokenNames>;

const incompleteBase = { v: version, cli: id, iat: unixSeconds, exp: unixSeconds };
const incompleteResultSchema = z.discriminatedUnion('op', [
  z.strictObject({ ...incompleteBase, op: z.literal('confirm'), bid }),
  z.strictObject({ ...incompleteBase, op: z.literal('create'), cid: id, ik: z.string().min(1).max(128) }),
]);
const incompleteResultNames = {
  cli: 'clientId',
  iat: 'issuedAtSeconds',
  exp: 'expiresAtSeconds',
  op: 'operation',
  bid: 'bid',
  cid: 'cartId',
  /** The write guard's key of the request. */
  ik: 'recordKey',
} as const;
export type IncompleteResult = Named<z.infer<typeof incompleteResultSchema>, typeof incompleteResultNames>;

const refundOptionSchema = z.strictObject({
  v: version,
  bid,
  h: z.string().min(1).max(256),
  a: amountMinor,
  c: currency,
  cli: id,
  exp: unixSeconds,
});
const refundOptionNames = {
  bid: 'bid',
  /** 12go's, of the option. */
  h: 'hash',
  /** The refund, in hundredths of `currency`. */
  a: 'amountMinor',
  c: 'currency',
  cli: 'clientId',
  exp: 'expiresAtSeconds',
} as const;
export type RefundOption = Named<z.infer<typeof refundOptionSchema>, typeof refundOptionNames>;

export type Tokens = {
  readonly booking: TokenCodec<BookingToken>;
  readonly incompleteResult: TokenCodec<IncompleteResult>;
  readonly refundOption: TokenCodec<RefundOption>;
};

/**
 * The three sealed tokens of the booking funnel over one set of boxes.
 *
 * @example
 * const tokens = createTokens(createBoxes(ring));
 * const token = tokens.refundOption.issue({
 *   bid: '8451207', hash: 'f00d', amountMinor: 3700, currency: 'USD', clientId: 'acme', expiresAtSeconds: 1_793_181_600 });
 * tokens.refundOption.open(token, { clientId: 'acme', nowSeconds: 1_793_181_000 }).amountMinor; // 3700
 */
export const createTokens = (boxes: Boxes): Tokens => ({
  booking: createPayloadCodec(boxes, {
    purpose: 'bt',
    schema: bookingTokenSchema,
    names: bookingTokenNames,
  }),
  incompleteResult: createPayloadCodec(boxes, {
    purpose: 'ir',
    schema: incompleteResultSchema,
    names: incompleteResultNames,
  }),
  refundOption: createPayloadCodec(boxes, {
    purpose: 'ro',
    schema: refundOptionSchema,
    names: refundOptionNames,
  }),
});

/** End of a booking token: 20 minutes after issue, or five minutes before its cart ends if that is sooner. */
export const bookingTokenExpiry = (issuedAtSeconds: number, cartLifeSeconds: number): number =>
  issuedAtSeconds + Math.max(0, Math.min(bookingTokenLifeSecondsMax, cartLifeSeconds - cartMarginSeconds));

export type SeatSessionId = string & { readonly __brand: 'SeatSessionId' };

/** First 16 hex digits of SHA-256 over the whole token text. */
export const toSeatSessionId = (bookingToken: string): SeatSessionId =>
  createHash('sha256').update(bookingToken).digest('hex').slice(0, 16) as SeatSessionId;
