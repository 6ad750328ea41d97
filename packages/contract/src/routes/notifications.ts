/** Notifications: what 12go posts to the gateway, and the route that takes it (contract §15). */
import { z } from 'zod';
import { metadata } from '../metadata.ts';
import { jsonValueSchema } from '../schemas/formats.ts';
import { c, problems } from './route-kit.ts';

/** What 12go posts; only `bid` is promised. */
export const supplierNotificationSchema = z
  .object({
    bid: z.union([z.int().positive(), z.string().regex(/^\d{1,18}$/)]).describe('12go’s id of the booking.'),
    type: z.string().optional().describe('What happened, in 12go’s words; not relied on.'),
    stamp: z.number().optional().describe('Unix seconds of the change, where 12go says them.'),
    previous_data: z
      .record(z.string(), jsonValueSchema)
      .nullish()
      .describe('Not relied on: the booking is read instead.'),
    new_data: z
      .record(z.string(), jsonValueSchema)
      .nullish()
      .describe('Not relied on: the booking is read instead.'),
  })
  .meta({ id: 'SupplierNotification', description: 'What 12go posts when a booking of its own changes.' });

export type SupplierNotification = z.output<typeof supplierNotificationSchema>;

const receiveNotification = {
  method: 'POST',
  path: '/v1/notifications/onetwogo',
  summary: 'Notification from 12go',
  description:
    'Takes a booking change from 12go. Answers 200, empty, whenever the body parses, whatever happens downstream, and whatever client it names.',
  query: z.object({
    client_id: z.string().max(64).optional().describe('The partner the booking belongs to.'),
  }),
  body: supplierNotificationSchema,
  responses: { 200: c.noBody(), ...problems(400, 401, 408, 413, 414, 431, 500, 503) },
  metadata: metadata({
    endpoint: 'notification',
    auth: 'supplier',
    cost: 'none',
    aliases: ['/v1/notifications/onetwogo/*'],
  }),
} as const;

/** Notifications from 12go. */
export const notificationRoutes = c.router({ receiveNotification });
