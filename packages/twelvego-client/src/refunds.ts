/** Refund options of a booking, and the body that executes one of them. */
import { z } from 'zod';
import { type DecimalText, readDecimal } from './decimal.ts';
import { readLocalDateTime } from './local-date-time.ts';
import {
  createDropTally,
  type Dropped,
  isRecord,
  issueReason,
  lenient,
  readBoolean,
  readCurrency,
  readInteger,
  readText,
  required,
} from './wire.ts';

const optionSchema = z.object({
  refund_amount: required(readDecimal),
  refund_fxcode: required(readCurrency),
  expires: lenient(readBoolean, false),
  expires_after: lenient(readLocalDateTime, null),
  available: required(readBoolean),
  available_since: lenient(readLocalDateTime, null),
  hash: required((value) => (typeof value === 'string' && value !== '' ? value : undefined)),
});

/** One way to be refunded. `hash` is short-lived: execute it soon, or ask for the options again. */
export type RefundOption = Readonly<z.infer<typeof optionSchema>>;
/** `available` says whether the booking can be refunded now. An option that cannot be read is left out and counted. */
export type RefundOptions = {
  readonly available: boolean;
  readonly options: readonly RefundOption[];
  readonly dropped: readonly Dropped[];
};

/** Reads refund options, or undefined. */
export function readRefundOptions(body: unknown): RefundOptions | undefined {
  if (!isRecord(body)) return undefined;
  const available = readBoolean(body.available);
  const list = body.options ?? [];
  if (available === undefined || !Array.isArray(list)) return undefined;
  const tally = createDropTally();
  const options: RefundOption[] = [];
  for (const item of list) {
    const parsed = optionSchema.safeParse(item);
    if (parsed.success) options.push(parsed.data);
    else tally.add('refund_option', issueReason(parsed.error));
  }
  return { available, options, dropped: tally.list() };
}

/** Hash, amount and currency of the option to execute, copied from it. */
export type RefundRequest = Pick<RefundOption, 'hash' | 'refund_fxcode' | 'refund_amount'>;

/** The request as JSON. The amount is printed digit for digit as a JSON number, never through a float. */
export function encodeRefund(request: RefundRequest): string {
  const {
    hash,
    refund_fxcode,
    refund_amount,
  }: { hash: string; refund_fxcode: string; refund_amount: DecimalText } = request;
  return `{"hash":${JSON.stringify(hash)},"refund_fxcode":${JSON.stringify(refund_fxcode)},"refund_amount":${jsonNumber(refund_amount)}}`;
}

/** JSON forbids leading zeros, which decimal text allows. */
const jsonNumber = (amount: DecimalText): string => amount.replace(/^0+(?=\d)/, '');

const resultSchema = z.object({
  success: required(readBoolean),
  delay_minutes: lenient(readInteger, 0),
  message: lenient(readText, ''),
});

/** `success: false` is an answer, not an error: nothing was refunded. */
export type RefundResult = Readonly<z.infer<typeof resultSchema>>;

/** Reads the answer of a refund, or undefined. */
export const readRefundResult = (body: unknown): RefundResult | undefined =>
  resultSchema.safeParse(body).data;
