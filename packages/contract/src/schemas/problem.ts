/** The error body of every endpoint: RFC 9457 problem details with the gateway's own members (contract §4). */
import { z } from 'zod';
import { type ErrorCode, errorCodes, outcomes } from '../errors.ts';
import { moneySchema } from './money.ts';

/** One field that needs attention, by the partner's own path. */
const fieldErrorSchema = z
  .object({
    field: z.string().describe('Partner field path, such as `booking_data.passengers[1].first_name`.'),
    message: z.string().describe('What is wrong and what is expected; can be shown to whoever has to act.'),
  })
  .meta({ id: 'FieldError', description: 'One field that is wrong, and what it should have been.' });

/** What moved, on `price_changed`. */
const priceChangeSchema = z
  .object({
    quoted: moneySchema.describe('The price that the booking token was made for.'),
    current: moneySchema.describe('The price now.'),
    difference_percent: z
      .string()
      .regex(/^-?\d+\.\d{2}$/)
      .optional()
      .describe('Absent when the currency changed.'),
    booking_id: z.string().optional().describe('The unconfirmed reservation, when there is one.'),
  })
  .meta({ id: 'PriceChange', description: 'What the trip cost when you opened it, and what it costs now.' });

/** Problem details. */
export const problemSchema = z
  .object({
    type: z.string().describe('URI of the page that explains the code.'),
    title: z.string().describe('The same for every problem of the code.'),
    status: z.int().min(400).max(599).describe('That of the answer.'),
    detail: z.string().describe('For people; never to be parsed.'),
    instance: z.string().describe('`urn:correlation:{correlation id}`'),
    code: z
      .enum(errorCodes as [ErrorCode, ...ErrorCode[]])
      .describe('What to decide by; the list of codes is part of the contract, and grows.'),
    correlation_id: z.string().describe('For support; also in the header `x-correlation-id`.'),
    retryable: z.boolean().describe('Whether the same request, unchanged, can succeed later.'),
    fault: z.enum(['client', 'gateway', 'supplier']).describe('Whose doing it was.'),
    outcome: z
      .enum(outcomes)
      .optional()
      .describe('On every non-2xx answer of create, confirm and cancel, and on `result_expired`.'),
    fields: z.array(fieldErrorSchema).optional().describe('Every field that needs attention, at once.'),
    price_changed: priceChangeSchema.optional().describe('On `price_changed`: what moved.'),
    expected_total: moneySchema
      .optional()
      .describe('On `cost_mismatch`: the `total_price` that create expects.'),
    booking_id: z
      .string()
      .optional()
      .describe(
        'On `already_reserved`, `already_confirmed` and an executed `result_expired`: the booking that exists.',
      ),
  })
  .meta({
    id: 'Problem',
    description:
      'Why a call failed (RFC 9457): decide by `code`, show `title` and `detail` to whoever must act.',
  });

export type FieldError = z.output<typeof fieldErrorSchema>;
export type PriceChange = z.output<typeof priceChangeSchema>;
export type Problem = z.output<typeof problemSchema>;
