/** What operators see and change of webhooks, notifications and events. */
import { z } from 'zod';
import { opsHeaders } from '../headers.ts';
import { clientIdPattern } from '../paths.ts';
import {
  eventsAuditSchema,
  notificationDeadLettersQuerySchema,
  notificationDeadLettersSchema,
} from '../schemas/ops/events.ts';
import {
  replayedWebhooksSchema,
  replayWebhooksRequestSchema,
  webhookDeadLettersQuerySchema,
  webhookDeadLettersSchema,
  webhookEndpointRequestSchema,
  webhookEndpointSchema,
  webhooksSchema,
} from '../schemas/ops/webhooks.ts';
import { operators } from './ops-scopes.ts';
import { c, problems } from './route-kit.ts';

const webhooks = {
  method: 'GET',
  path: '/ops/v1/webhooks',
  summary: 'List the webhook endpoints',
  description:
    'How the endpoint of each client is, or of one: whether anything can be sent to it, what waits and was given up, since when it fails, and who or what disabled it. Its host alone, since the rest of a URL may hold a key.',
  query: z.object({ client_id: z.string().regex(clientIdPattern, 'is not a client id').optional() }),
  headers: opsHeaders,
  responses: { 200: webhooksSchema, ...problems(400, 401, 403, 404, 500, 503) },
  metadata: operators('ops_webhooks'),
} as const;

const webhookDeadLetters = {
  method: 'GET',
  path: '/ops/v1/webhooks/dead-letters',
  summary: 'List webhooks that were given up',
  description:
    'Webhooks of a client that nobody tries any more, the latest first. They are kept for 7 days, at most 10,000 of a client.',
  query: webhookDeadLettersQuerySchema,
  headers: opsHeaders,
  responses: { 200: webhookDeadLettersSchema, ...problems(400, 401, 403, 404, 500, 503) },
  metadata: operators('ops_webhook_dead_letters'),
} as const;

const replayWebhooks = {
  method: 'POST',
  path: '/ops/v1/webhooks/replay',
  summary: 'Send webhooks again',
  description:
    'Puts dead letters of a client back into its queue, with the ids that they had, so that a partner that has seen one drops it. 422 where nothing could be sent: no usable endpoint, or a disabled one.',
  body: replayWebhooksRequestSchema,
  headers: opsHeaders,
  responses: { 200: replayedWebhooksSchema, ...problems(400, 401, 403, 404, 422, 500, 503) },
  metadata: operators('ops_replay_webhooks'),
} as const;

const changeWebhookEndpoint = {
  method: 'POST',
  path: '/ops/v1/webhooks/endpoint',
  summary: 'Enable or disable a webhook endpoint',
  description:
    'What is due while an endpoint is disabled becomes a dead letter without an attempt. Enabling forgets its failures; dead letters stay dead until they are replayed. 422 for a client whose settings name no endpoint.',
  body: webhookEndpointRequestSchema,
  headers: opsHeaders,
  responses: { 200: webhookEndpointSchema, ...problems(400, 401, 403, 404, 422, 500, 503) },
  metadata: operators('ops_change_webhook_endpoint'),
} as const;

const notificationDeadLetters = {
  method: 'GET',
  path: '/ops/v1/notifications/dead-letters',
  summary: 'List notifications that were set aside',
  description:
    'Notifications of 12go that could not be read, attributed or worked, the latest first: why, and by what their sender can find them. What they said is not kept.',
  query: notificationDeadLettersQuerySchema,
  headers: opsHeaders,
  responses: { 200: notificationDeadLettersSchema, ...problems(400, 401, 403, 500, 503) },
  metadata: operators('ops_notification_dead_letters'),
} as const;

const eventsAudit = {
  method: 'GET',
  path: '/ops/v1/events/audit',
  summary: 'Ask Kafka who reads the events',
  description:
    'Consumer groups with their members and lag, partitions that lack a copy, and old topics that still get records, asked of the brokers now: takes 2 seconds, 10 at most. 422 where KAFKA_BROKERS is not set.',
  headers: opsHeaders,
  responses: { 200: eventsAuditSchema, ...problems(400, 401, 403, 422, 500, 503) },
  metadata: operators('ops_events_audit'),
} as const;

/** Webhooks, notifications and events. */
export const opsEventRoutes = c.router({
  webhooks,
  webhookDeadLetters,
  replayWebhooks,
  changeWebhookEndpoint,
  notificationDeadLetters,
  eventsAudit,
});
