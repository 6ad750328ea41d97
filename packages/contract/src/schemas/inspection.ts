/** What the ops API tells about one booking. */
import { z } from 'zod';
import { bookingSchema } from './booking.ts';
import { secondSchema } from './formats.ts';
import { moneySchema } from './money.ts';
import { explainedTotalSchema } from './price-trace.ts';

/** Which 12go booking an id resolved to, and how. */
const resolvedBookingSchema = z
  .object({
    asked: z.string(),
    client_id: z.string(),
    integration_booking_id: z.string(),
    form: z.enum(['issued', 'bare']).describe('Whether the id carried an owner tag.'),
  })
  .meta({ id: 'ResolvedBooking' });

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

/** The most likely reading of the state, and what on-call should do about it. */
const diagnosisSchema = z.object({ summary: z.string(), action: z.string() }).meta({ id: 'Diagnosis' });

/** One step of a booking's story, from the gateway's journal. */
const timelineEntrySchema = z
  .object({
    at: z.iso.datetime().describe('UTC, to the millisecond.'),
    step: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'TimelineEntry' });

/** Answer of inspect. */
export const inspectionSchema = z
  .object({
    resolved: resolvedBookingSchema,
    booking: bookingSchema.describe('As the partner sees it.'),
    upstream: upstreamViewSchema,
    price: explainedTotalSchema.describe('The steps from 12go’s net price to the partner’s total.'),
    timeline: z
      .array(timelineEntrySchema)
      .nullable()
      .describe('What the gateway did, oldest first, without personal data; null while its journal is away.'),
    diagnosis: diagnosisSchema,
    inspected_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'Inspection' });

export type Inspection = z.output<typeof inspectionSchema>;
