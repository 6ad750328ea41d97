/** What partners are told of their bookings, for those who ask (contract §15.2). */
import { z } from 'zod';
import { partnerHeaders } from '../headers.ts';
import { metadata } from '../metadata.ts';
import { partnerEventPageSchema, testWebhookSchema } from '../schemas/partner-events.ts';
import { c, clientParams, problems } from './route-kit.ts';

/** A whole number as it stands in a query. */
const wholeNumber = (minimum: number, maximum: number, fallback: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

const eventsQuerySchema = z.object({
  since: z
    .string()
    .regex(
      /^\d{1,15}-\d{1,15}$/,
      'is not a cursor; take `next` of the page before, or leave it out to begin with the oldest event',
    )
    .optional()
    .describe('`next` of the page before. Left out: from the oldest event that is kept.')
    .meta({ examples: ['1793180535123-0'] }),
  limit: wholeNumber(1, 500, 100).describe('Most events of a page.'),
  wait_seconds: wholeNumber(0, 15, 0).describe('How long to wait for an event when there is none yet.'),
});

const listEvents = {
  method: 'GET',
  path: '/v1/:client_id/events',
  summary: 'Changes of your bookings',
  description:
    'The changes of the status of your bookings, oldest first: the same that are posted to a webhook URL, with the same ids. Read on with `since`, which is `next` of the page before; with `wait_seconds` the answer comes as soon as there is an event. Events are kept for 7 days; of a booking that changed before that, read the booking.',
  pathParams: clientParams,
  query: eventsQuerySchema,
  headers: partnerHeaders,
  responses: { 200: partnerEventPageSchema, ...problems() },
  metadata: metadata({
    endpoint: 'list_events',
    auth: 'partner',
    cost: 'poll',
    unknownMembers: 'misspelt',
    aliases: ['/:client_id/events'],
  }),
} as const;

const testWebhook = {
  method: 'POST',
  path: '/v1/:client_id/webhooks/test',
  summary: 'Have a sample posted to your webhook',
  description:
    'Has a sample posted to your webhook URL: the booking `BK-0-TEST`, which there is none of, from pending to approved. It goes the way of every webhook: signed the same, tried again on the same schedule, and what your endpoint answers counts for it.',
  pathParams: clientParams,
  headers: partnerHeaders,
  body: z.unknown().meta({ noBody: true }),
  responses: { 202: testWebhookSchema, ...problems(413, 415, 422) },
  metadata: metadata({
    endpoint: 'test_webhook',
    auth: 'partner',
    cost: 'poll',
  }),
} as const;

/** Events of bookings. */
export const eventRoutes = c.router({ listEvents, testWebhook });
