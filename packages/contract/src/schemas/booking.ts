/** The Booking that create, confirm, details and incomplete results answer with (contract §8). */
import { z } from 'zod';
import { secondSchema } from './formats.ts';
import { moneySchema } from './money.ts';

export const bookingStatuses = [
  'reserved',
  'pending',
  'declined',
  'approved',
  'cancelled',
  'failed',
] as const;

/** A booking. */
export const bookingSchema = z
  .object({
    id: z.string(),
    status: z.enum(bookingStatuses),
    from_station: z.string(),
    to_station: z.string(),
    departure_time: secondSchema.describe('Local to the station.'),
    passenger_count: z.int().min(1),
    integration: z.literal('onetwogo'),
    integration_booking_id: z.string().describe('The 12go booking id.'),
    operator_booking_id: z
      .string()
      .nullable()
      .describe('The operator’s reference; null before confirmation.'),
    voucher_url: z.string().nullable().describe('Null until a ticket exists.'),
    updated_at: secondSchema.describe('UTC.'),
    created_at: secondSchema.describe('UTC.'),
    total_price: moneySchema.describe('What the partner is charged.'),
  })
  .meta({ id: 'Booking' });

/** Answer of lock seats: a Booking reduced to three fields. */
export const lockedSeatsSchema = z
  .object({
    passenger_count: z.int().min(1).describe('Number of seats.'),
    status: z.literal('reserved'),
    total_price: moneySchema,
  })
  .meta({ id: 'LockedSeats' });

/** Answer of ticket. */
export const ticketSchema = z.object({ ticket_url: z.string() }).meta({ id: 'Ticket' });

export type BookingStatus = (typeof bookingStatuses)[number];
export type Booking = z.output<typeof bookingSchema>;
export type LockedSeats = z.output<typeof lockedSeatsSchema>;
export type Ticket = z.output<typeof ticketSchema>;
