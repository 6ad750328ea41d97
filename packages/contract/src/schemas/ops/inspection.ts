/** What the ops API tells about one booking, cart or request. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { bookingSchema } from '../booking.ts';
import { secondSchema } from '../formats.ts';
import { moneySchema } from '../money.ts';
import { explainedTotalSchema } from './price-trace.ts';

/** By what a text was taken, and so whose story it leads to. */
const foundByNames = [
  'issued_id',
  'bare_id',
  'booking_token',
  'incomplete_result',
  'refund_option',
  'cart',
  'correlation_id',
  'request_id',
  'trace_id',
  'idempotency_key',
] as const;

/** What a text led to. */
const resolvedSchema = z
  .object({
    asked: z.string().describe('The text; a sealed one only by its kind, because it opens a booking.'),
    found_by: z.enum(foundByNames),
    client_id: z.string().nullable().describe('Null for a request that named no client there is.'),
    cart: z.string().nullable().describe('12go’s id of the cart that the story begins with.'),
    integration_booking_id: z.string().nullable().describe('12go’s number of the booking.'),
    booking_id: z.string().nullable().describe('As its partner knows it.'),
  })
  .meta({ id: 'ResolvedStory' });

/** What 12go says about the booking at this moment, before any translation. */
const upstreamViewSchema = z
  .object({
    status: z.string().describe('12go’s own word.'),
    tracker: z.string().nullable(),
    has_ticket: z.boolean(),
    stamp: secondSchema.describe('Last change, UTC.'),
    net_price: moneySchema.nullable(),
    gross_price: moneySchema.nullable(),
    latency_ms: z.int(),
  })
  .meta({ id: 'UpstreamView' });

/** Whether 12go was read, and why not. */
const upstreamReadingSchema = z
  .object({
    state: z.enum(['read', 'not_asked', 'unknown_there', 'failed']),
    code: z.string().nullable().describe('What a partner would have been answered.'),
    kind: z.string().nullable().describe('How the call failed.'),
  })
  .meta({ id: 'UpstreamReading' });

/** What happened, as far as it is known, and what on-call should do about it. */
const diagnosisSchema = z
  .object({
    cause: z.string().describe('Stable; docs/diagnosis.md lists them.'),
    summary: z.string(),
    certainty: z.enum(['certain', 'likely', 'unknown']),
    fault: z.enum(['client', 'gateway', 'supplier', 'nobody']).describe('Whose fault it is.'),
    partner_saw: z.string().nullable().describe('Status, code and outcome that the partner was answered.'),
    evidence: z.array(z.string()).describe('What speaks for it.'),
    missing: z.array(z.string()).describe('What would have to be known to say more.'),
    action: z.string().describe('What to do next.'),
    command: z.string().nullable().describe('The same as a command, where there is one.'),
  })
  .meta({ id: 'Diagnosis' });

/** A record of the write guard, as far as it says how a write stands. */
const guardRecordSchema = z
  .object({
    operation: z.enum(['reserve', 'confirm', 'refund']),
    state: z.enum(['claimed', 'sending', 'unknown', 'done']),
    outcome: z.enum(['executed', 'not_executed']).optional(),
    is_live: z.boolean().describe('Whether somebody may still answer for it.'),
    age_seconds: z.int(),
  })
  .meta({ id: 'GuardRecord' });

/** A request that failed, found nothing or was turned away. */
const failedRequestSchema = z
  .object({
    at: z.iso.datetime().describe('UTC, to the millisecond.'),
    endpoint: z.string(),
    status: z.int(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    fields: z.array(z.string()).describe('Parts of the request that its answer named, ten at most.'),
    latency_ms: z.int(),
    correlation_id: z.string(),
    trace_id: z.string().nullable(),
  })
  .meta({ id: 'FailedRequest' });

/** One step of a booking's story, from the gateway's journal. */
const timelineEntrySchema = z
  .object({
    at: z.iso.datetime().describe('UTC, to the millisecond.'),
    step: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'TimelineEntry' });

/** Another story that the same text leads to. */
const otherStorySchema = z
  .object({ client_id: z.string().nullable(), subject: z.string().describe('What to ask for instead.') })
  .meta({ id: 'OtherStory' });

/** Answer of inspect and of find. */
export const inspectionSchema = z
  .object({
    resolved: resolvedSchema,
    booking: bookingSchema
      .nullable()
      .describe('As the partner sees it; null where there is none, or none can be read.'),
    upstream: upstreamViewSchema.nullable(),
    upstream_reading: upstreamReadingSchema,
    price: explainedTotalSchema
      .nullable()
      .describe('The steps from 12go’s net price to the partner’s total.'),
    guard: z.array(guardRecordSchema).nullable().describe('Null while the memory of booking writes is away.'),
    request: failedRequestSchema
      .nullable()
      .describe('The request that was asked for, where it failed, found nothing or was turned away.'),
    timeline: z
      .array(timelineEntrySchema)
      .nullable()
      .describe('What the gateway did, oldest first, without personal data; null while its journal is away.'),
    others: z.array(otherStorySchema),
    diagnosis: diagnosisSchema,
    inspected_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'Inspection' });

/** What is looked for: in a body, because a booking token or a key in a path would end up in logs. */
export const findRequestSchema = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1)
      .max(4096)
      .describe(
        'A booking id in any form, a correlation, request or trace id, an idempotency key, the id of an incomplete result, a booking token, a cart of 12go, or a booking number of 12go.',
      ),
    client_id: z.string().regex(clientIdPattern, 'is not a client id').optional(),
  })
  .meta({ id: 'FindRequest' });

export type FindRequest = z.output<typeof findRequestSchema>;
export type Inspection = z.output<typeof inspectionSchema>;
export type FoundBy = (typeof foundByNames)[number];
export type Diagnosis = z.output<typeof diagnosisSchema>;
export type TimelineEntry = z.output<typeof timelineEntrySchema>;
export type GuardRecord = z.output<typeof guardRecordSchema>;
export type FailedRequest = z.output<typeof failedRequestSchema>;
