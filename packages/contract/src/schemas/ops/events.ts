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
