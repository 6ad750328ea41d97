/** What partners are told of their bookings without asking: the notification, and the feed that has the same in order (contract §15). */
import { z } from 'zod';
import { bookingStatuses } from './booking.ts';
import { secondSchema } from './formats.ts';

/** What the gateway posts to a partner's webhook URL when a booking changes. */
export const partnerNotificationSchema = z
  .object({
    booking_id: z.string(),
    status: z.enum(bookingStatuses),
    previous_status: z.enum(bookingStatuses).nullable(),
    ticket_url: z.string().nullable(),
    updated_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'PartnerNotification' });

/** One change of one of the partner's bookings. */
export const partnerEventSchema = z
  .object({
    id: z.string().describe('The same however often the event is read or sent.'),
    type: z.literal('booking.status_changed'),
    occurred_at: z.iso.datetime({ precision: 3 }).describe('UTC, to the millisecond.'),
    data: partnerNotificationSchema,
  })
  .meta({ id: 'PartnerEvent' });

/** A page of the feed, oldest first. */
export const partnerEventPageSchema = z
  .object({
    events: z.array(partnerEventSchema),
    next: z.string().describe('Where to read on; opaque. With no events it is where you are.'),
  })
  .meta({ id: 'PartnerEventPage' });

/** A sample that was put into the queue. */
export const testWebhookSchema = z
  .object({ id: z.string().describe('The `webhook-id` that it is posted with.') })
  .meta({ id: 'TestWebhook' });

export type TestWebhook = z.output<typeof testWebhookSchema>;
export type PartnerNotification = z.output<typeof partnerNotificationSchema>;
export type PartnerEvent = z.output<typeof partnerEventSchema>;
export type PartnerEventPage = z.output<typeof partnerEventPageSchema>;
