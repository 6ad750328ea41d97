/** Quote: what a create would cost and what it would refuse, before anything is booked. */
import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../errors.ts';
import { createBookingRequestSchema } from './booking.ts';
import { localMinuteSchema, secondSchema } from './formats.ts';
import { moneySchema } from './money.ts';

/** Body of quote: that of create, as far as it is known already. */
export const quoteRequestSchema = createBookingRequestSchema
  .partial({ booking_data: true })
  .meta({ id: 'QuoteRequest', description: 'A trip and the choices made so far, to be priced.' });

/** What a line of a quote is for. */
const quoteLineKinds = [
  'fare',
  'fees',
  'seat',
  'baggage',
  'pick_up',
  'drop_off',
  'delivery',
  'option',
] as const;

/** One line of a quote. */
export const quoteLineSchema = z
  .object({
    kind: z
      .enum(quoteLineKinds)
      .describe(
        '`fare` and `fees` (those agreed with the client for each passenger) are for all passengers together; each of the others is one choice that was made.',
      ),
    title: z.string().describe('For people.'),
    field: z
      .string()
      .optional()
      .describe('The choice it is for, such as `booking_data.additional_fields.points_pickup`.'),
    amount: moneySchema.describe('What it adds to the total.'),
  })
  .meta({ id: 'QuoteLine', description: 'One line of the total.' });

/** What is refunded when the booking is cancelled by then. */
const quoteRefundSchema = z
  .object({
    until: localMinuteSchema.describe('Local to the departure station, `YYYY-MM-DDTHH:MM`.'),
    percentage: z
      .int()
      .min(1)
      .max(100)
      .describe(
        'Of the supplier’s price. What the client pays on top of it is not returned; a preview of cancel tells the exact amount.',
      ),
  })
  .meta({ id: 'QuoteRefund', description: 'One step of what a cancellation would give back of this total.' });

/** Why create would refuse what was sent. */
const quoteProblemSchema = z
  .object({
    code: z
      .enum(errorCodes as [ErrorCode, ...ErrorCode[]])
      .describe('The code that create would answer with.'),
    field: z
      .string()
      .optional()
      .describe(
        'Partner field path, such as `booking_data.passengers[1].first_name`, where one field is the reason.',
      ),
    message: z.string().describe('What is wrong and what is expected; can be shown to whoever has to act.'),
    booking_id: z.string().optional().describe('On `already_reserved`: the booking that exists.'),
  })
  .meta({ id: 'QuoteProblem', description: 'One field that a booking would be refused for.' });

/** Answer of quote. */
export const quoteSchema = z
  .object({
    passenger_count: z.int().min(1).describe('For how many the itinerary was opened.'),
    total_price: moneySchema.describe(
      'What create would ask for with the choices made so far, to the cent; the sum of `lines`.',
    ),
    lines: z.array(quoteLineSchema).min(1).describe('What the total is made of.'),
    refunds: z
      .array(quoteRefundSchema)
      .optional()
      .describe('Empty when nothing is refunded; absent when the booking token does not say.'),
    expires_at: secondSchema.describe('UTC. The end of the booking token, and of the quote with it.'),
    problems: z
      .array(quoteProblemSchema)
      .describe('Everything that create would refuse, at once; empty when it would accept.'),
  })
  .meta({ id: 'Quote', description: 'What these choices would cost now; nothing is held or changed.' });

export type QuoteRequest = z.output<typeof quoteRequestSchema>;
export type QuoteLine = z.output<typeof quoteLineSchema>;
export type QuoteLineKind = QuoteLine['kind'];
export type QuoteRefund = z.output<typeof quoteRefundSchema>;
export type QuoteProblem = z.output<typeof quoteProblemSchema>;
export type Quote = z.output<typeof quoteSchema>;
