/** What partners are told of their bookings without asking: the notification, and the feed that has the same in order (contract §15). */
import { z } from 'zod';
import { bookingStatuses } from './booking.ts';
import { secondSchema } from './formats.ts';

/** What the gateway posts to a partner's webhook URL when a booking changes. */
export const partnerNotificationSchema = z
  .object({
    booking_id: z.string().describe('The same for a booking as long as it is told about.'),
    status: z.enum(bookingStatuses).describe('What it is now.'),
    previous_status: z
      .enum(bookingStatuses)
      .nullable()
      .describe('What it was; null for a new booking, and where nobody knows.'),
    ticket_url: z.string().nullable().describe('Null until there is a ticket.'),
    updated_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'PartnerNotification', description: 'What you are told when a booking of yours changes.' });

/** One change of one of the partner's bookings. */
export const partnerEventSchema = z
  .object({
    id: z.string().describe('The same however often the event is read or sent.'),
    type: z
      .literal('booking.status_changed')
      .describe('The one kind of event that there is; ignore kinds that you do not know.'),
    occurred_at: z.iso.datetime({ precision: 3 }).describe('UTC, to the millisecond.'),
    data: partnerNotificationSchema.describe('What changed.'),
  })
  .meta({ id: 'PartnerEvent', description: 'One change of a booking of yours, in the feed.' });

/** A page of the feed, oldest first. */
export const partnerEventPageSchema = z
  .object({
    events: z.array(partnerEventSchema).describe('At most a page of them.'),
    next: z.string().describe('Where to read on; opaque. With no events it is where you are.'),
  })
  .meta({ id: 'PartnerEventPage', description: 'Changes since the cursor that you sent, oldest first.' });

/** A sample that was put into the queue. */
export const testWebhookSchema = z
  .object({ id: z.string().describe('The `webhook-id` that it is posted with.') })
  .meta({ id: 'TestWebhook', description: 'The sample that was queued for your webhook.' });

export type TestWebhook = z.output<typeof testWebhookSchema>;
export type PartnerNotification = z.output<typeof partnerNotificationSchema>;
export type PartnerEvent = z.output<typeof partnerEventSchema>;
export type PartnerEventPage = z.output<typeof partnerEventPageSchema>;
