/** Seat locks as an operator lists and releases them. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { datePartSchema, secondSchema } from '../formats.ts';

const clientId = z.string().regex(clientIdPattern, 'is not a client id');
const tripId = z
  .string()
  .regex(/^[!-~]{1,100}$/, 'is not a trip id')
  .describe('12go’s trip key, the first part of a plain itinerary id.');
const sessionId = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'is not a session of the list')
  .describe('The booking session that holds the seats: a hash of its booking token.');
const date = datePartSchema.describe('When the trip departs, local.');

/** Which locks are wanted. */
export const seatLocksQuerySchema = z
  .object({
    client_id: clientId.optional().describe('Those of this client, over all trips.'),
    trip_id: tripId.optional(),
    date: date.optional(),
  })
  .superRefine(({ client_id: client, trip_id: trip, date: day }, context) => {
    const missing = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (trip !== undefined && day === undefined) missing('date', 'is required with trip_id');
    if (trip === undefined && day !== undefined) missing('trip_id', 'is required with date');
    if (client === undefined && trip === undefined && day === undefined)
      missing('client_id', 'is required, or trip_id and date');
  });

/** One seat that is held. */
const seatLockSchema = z
  .object({
    seat: z.string(),
    client_id: z.string(),
    session_id: sessionId,
    trip_id: z.string(),
    date: z.string(),
    locked_until: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'SeatLock' });

/** Answer of the list. */
export const seatLocksSchema = z
  .object({
    seat_locks: z.array(seatLockSchema).describe('Those that end first come first; at most 1000.'),
    count: z.int().describe('How many there are, those beyond 1000 too.'),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'SeatLocks' });

/** Whose seats to let go, and why. */
export const releaseSeatLocksRequestSchema = z
  .strictObject({
    client_id: clientId,
    session_id: sessionId,
    trip_id: tripId,
    date,
    cart: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'is not a cart id')
      .optional()
      .describe('12go’s cart of the session, if it is known: its story then has the release.'),
    reason: z.string().trim().min(3).max(200).describe('Goes into the log with the operator’s name.'),
  })
  .meta({ id: 'ReleaseSeatLocksRequest' });

/** Answer of the release. */
export const releasedSeatLocksSchema = z
  .object({
    released: z.array(z.string()).describe('The seats that the session held and holds no more.'),
    effect: z.string().describe('What that means, and what it does not.'),
    released_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'ReleasedSeatLocks' });

export type SeatLocksQuery = z.output<typeof seatLocksQuerySchema>;
export type SeatLocks = z.output<typeof seatLocksSchema>;
export type ReleaseSeatLocksRequest = z.output<typeof releaseSeatLocksRequestSchema>;
export type ReleasedSeatLocks = z.output<typeof releasedSeatLocksSchema>;
