/** Notifications: what 12go posts to the gateway, and what the gateway posts to partners (contract §15). */
import { z } from 'zod';
import { bookingStatuses } from './booking.ts';
import { jsonValueSchema, secondSchema } from './formats.ts';

/** What 12go posts; only `bid` is promised. */
export const supplierNotificationSchema = z
  .object({
    bid: z.union([z.int().positive(), z.string().regex(/^\d{1,18}$/)]),
    type: z.string().optional(),
    stamp: z.number().optional(),
    previous_data: z.record(z.string(), jsonValueSchema).nullish(),
    new_data: z.record(z.string(), jsonValueSchema).nullish(),
  })
  .meta({ id: 'SupplierNotification' });

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

export type SupplierNotification = z.output<typeof supplierNotificationSchema>;
export type PartnerNotification = z.output<typeof partnerNotificationSchema>;
