/** Refunds: what a booking would give back, and the refund that is executed. */
import { z } from 'zod';
import type { Call } from './call.ts';
import { type DecimalText, readCurrency, readDecimal } from './reading/amounts.ts';
import {
  isNothing,
  isRecord,
  readBoolean,
  readInteger,
  readList,
  readText,
  readWords,
} from './reading/leaves.ts';
import { counted, createDropTally, type Dropped, lenient, must, required } from './reading/reading-rule.ts';
import { type BookingId, type LocalDateTime, readLocalDateTime } from './reading/scalars.ts';

/** One way to be refunded. `hash` is short-lived: execute it soon, or ask for the options again. */
export type RefundOption = {
  readonly refund_amount: DecimalText;
  readonly refund_fxcode: string;
  readonly expires: boolean;
  readonly expires_after: LocalDateTime | null;
  readonly available: boolean;
  readonly available_since: LocalDateTime | null;
  readonly hash: string;
};

/** `available` says whether the booking can be refunded now. An option that cannot be read is left out and counted. */
export type RefundOptions = {
  readonly available: boolean;
  readonly options: readonly RefundOption[];
  readonly dropped: readonly Dropped[];
};

const toOption = (raw: Readonly<Record<string, unknown>>): RefundOption => {
  const refund_fxcode = must(readCurrency(raw.refund_fxcode), 'refund_fxcode');
  const expires_after = readLocalDateTime(raw.expires_after) ?? null;
  return {
    refund_amount: must(readDecimal(raw.refund_amount, refund_fxcode), 'refund_amount'),
    refund_fxcode,
    expires: readBoolean(raw.expires) ?? expires_after !== null,
    expires_after,
    available: must(readBoolean(raw.available), 'available'),
    available_since: readLocalDateTime(raw.available_since) ?? null,
    hash: must(readText(raw.hash) || undefined, 'hash'),
  };
};

/** Reads refund options, or undefined. Where the booking does not say whether it is refundable, its options do. */
export const readRefundOptions = (body: unknown): RefundOptions | undefined => {
  if (!isRecord(body)) return undefined;
  const list = isNothing(body.options) ? [] : readList(body.options);
  if (list === undefined) return undefined;
  const tally = createDropTally();
  const options = list
    .map((item) => counted(item, toOption, { level: 'refund_option', tally }))
    .filter((option) => option !== undefined);
  const available = readBoolean(body.available) ?? availableOf(options);
  return available === undefined ? undefined : { available, options, dropped: tally.list() };
};

const availableOf = (options: readonly RefundOption[]): boolean | undefined =>
  options.length === 0 ? undefined : options.some((option) => option.available);

/** Hash, amount and currency of the option to execute, copied from it. */
export type RefundRequest = Pick<RefundOption, 'hash' | 'refund_fxcode' | 'refund_amount'>;

/** The request as JSON. The amount is printed digit for digit as a JSON number, never through a float. */
export const encodeRefund = ({ hash, refund_fxcode, refund_amount }: RefundRequest): string => {
  const [id, currency] = [hash, refund_fxcode].map((text) => JSON.stringify(text));
  // JSON forbids leading zeros, which decimal text allows.
  const amount = refund_amount.replace(/^0+(?=\d)/, '');
  return `{"hash":${id},"refund_fxcode":${currency},"refund_amount":${amount}}`;
};

const resultSchema = z.object({
  success: required(readBoolean),
  delay_minutes: lenient(readInteger, 0),
  message: z.transform((value: unknown) => readWords(value).join('; ')),
});

/** `success: false` is an answer, not an error: nothing was refunded. */
export type RefundResult = Readonly<z.infer<typeof resultSchema>>;

/** Reads the answer of a refund, or undefined. */
export const readRefundResult = (body: unknown): RefundResult | undefined =>
  resultSchema.safeParse(body).data;

export const refundOptionsCall = (bookingId: BookingId): Call<RefundOptions> => ({
  operation: 'refundOptions',
  path: `/booking/${bookingId}/refund-options`,
  read: readRefundOptions,
});

export const refundCall = (bookingId: BookingId, refund: RefundRequest): Call<RefundResult> => ({
  operation: 'refund',
  path: `/booking/${bookingId}/refund`,
  body: encodeRefund(refund),
  read: readRefundResult,
});
