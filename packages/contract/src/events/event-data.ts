/** What each kind of event tells beside its envelope: ids, states and amounts, and nothing about passengers. */
import { z } from 'zod';
import { errorCodes, outcomes } from '../errors.ts';
import { bookingStatuses } from '../schemas/booking.ts';
import { secondSchema } from '../schemas/formats.ts';
import { moneySchema } from '../schemas/money.ts';

const statusSchema = z.enum(bookingStatuses);

const attemptSchema = z
  .string()
  .min(1)
  .describe(
    'What was worked on, as the gateway knows it: the itinerary of a checkout, the cart of a reservation, the booking of what follows. A request and what became of it name the same.',
  );

/** Something was asked for, and begins. */
export const requestedDataSchema = z.object({ attempt: attemptSchema }).meta({ id: 'RequestedData' });

/** A form and a price were given. */
export const respondedDataSchema = z
  .object({ attempt: attemptSchema, total: moneySchema.nullable() })
  .meta({ id: 'RespondedData' });

/** A booking was reserved or confirmed. */
export const bookedDataSchema = z
  .object({
    attempt: attemptSchema,
    status: statusSchema,
    previousStatus: statusSchema.nullable().describe('Null where nobody knows, and of a new booking.'),
    total: moneySchema.nullable().describe('What the partner is charged; null where it could not be read.'),
  })
  .meta({ id: 'BookedData' });

/** A booking was cancelled. */
export const cancelledDataSchema = bookedDataSchema
  .extend({ refund: moneySchema.nullable().describe('What the supplier refunds; null where nobody knows.') })
  .meta({ id: 'CancelledData' });

/** Something that was asked for did not happen, or nobody knows. */
export const failedDataSchema = z
  .object({
    attempt: attemptSchema,
    code: z.enum(errorCodes).describe('Error code of the partner API.'),
    outcome: z.enum(outcomes).describe('Whether anything changed at the supplier.'),
  })
  .meta({ id: 'FailedData' });

/** A booking has another status; the members that a partner is told of it. */
export const statusChangedDataSchema = z
  .object({
    status: statusSchema,
    previousStatus: statusSchema.nullable().describe('Null where nobody knows.'),
    ticketUrl: z.string().nullable().describe('Null until there is a ticket.'),
    updatedAt: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'StatusChangedData' });

/** 12go notified the gateway of something. */
export const notificationDataSchema = z
  .object({
    type: z.string().nullable().describe('12go’s own word; null where it gave none.'),
    signed: z.boolean().describe('Whether it carried a signature that is right.'),
  })
  .meta({ id: 'NotificationReceivedData' });

/** Master data was read anew. */
export const entitiesSyncedDataSchema = z
  .object({
    entity: z.enum(['stations', 'operators', 'pois']),
    version: z.string().min(1).describe('Of the snapshot that is in force now.'),
    count: z.int().nonnegative(),
  })
  .meta({ id: 'EntitiesSyncedData' });

/** Settings were read anew, and differ. */
export const configChangedDataSchema = z
  .object({
    scope: z.enum(['clients', 'rates', 'pricing', 'id_map']),
    version: z.string().min(1).describe('Of what is in force now.'),
  })
  .meta({ id: 'ConfigChangedData' });
