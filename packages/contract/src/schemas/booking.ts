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
    id: z
      .string()
      .describe('Names the booking everywhere: for confirm, details, ticket and cancel, and to support.'),
    status: z
      .enum(bookingStatuses)
      .describe(
        '`reserved`: held, not confirmed, lapses by itself. `pending`: confirmed by you, the supplier has not answered. `approved`: travels. `declined`: the supplier said no. `failed`: it went wrong at the supplier. `cancelled`: cancelled, or lapsed.',
      ),
    from_station: z.string().describe('Station id of the departure, in your id space.'),
    to_station: z.string().describe('Station id of the arrival, in your id space.'),
    departure_time: secondSchema.describe('Local to the station.'),
    passenger_count: z.int().min(1).describe('Travellers on the booking.'),
    integration: z.literal('onetwogo').describe('Who sold it; always the same.'),
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
  .meta({ id: 'Booking', description: 'A booking of yours, whatever became of it.' });

/** Answer of lock seats: a Booking reduced to three fields. */
export const lockedSeatsSchema = z
  .object({
    passenger_count: z.int().min(1).describe('Number of seats.'),
    status: z.literal('reserved').describe('The seats are held for 15 minutes.'),
    total_price: moneySchema.describe('What the partner would be charged with these seats.'),
  })
  .meta({
    id: 'LockedSeats',
    description: 'The seats that are held, and the token that replaces the one they were locked with.',
  });

/** Answer of ticket. */
export const ticketSchema = z
  .object({
    ticket_url: z.string().describe('Where the ticket can be downloaded; whoever has the link can.'),
  })
  .meta({ id: 'Ticket', description: 'Where the voucher of an approved booking is.' });

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
    booking_data: z
      .object({
        seat_selection: seatListSchema.describe('Seat ids of `extras.seat_map`, one for each passenger.'),
      })
      .describe('Of `booking_data` only the seats.'),
  })
  .meta({
    id: 'LockSeatsRequest',
    description: 'Which seats to hold for a trip; other seats with the same token give the first ones back.',
  });

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
  .meta({ id: 'UnlockSeatsRequest', description: 'Which seats to give back: those held with this token.' });

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
    title: z.string().optional().describe('Form of address, one of the choices of `booking_schema`.'),
    first_name: z.string().optional().describe('Given name as in the travel document.'),
    last_name: z.string().optional().describe('Family name as in the travel document.'),
    middle_name: z.string().optional().describe('Middle name, where there is one.'),
    id_number: z.string().optional().describe('Number of the travel document.'),
    seat_type_code: z.string().optional().describe('Kind of seat, one of the choices of `booking_schema`.'),
    id_type: z
      .string()
      .optional()
      .describe('Kind of travel document, one of the choices of `booking_schema`.'),
    country_id: z
      .string()
      .optional()
      .describe('Country of the travel document or of citizenship, one of the choices of `booking_schema`.'),
    gender: z.string().optional().describe('One of the choices of `booking_schema`.'),
    is_child: z.boolean().optional().describe('Whether the traveller pays as a child.'),
    dob: z.string().optional().describe('Date of birth, `YYYY-MM-DD`.'),
    id_expiry_date: z.string().optional().describe('Last day of the travel document, `YYYY-MM-DD`.'),
    id_issue_date: z
      .string()
      .optional()
      .describe('Day on which the travel document was issued, `YYYY-MM-DD`.'),
    id_scan: z.string().optional().describe('Picture of the travel document, base64.'),
    baggage_option: z
      .string()
      .optional()
      .describe('Baggage, one of the choices of `booking_schema`; its price is in `extras.baggage` too.'),
    nationality: z.string().optional().describe('Citizenship, one of the choices of `booking_schema`.'),
    residency: z
      .string()
      .optional()
      .describe('Country of residence; ignored where `booking_schema` does not ask for it.'),
    visa_type: z.string().optional().describe('Kind of visa, one of the choices of `booking_schema`.'),
    visa_reason: z.string().optional().describe('What the visa was given for, as `booking_schema` asks.'),
  })
  .meta({
    id: 'Passenger',
    description: 'A traveller. Which members a trip needs is in its `booking_schema`.',
  });

/**
 * What create books. The values are judged against the itinerary's own `booking_schema`, all at once, with
 * partner paths; so this schema only says that there is an object, and `BookingData` documents its members.
 */
export const bookingDataSchema = z
  .object({
    email: z.string().optional().describe('Where the supplier reaches the travellers.'),
    mobile_phone: z
      .string()
      .optional()
      .describe(
        'Phone of the travellers, with the country code; blanks, dashes, dots and brackets do not matter.',
      ),
    seat_selection: z.array(seatSchema).optional().describe('Seats locked with this token replace it.'),
    allow_automatic_seat_selection: z
      .boolean()
      .optional()
      .describe('Whether the supplier may choose other seats when those chosen are taken.'),
    additional_fields: fieldMapSchema
      .optional()
      .describe(
        'What this trip asks for beside the usual, such as where to be picked up: names and values as in `booking_schema`.',
      ),
    upgrades: fieldMapSchema.optional().describe('Accepted, not used.'),
    passengers: z.array(passengerSchema).describe('As many as `pax`.'),
  })
  .meta({
    id: 'BookingData',
    description:
      'What a trip asks for before it can be booked, filled in: valid against the `booking_schema` of get itinerary.',
  });

/** Body of create. */
export const createBookingRequestSchema = z
  .object({
    booking_token: bookingTokenSchema,
    total_price: moneySchema.optional().describe('If sent it must equal the expected total to the cent.'),
    booking_data: z.record(z.string(), jsonValueSchema).meta({
      documentAs: 'BookingData',
      description: 'Who travels and what was chosen; has to fit the `booking_schema` of get itinerary.',
    }),
  })
  .meta({
    id: 'CreateBookingRequest',
    description: 'A trip and its travellers, to be held until it is confirmed.',
  });

export type LockSeatsRequest = z.output<typeof lockSeatsRequestSchema>;
export type UnlockSeatsRequest = z.output<typeof unlockSeatsCanonical>;
export type Passenger = z.output<typeof passengerSchema>;
export type BookingData = z.output<typeof bookingDataSchema>;
export type CreateBookingRequest = z.output<typeof createBookingRequestSchema>;
