/** Booking: the bodies of lock seats and create, and the Booking they and their followers answer with (contract §7, §8). */
import { z } from 'zod';
import { jsonValueSchema, secondSchema } from './formats.ts';
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
      .describe(
        'The operator’s reference; null before confirmation. After a cancellation it stays as long as the supplier gives it.',
      ),
    voucher_url: z
      .string()
      .nullable()
      .describe('Null until a ticket exists, and again when the booking is not `approved` any more.'),
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

const bookingTokenSchema = z.string().min(1).max(4096).describe('From get itinerary.');
const seatSchema = z.string().min(1).max(32);
const seatListSchema = z
  .array(seatSchema)
  .min(1, 'has no seat')
  .max(100)
  .refine((seats) => new Set(seats).size === seats.length, 'names a seat twice');

const lockSeatsCanonical = z
  .object({
    booking_token: bookingTokenSchema,
    booking_data: z.object({ seat_selection: seatListSchema }),
  })
  .meta({ id: 'LockSeatsRequest' });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutSynonyms = (body: unknown): unknown => {
  if (!isRecord(body)) return body;
  const { bookingToken, seats, ...rest } = body;
  return {
    ...rest,
    booking_token: rest.booking_token ?? bookingToken,
    booking_data: rest.booking_data ?? (seats === undefined ? undefined : { seat_selection: seats }),
  };
};

/** Body of lock seats; `bookingToken` and a top-level `seats` are read as synonyms. */
export const lockSeatsRequestSchema = z.preprocess(withoutSynonyms, lockSeatsCanonical);

const withoutTokenSynonym = (body: unknown): unknown => {
  if (!isRecord(body)) return body ?? undefined;
  const { bookingToken, ...rest } = body;
  return { ...rest, booking_token: rest.booking_token ?? bookingToken };
};

const unlockSeatsCanonical = z
  .object({ booking_token: bookingTokenSchema.optional() })
  .meta({ id: 'UnlockSeatsRequest' });

/** Body of unlock seats, none where the query has the token; `bookingToken` is read as a synonym. */
export const unlockSeatsRequestSchema = z.preprocess(withoutTokenSynonym, unlockSeatsCanonical.optional());

/** The query of unlock seats, for callers that cannot send a body with DELETE. */
export const unlockSeatsQuerySchema = z.object({
  booking_token: bookingTokenSchema.optional().describe('In place of the body’s.'),
});

const fieldMapSchema = z.record(z.string(), z.string());

/** One passenger: only the fields the itinerary's booking schema asks for. */
export const passengerSchema = z
  .object({
    title: z.string().optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    middle_name: z.string().optional(),
    id_number: z.string().optional(),
    seat_type_code: z.string().optional(),
    id_type: z.string().optional(),
    country_id: z.string().optional(),
    gender: z.string().optional(),
    is_child: z.boolean().optional(),
    dob: z.string().optional(),
    id_expiry_date: z.string().optional(),
    id_issue_date: z.string().optional(),
    id_scan: z.string().optional(),
    baggage_option: z.string().optional(),
    nationality: z.string().optional(),
    residency: z.string().optional(),
    visa_type: z.string().optional(),
    visa_reason: z.string().optional(),
  })
  .meta({ id: 'Passenger' });

/**
 * What create books. The values are judged against the itinerary's own `booking_schema`, all at once, with
 * partner paths; so this schema only says that there is an object, and `BookingData` documents its members.
 */
export const bookingDataSchema = z
  .object({
    email: z.string().optional(),
    mobile_phone: z.string().optional(),
    seat_selection: z.array(seatSchema).optional().describe('Seats locked with this token replace it.'),
    allow_automatic_seat_selection: z.boolean().optional(),
    additional_fields: fieldMapSchema.optional(),
    upgrades: fieldMapSchema.optional(),
    passengers: z.array(passengerSchema).describe('As many as `pax`.'),
  })
  .meta({ id: 'BookingData' });

/** Body of create. */
export const createBookingRequestSchema = z
  .object({
    booking_token: bookingTokenSchema,
    total_price: moneySchema.optional().describe('If sent it must equal the expected total to the cent.'),
    booking_data: z.record(z.string(), jsonValueSchema).meta({ documentAs: 'BookingData' }),
  })
  .meta({ id: 'CreateBookingRequest' });

export type LockSeatsRequest = z.output<typeof lockSeatsRequestSchema>;
export type UnlockSeatsRequest = z.output<typeof unlockSeatsCanonical>;
export type Passenger = z.output<typeof passengerSchema>;
export type BookingData = z.output<typeof bookingDataSchema>;
export type CreateBookingRequest = z.output<typeof createBookingRequestSchema>;
