/** Webhooks as operators see them: how each client's endpoint is, what was given up, and what they do about both. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { secondSchema } from '../formats.ts';

const clientId = z.string().regex(clientIdPattern, 'is not a client id');
const reason = z.string().trim().min(3).max(200).describe('Goes into the log with the operator’s name.');
const eventId = z.string().regex(/^[\w-]{1,64}$/, 'is not the id of an event');

/** How the endpoint of one client is. */
const clientWebhookSchema = z
  .object({
    client_id: z.string(),
    host: z.string().describe('Where it is; the rest of the URL may hold a key.'),
    is_usable: z.boolean().describe('Whether anything can be sent to it.'),
    unusable_because: z
      .enum(['secret_missing', 'disabled'])
      .nullable()
      .describe('`secret_missing`: a secret that the settings name is not there.'),
    waiting: z.int(),
    oldest_waiting_seconds: z.number().nullable().describe('Null when none waits.'),
    dead: z.int().describe('Given up, and kept to be sent again.'),
    forgotten: z
      .int()
      .describe('Given up, and kept no more because of their age or number, in all of the client’s time.'),
    failing_since: secondSchema.nullable().describe('First failure since the last success. UTC.'),
    disabled: z
      .object({
        reason: z
          .enum(['gone', 'failing', 'operator'])
          .describe('`gone`: it answered 410. `failing`: five days without a success.'),
        since: secondSchema.describe('UTC.'),
      })
      .nullable(),
  })
  .meta({ id: 'ClientWebhook' });

/** Answer of the list. */
export const webhooksSchema = z
  .object({
    webhooks: z.array(clientWebhookSchema).describe('Of each client whose settings name an endpoint.'),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'Webhooks' });

/** Which dead letters are wanted. */
export const webhookDeadLettersQuerySchema = z.object({
  client_id: clientId,
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('At most so many; default: 100.'),
  before: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('`next_before` of the page before: those that died earlier.'),
});

/** A webhook that nobody tries any more. */
const webhookDeadLetterSchema = z
  .object({
    event_id: z.string(),
    booking_id: z.string(),
    reason: z
      .enum(['exhausted', 'gone', 'endpoint_disabled', 'endpoint_missing'])
      .describe('`exhausted`: after its last attempt. `gone`: answered 410. The others: without an attempt.'),
    attempts: z.int(),
    last_outcome: z
      .string()
      .nullable()
      .describe('What the last attempt came to: a status, or a word such as `timeout`.'),
    died_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'WebhookDeadLetter' });

/** Answer of the dead letters. */
export const webhookDeadLettersSchema = z
  .object({
    client_id: z.string(),
    dead_letters: z.array(webhookDeadLetterSchema).describe('The latest first.'),
    next_before: z.int().nullable().describe('Sent as `before` it leads on; null on the last page.'),
  })
  .meta({ id: 'WebhookDeadLetters' });

/** Which dead letters to send again, and why. */
export const replayWebhooksRequestSchema = z
  .strictObject({
    client_id: clientId,
    event_ids: z.array(eventId).min(1).max(1000).optional(),
    all: z.literal(true).optional().describe('Every dead letter of the client, instead of `event_ids`.'),
    reason,
  })
  .refine(({ event_ids: ids, all }) => (ids === undefined) !== (all === undefined), {
    path: ['event_ids'],
    message: 'or all: true is required, and not both',
  })
  .meta({ id: 'ReplayWebhooksRequest' });

/** Answer of the replay. */
export const replayedWebhooksSchema = z
  .object({
    client_id: z.string(),
    replayed: z.int().describe('So many wait again; those that were no dead letters are left as they are.'),
    replayed_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'ReplayedWebhooks' });

/** Whether an endpoint is sent to. */
export const webhookEndpointRequestSchema = z
  .strictObject({ client_id: clientId, state: z.enum(['enabled', 'disabled']), reason })
  .meta({ id: 'WebhookEndpointRequest' });

/** Answer of the change. */
export const webhookEndpointSchema = z
  .object({
    client_id: z.string(),
    state: z.enum(['enabled', 'disabled']),
    was_changed: z.boolean().describe('False where it was so before.'),
    dead: z.int().describe('Dead letters that a replay would send.'),
    effect: z.string().describe('What that means, and what it does not.'),
    changed_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'WebhookEndpoint' });

export type Webhooks = z.output<typeof webhooksSchema>;
export type WebhookDeadLettersQuery = z.output<typeof webhookDeadLettersQuerySchema>;
export type WebhookDeadLetters = z.output<typeof webhookDeadLettersSchema>;
export type ReplayWebhooksRequest = z.output<typeof replayWebhooksRequestSchema>;
export type ReplayedWebhooks = z.output<typeof replayedWebhooksSchema>;
export type WebhookEndpointRequest = z.output<typeof webhookEndpointRequestSchema>;
export type WebhookEndpointChange = z.output<typeof webhookEndpointSchema>;
