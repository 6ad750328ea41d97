/** Booking writes whose outcome nobody knows yet, as an operator lists and resolves them. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { secondSchema } from '../formats.ts';
import { moneySchema } from '../money.ts';

const operationSchema = z.enum(['reserve', 'confirm', 'refund']);
const subjectSchema = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'is neither a cart id nor a booking number')
  .describe('12go’s cart id of a reserve, else 12go’s booking number.');
const outcomeSchema = z.enum(['executed', 'not_executed']);

/** One write that was sent and whose outcome is open. */
const openOutcomeSchema = z
  .object({
    client_id: z.string(),
    operation: operationSchema,
    subject: subjectSchema,
    since: secondSchema.describe('When it was sent, UTC.'),
    age_seconds: z.int(),
    correlation_id: z.string().describe('Of the request that sent it.'),
    at_stake: moneySchema
      .nullable()
      .describe('12go’s net price of a reserve, the refund of a cancellation; null where it is not known.'),
    settled_by_reading: z.boolean().describe('Whether the gateway can find out by itself, by reading 12go.'),
  })
  .meta({ id: 'OpenOutcome' });

/** Answer of the list. */
export const openOutcomesSchema = z
  .object({
    open_outcomes: z.array(openOutcomeSchema).describe('Oldest first.'),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'OpenOutcomes' });

/** What an operator knows about one of them. */
export const resolveRequestSchema = z
  .strictObject({
    client_id: z.string().regex(clientIdPattern, 'is not a client id'),
    operation: operationSchema,
    subject: subjectSchema,
    outcome: outcomeSchema,
    booking: z
      .string()
      .regex(/^[1-9]\d{0,18}$/, 'is not a booking number of 12go')
      .optional()
      .describe('12go’s number of the booking that a reserve made.'),
    reason: z
      .string()
      .regex(/^[^\p{Cc}]{1,200}$/u, 'is not a line of at most 200 characters')
      .optional()
      .describe('For the log: where the knowledge comes from. Nothing about travellers.'),
  })
  .superRefine(({ operation, outcome, booking }, context) => {
    const isNeeded = operation === 'reserve' && outcome === 'executed';
    if (isNeeded === (booking !== undefined)) return;
    const message = isNeeded ? 'is required for an executed reserve' : 'is for an executed reserve only';
    context.addIssue({ code: 'custom', path: ['booking'], message });
  })
  .meta({ id: 'ResolveRequest' });

/** Answer of resolve: what is recorded from now on. */
export const resolvedOutcomeSchema = z
  .object({
    client_id: z.string(),
    operation: operationSchema,
    subject: subjectSchema,
    outcome: outcomeSchema,
    booking_id: z.string().nullable().describe('As the partner knows it; null when there is none.'),
    resolved_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'ResolvedOutcome' });

export type OpenOutcome = z.output<typeof openOutcomeSchema>;
export type OpenOutcomes = z.output<typeof openOutcomesSchema>;
export type ResolveRequest = z.output<typeof resolveRequestSchema>;
export type ResolvedOutcome = z.output<typeof resolvedOutcomeSchema>;
