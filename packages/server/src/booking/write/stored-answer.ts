/** What is kept of a booking write: its final answer as text, sent byte for byte, and the facts another process needs. */
import { type ErrorCode, errorTable, type Outcome } from '@partner-gateway/contract';
import { z } from 'zod';
import type { TextAnswer } from '../../answer.ts';
import type { ErrorExtras } from '../../errors.ts';
import type { PartnerCall } from '../../partner-call.ts';
import { toProblem } from '../../translate/problem.ts';

/** A 200 whose body fits the contract's schema. */
export const successAnswer = <Schema extends z.ZodType>(
  schema: Schema,
  body: z.input<Schema>,
  outcome: Outcome,
): TextAnswer => ({
  status: 200,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-outcome': outcome,
  },
  text: JSON.stringify(schema.parse(body)),
});

/** An error that is final, so that it is stored and replayed like a success. */
export const problemAnswer = (
  { deps, trace: { correlationId } }: PartnerCall<'service'>,
  code: ErrorCode,
  extras: ErrorExtras,
): TextAnswer => {
  const context = { publicBaseUrl: deps.service.publicBaseUrl(), correlationId, isBookingWrite: true };
  const { status, headers, body } = toProblem(code, extras, context);
  return { status, headers, text: JSON.stringify(body) };
};

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorTable, code);

/** The code of an answer that is a problem; undefined for any other. */
export const codeOfAnswer = ({ status, text }: TextAnswer): ErrorCode | undefined => {
  if (status < 400) return undefined;
  const { code } = z.object({ code: z.unknown() }).catch({ code: undefined }).parse(JSON.parse(text));
  return isErrorCode(code) ? code : undefined;
};

const namesFields = z.object({ fields: z.array(z.object({ field: z.string() })) });

/** The names of the fields that a refusal is about, as a story tells them. */
export const fieldsOfAnswer = ({ status, text }: TextAnswer): { readonly fields?: string } => {
  if (status < 400) return {};
  const named = namesFields.safeParse(JSON.parse(text));
  return named.success ? { fields: named.data.fields.map(({ field }) => field).join(':') } : {};
};

const namesBooking = z.object({
  id: z.string().optional(),
  booking_id: z.string().optional(),
  price_changed: z.object({ booking_id: z.string().optional() }).optional(),
});

/** The booking that an answer is about, by the id the partner knows; undefined where it names none. */
export const bookingOfAnswer = ({ text }: TextAnswer): string | undefined => {
  const named = namesBooking.safeParse(text === '' ? undefined : JSON.parse(text));
  if (!named.success) return undefined;
  const { id, booking_id, price_changed } = named.data;
  return booking_id ?? price_changed?.booking_id ?? id;
};

/** A 202 that says where to ask again. */
export const pendingAnswer = (incompleteResultId: string, retryAfterSeconds: number): TextAnswer => ({
  status: 202,
  headers: {
    location: `/incomplete_results/${incompleteResultId}`,
    'retry-after': String(retryAfterSeconds),
    'x-outcome': 'unknown',
    'cache-control': 'no-store',
  },
  text: '',
});

const amount = z.object({ value: z.string(), currency: z.string() });

const schema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('reserve'),
    correlationId: z.string(),
    contractCode: z.string(),
    passengers: z.int(),
    /** Net price expected for the whole booking, in decimal text. */
    expectedNet: amount,
    /** 12go ids of the first and last station, and the local departure; records of the older form have neither. */
    stations: z.tuple([z.int(), z.int()]).optional(),
    departure: z.string().optional(),
  }),
  z.object({ op: z.literal('confirm'), correlationId: z.string(), bookingId: z.string() }),
  z.object({
    op: z.literal('refund'),
    correlationId: z.string(),
    bookingId: z.string(),
    refund: amount.optional(),
  }),
]);

/** Facts of a sent write. */
export type WriteFacts = z.output<typeof schema>;
export type ReserveFacts = Extract<WriteFacts, { readonly op: 'reserve' }>;
export type RefundFacts = Extract<WriteFacts, { readonly op: 'refund' }>;

/** Facts as text. */
export const encodeFacts = (facts: WriteFacts): string => JSON.stringify(facts);

/** Facts from text; undefined when there are none to read. */
export const decodeFacts = (text: string): WriteFacts | undefined => {
  if (text === '') return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
};
