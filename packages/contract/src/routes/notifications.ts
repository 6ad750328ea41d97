/** What 12go posts to the gateway (contract §15.1). */
import { z } from 'zod';
import { metadata } from '../metadata.ts';
import { supplierNotificationSchema } from '../schemas/notification.ts';
import { c, problems } from './route-kit.ts';

const receiveNotification = {
  method: 'POST',
  path: '/v1/notifications/onetwogo',
  summary: 'Notification from 12go',
  description:
    'Takes a booking change from 12go. Answers 200, empty, whenever the body parses, whatever happens downstream.',
  query: z.object({
    client_id: z.string().max(64).optional().describe('The partner the booking belongs to.'),
  }),
  body: supplierNotificationSchema,
  responses: { 200: c.noBody(), ...problems(400, 401, 404, 413, 415, 500, 503) },
  metadata: metadata({
    endpoint: 'notification',
    auth: 'supplier',
    cost: 'none',
    aliases: ['/v1/notifications/onetwogo/*'],
  }),
} as const;

/** Notifications from 12go. */
export const notificationRoutes = c.router({ receiveNotification });
