/** Get itinerary: the bookable itinerary with its booking schema, extras and token (contract §6). */
import { z } from 'zod';
import { checkoutPolicySchema } from './cancellation.ts';
import { currencyCodeSchema, integerText, jsonValueSchema, localeSchema, secondSchema } from './formats.ts';
import { confirmationTypes, segmentSchema, vehicleSchema } from './itinerary.ts';
import { moneySchema, pricingSchema } from './money.ts';

/** The query of get itinerary. */
export const itineraryQuerySchema = z.object({
  locale: localeSchema.optional(),
  currency: currencyCodeSchema.optional().describe('Currency of the gross price.'),
  pax: integerText(1, 100).optional().describe('For plain ids, which do not carry it; default 1.'),
});

/** A JSON Schema (draft-07) that `booking_data` of create has to fit. */
const bookingSchemaSchema = z.record(z.string(), jsonValueSchema).meta({
  id: 'BookingSchema',
  description:
    'JSON Schema, draft-07, of `booking_data`. Its patterns have the same verdict in JavaScript (with and without the ' +
    'flag `u`), Python `re`, Go `regexp`, `java.util.regex` (`find`) and PHP (between slashes, with the flag `u`); they ' +
    'are searched for, as JSON Schema wants it. Texts that a pattern does not judge match it, and 12go judges them when ' +
    'it books. A field whose rule cannot be published says so in its `description`. A choice that costs something has its ' +
    'surcharge, a `Money`, at `definitions.surcharge.const`.',
});

/** A seat, or null for an aisle. */
const seatCellSchema = z
  .object({
    seat_id: z.string(),
    available: z.boolean().describe('Also false while another booking session holds the seat.'),
    held_until: secondSchema
      .optional()
      .describe('UTC. There while another session of this client holds the seat: until when.'),
    type: z.string().optional(),
    orientation: z.string().optional(),
    price_difference: moneySchema,
  })
  .meta({ id: 'SeatCell' });

/** The seats of all decks and sections. */
const seatMapSchema = z
  .object({
    sections: z.array(
      z.object({
        level: z.int(),
        rows: z.array(z.object({ row: z.string(), cells: z.array(seatCellSchema.nullable()) })),
      }),
    ),
  })
  .meta({ id: 'SeatMap' });

/** A baggage choice and its price. */
const baggageOptionSchema = z
  .object({ code: z.string(), title: z.string(), price: moneySchema })
  .meta({ id: 'BaggageOption' });

/** What can be chosen beside the seats themselves. */
const extrasSchema = z
  .object({ seat_map: seatMapSchema.optional(), baggage: z.array(baggageOptionSchema).optional() })
  .meta({ id: 'Extras' });

/** An itinerary that can be booked; several names differ from search, and stay as they are. */
const checkoutItinerarySchema = z
  .object({
    id: z.string().describe('The id that was asked for.'),
    booking_token: z.string().describe('Opaque; for lock seats and create.'),
    booking_schema: bookingSchemaSchema,
    extras: extrasSchema,
    to_segments: z.array(z.string()).min(1),
    pricing: pricingSchema,
    number_available_seats: z.int().min(0),
    confirmation_type: z.enum(confirmationTypes),
    cancellation_policies: z.array(checkoutPolicySchema).min(1),
  })
  .meta({ id: 'CheckoutItinerary' });

/** Answer of get itinerary. */
export const checkoutResponseSchema = z
  .object({
    itineraries: z.array(checkoutItinerarySchema).length(1),
    segments: z.array(segmentSchema).min(1).max(10),
    vehicles: z.array(vehicleSchema).min(1).max(10),
  })
  .meta({ id: 'CheckoutResponse' });

export type ItineraryQuery = z.output<typeof itineraryQuerySchema>;
export type BookingSchema = z.output<typeof bookingSchemaSchema>;
export type SeatCell = z.output<typeof seatCellSchema>;
export type SeatMap = z.output<typeof seatMapSchema>;
export type BaggageOption = z.output<typeof baggageOptionSchema>;
export type Extras = z.output<typeof extrasSchema>;
export type CheckoutItinerary = z.output<typeof checkoutItinerarySchema>;
export type CheckoutResponse = z.output<typeof checkoutResponseSchema>;
