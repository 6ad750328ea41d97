/** Seats before a booking: lock and unlock (contract §7). */
import { partnerHeaders } from '../headers.ts';
import { metadata } from '../metadata.ts';
import {
  lockedSeatsSchema,
  lockSeatsRequestSchema,
  unlockSeatsQuerySchema,
  unlockSeatsRequestSchema,
} from '../schemas/booking.ts';
import { c, clientParams, problems } from './route-kit.ts';

const lockSeats = {
  method: 'POST',
  path: '/v1/:client_id/seats',
  summary: 'Lock seats',
  description:
    'Holds seats for 15 minutes against other customers of this gateway, all or none. Optional and best effort: the supplier itself does not hold them. Repeating the call with the same token replaces the earlier choice.',
  pathParams: clientParams,
  headers: partnerHeaders,
  body: lockSeatsRequestSchema,
  responses: { 200: lockedSeatsSchema, ...problems(404, 409, 413, 415, 422) },
  metadata: metadata({
    endpoint: 'lock_seats',
    auth: 'partner',
    cost: 'booking',
    unknownMembers: 'misspelt',
    synonyms: ['bookingToken', 'seats'],
    aliases: ['/:client_id/seats', '/v1/:client_id/bookings/lock_seats', '/:client_id/bookings/lock_seats'],
  }),
} as const;

const unlockSeats = {
  method: 'DELETE',
  path: lockSeats.path,
  summary: 'Unlock seats',
  description:
    'Lets go the seats that were locked with the token, so that others can have them at once. The token is in the body or in the query, and may be past its end. 204 also when it holds none.',
  pathParams: clientParams,
  query: unlockSeatsQuerySchema,
  headers: partnerHeaders,
  body: unlockSeatsRequestSchema,
  responses: { 204: c.noBody(), ...problems(413, 415, 422) },
  metadata: metadata({
    endpoint: 'unlock_seats',
    auth: 'partner',
    cost: 'booking',
    unknownMembers: 'misspelt',
    synonyms: ['bookingToken'],
    aliases: lockSeats.metadata.aliases,
  }),
} as const;

/** Locked seats. */
export const seatRoutes = c.router({ lockSeats, unlockSeats });
