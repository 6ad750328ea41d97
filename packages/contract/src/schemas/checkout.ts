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
  // Of anything, said so that no generator makes a type of "anything".
  document: { type: 'object', additionalProperties: true },
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
    seat_id: z.string().describe('For `seat_selection`.'),
    available: z.boolean().describe('Also false while another booking session holds the seat.'),
    held_until: secondSchema
      .optional()
      .describe('UTC. There while another session of this client holds the seat: until when.'),
    type: z.string().optional().describe('Kind of seat, in the supplier’s words; absent when it gives none.'),
    orientation: z
      .string()
      .optional()
      .describe('Where the seat looks, in the supplier’s words; absent when it gives none.'),
    price_difference: moneySchema.describe('What the seat costs on top of the fare.'),
  })
  .meta({ id: 'SeatCell', description: 'One place in the drawing of a vehicle: a seat, or where none is.' });

/** The seats of all decks and sections. */
const seatMapSchema = z
  .object({
    sections: z
      .array(
        z.object({
          level: z.int().describe('Number of the deck or car, as the supplier counts.'),
          rows: z
            .array(
              z.object({
                row: z.string().describe('Name of the row.'),
                cells: z
                  .array(seatCellSchema.nullable())
                  .describe('From left to right; null is an aisle or nothing.'),
              }),
            )
            .describe('From the front.'),
        }),
      )
      .describe('Decks or cars, as the supplier orders them.'),
  })
  .meta({ id: 'SeatMap', description: 'The seats of one vehicle as they are arranged, row by row.' });

/** A baggage choice and its price. */
const baggageOptionSchema = z
  .object({
    code: z.string().describe('For `baggage_option` of a passenger.'),
    title: z.string().describe('For people.'),
    price: moneySchema.describe('What it costs on top of the fare; zero when it is free.'),
  })
  .meta({
    id: 'BaggageOption',
    description: 'A piece of baggage that can be booked with a passenger.',
    examples: [{ code: 'bag_20', title: 'Bag up to 20 kg', price: { currency: 'USD', amount: '8.50' } }],
  });

/** What can be chosen beside the seats themselves. */
const extrasSchema = z
  .object({
    seat_map: seatMapSchema.optional().describe('Absent when no seat can be chosen.'),
    baggage: z.array(baggageOptionSchema).optional().describe('Absent when there is nothing to choose.'),
  })
  .meta({ id: 'Extras', description: 'What can be chosen on top of the fare.' });

/** An itinerary that can be booked; several names differ from search, and stay as they are. */
const checkoutItinerarySchema = z
  .object({
    id: z.string().describe('The id that was asked for.'),
    booking_token: z.string().describe('Opaque; for lock seats and create.'),
    booking_schema: bookingSchemaSchema.describe(
      'What `booking_data` of create has to fit; another one for each trip.',
    ),
    extras: extrasSchema.describe('Seats and baggage with their prices.'),
    to_segments: z.array(z.string()).min(1).describe('Ids of its `segments`, in travel order.'),
    pricing: pricingSchema.describe('Per passenger, before anything is chosen.'),
    number_available_seats: z.int().min(0).describe('Seats that can still be sold.'),
    confirmation_type: z
      .enum(confirmationTypes)
      .describe('`Instant`: the supplier answers a confirm at once. `Pending`: it may take hours.'),
    cancellation_policies: z
      .array(checkoutPolicySchema)
      .min(1)
      .describe('What a cancellation costs, by how long before departure it comes.'),
  })
  .meta({
    id: 'CheckoutItinerary',
    description: 'The trip as it would be booked now: its price, its rules, and the form to fill in.',
  });

/** Answer of get itinerary. */
export const checkoutResponseSchema = z
  .object({
    itineraries: z.array(checkoutItinerarySchema).length(1).describe('Exactly the one that was asked for.'),
    segments: z.array(segmentSchema).min(1).max(10).describe('Its legs.'),
    vehicles: z.array(vehicleSchema).min(1).max(10).describe('Those of its legs.'),
  })
  .meta({ id: 'CheckoutResponse', description: 'A trip opened for booking.' });

export type ItineraryQuery = z.output<typeof itineraryQuerySchema>;
export type BookingSchema = z.output<typeof bookingSchemaSchema>;
export type SeatCell = z.output<typeof seatCellSchema>;
export type SeatMap = z.output<typeof seatMapSchema>;
export type BaggageOption = z.output<typeof baggageOptionSchema>;
export type Extras = z.output<typeof extrasSchema>;
export type CheckoutItinerary = z.output<typeof checkoutItinerarySchema>;
export type CheckoutResponse = z.output<typeof checkoutResponseSchema>;
