/** What operators ask about events: notifications of 12go that were set aside, and who reads the topics of Kafka. */
import { z } from 'zod';
import { secondSchema } from '../formats.ts';

/** How many are wanted. */
export const notificationDeadLettersQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('At most so many; default: 100.'),
});

/** A notification that could not be used; never what it said. */
const notificationDeadLetterSchema = z
  .object({
    reason: z
      .string()
      .describe(
        '`not_json`, `no_booking`: unreadable. `no_client`, `unknown_client`: nobody’s. Else why it was given up.',
      ),
    client_id: z.string().nullable(),
    integration_booking_id: z.string().nullable().describe('12go’s number, where one is known.'),
    is_signed: z.boolean(),
    bytes: z.int().nullable().describe('Size of its body.'),
    digest: z
      .string()
      .nullable()
      .describe('SHA-256 of its body in base64url: its sender can find it by that.'),
    set_aside_at: secondSchema.nullable().describe('UTC.'),
  })
  .meta({ id: 'NotificationDeadLetter' });

/** Answer of the notifications. */
export const notificationDeadLettersSchema = z
  .object({
    dead_letters: z.array(notificationDeadLetterSchema).describe('The latest first.'),
    count: z.int().describe('How many are kept, those beyond the limit too.'),
  })
  .meta({ id: 'NotificationDeadLetters' });

export type NotificationDeadLetters = z.output<typeof notificationDeadLettersSchema>;

/** A consumer group and what it has not read. */
const groupAuditSchema = z
  .object({
    group: z.string(),
    state: z.string().describe('Kafka’s own word, such as `Stable` or `Empty`.'),
    members: z.int(),
    topics: z.array(
      z.object({
        topic: z.string(),
        lag: z
          .int()
          .describe('Records that it has not confirmed, of the partitions in which it has confirmed any.'),
        unconfirmed_partitions: z.int().describe('Partitions in which it has confirmed nothing.'),
      }),
    ),
  })
  .meta({ id: 'GroupAudit' });

/** Answer of the audit. */
export const eventsAuditSchema = z
  .object({
    groups: z.array(groupAuditSchema),
    under_replicated: z
      .array(z.object({ topic: z.string(), partition: z.int(), replicas: z.int(), in_sync: z.int() }))
      .describe('Partitions with fewer copies in step than they should have.'),
    old_topics: z
      .array(
        z.object({
          topic: z.string(),
          exists: z.boolean(),
          records: z.int().describe('That arrived in the moment.'),
        }),
      )
      .describe('Those of KAFKA_LEGACY_TOPICS.'),
    moment_seconds: z.number().describe('Between the two looks at the old topics.'),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'EventsAudit' });

export type EventsAudit = z.output<typeof eventsAuditSchema>;
