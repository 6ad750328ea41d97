/** What another process needs to finish the answer of a write that was sent: kept sealed with the record of the write. */
import { z } from 'zod';

const amount = z.object({ value: z.string(), currency: z.string() });

const schema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('reserve'),
    correlationId: z.string(),
    contractCode: z.string(),
    passengers: z.int(),
    /** Net price expected for the whole booking, in decimal text. */
    expectedNet: amount,
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
export type ReserveFacts = Extract<WriteFacts, { op: 'reserve' }>;
export type RefundFacts = Extract<WriteFacts, { op: 'refund' }>;

/** Facts as text. */
export const encodeFacts = (facts: WriteFacts): string => JSON.stringify(facts);

/** Facts from text; undefined when there are none to read. */
export const decodeFacts = (text: string): WriteFacts | undefined => {
  if (text === '') return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
};
