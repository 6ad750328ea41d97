/** The three flat arrays of a search answer: vehicles, segments, itineraries (contract §5.2). */
import { z } from 'zod';
import { searchPolicySchema } from './cancellation.ts';
import { durationSchema, localMinuteSchema } from './formats.ts';
import { pricingSchema } from './money.ts';

const transportationTypes = ['Bus', 'Ferry', 'Van', 'Train', 'Airplane'] as const;
const imageTypes = [
  'TYPE_CLASS_INSIDE',
  'TYPE_CLASS_OUTSIDE',
  'TYPE_UNKNOWN',
  'TYPE_OPERATOR_LOGO',
  'TYPE_STATION',
  'TYPE_ROUTE',
] as const;
export const confirmationTypes = ['Instant', 'Pending'] as const;
const ticketTypes = ['ShowOnScreen', 'PaperTicket', 'PickUp'] as const;

/** A picture. */
const imageSchema = z
  .object({
    url: z.string().describe('Where the picture is.'),
    width: z.int().nullable().describe('Pixels; null when unknown.'),
    height: z.int().nullable().describe('Pixels; null when unknown.'),
    type: z.enum(imageTypes).nullable().describe('What it shows; null when unknown.'),
  })
  .meta({
    id: 'Image',
    description: 'A picture.',
    examples: [
      { url: 'https://cdn.upstream.example/inside.jpg', width: 640, height: 480, type: 'TYPE_CLASS_INSIDE' },
    ],
  });

/** A class of seats on a vehicle. */
const seatClassSchema = z
  .object({
    id: z.string().describe('`seat_class_id` of segments.'),
    name: z.string().nullable().describe('For people.'),
    description: z.string().nullable().describe('For people; may be empty.'),
    keywords: z.array(z.string()).nullable().describe('Always null at present.'),
    images: z.array(imageSchema).min(1).nullable().describe('Never empty: null instead. Inside first.'),
    amenities: z.array(z.string()).describe('May be empty, never null.'),
  })
  .meta({ id: 'SeatClass', description: 'A class of seats on a vehicle.' });

/** A carrier's kind of vehicle, with every seat class met on it. */
export const vehicleSchema = z
  .object({
    id: z.string().describe('`{operating_carrier_id}-{TransportationType}`'),
    name: z.string().describe('The transportation type.'),
    seat_classes: z.array(seatClassSchema).min(1).describe('Every class of seats met on it.'),
    images: z
      .array(imageSchema)
      .nullable()
      .describe('Always null at present; pictures are those of the seat classes.'),
    description: z.string().nullable().describe('Always null at present.'),
    keywords: z.array(z.string()).nullable().describe('Always null at present.'),
    amenities: z
      .array(z.string())
      .nullable()
      .describe('Always null at present; those of the seat classes are what is known.'),
  })
  .meta({ id: 'Vehicle', description: 'A carrier’s kind of vehicle, with every seat class met on it.' });

/** One leg; waiting time is not a segment. */
export const segmentSchema = z
  .object({
    id: z.string().describe('Names the leg within this answer.'),
    from_station: z.string().describe('Station id of the departure, in your id space.'),
    to_station: z.string().describe('Station id of the arrival, in your id space.'),
    departure_time: localMinuteSchema,
    arrival_time: localMinuteSchema,
    travel_duration: durationSchema,
    vehicle_id: z.string().describe('Of `vehicles`.'),
    operating_carrier_id: z.string().describe('Who runs it; of the list of operating carriers.'),
    seat_class_id: z.string().describe('Of the vehicle’s `seat_classes`.'),
    transportation_types: z.array(z.enum(transportationTypes)).length(1).describe('Exactly one.'),
  })
  .meta({ id: 'Segment', description: 'One leg of a journey; waiting time is not a segment.' });

/** One bookable journey. */
const itinerarySchema = z
  .object({
    id: z.string().describe('Opaque.'),
    departure_segments: z.array(z.string()).min(1).describe('In travel order.'),
    connection_guaranteed: z
      .boolean()
      .describe('Whether a missed connection is the supplier’s affair; true for a single leg.'),
    cancellation_policies: z
      .array(searchPolicySchema)
      .min(1)
      .describe('What a cancellation costs, by how long before departure it comes.'),
    number_of_available_seats: z.int().min(0).describe('Seats that can still be sold.'),
    pricing: pricingSchema.describe('Per passenger.'),
    confirmation_type: z
      .enum(confirmationTypes)
      .describe('`Instant`: the supplier answers a confirm at once. `Pending`: it may take hours.'),
    ticket_type: z.enum(ticketTypes).optional().describe('Absent when unknown.'),
  })
  .meta({ id: 'Itinerary', description: 'One bookable journey.' });

/** Answer of search, with 200 or 206. */
export const searchResponseSchema = z
  .object({
    vehicles: z.array(vehicleSchema).describe('Those of the segments, each once.'),
    segments: z.array(segmentSchema).describe('Legs of the itineraries, each once.'),
    itineraries: z.array(itinerarySchema).describe('In the supplier’s order; empty when nothing is found.'),
  })
  .meta({
    id: 'SearchResponse',
    description:
      'What a search found: three flat arrays that name one another by id. With 206 more may follow.',
  });

export type TransportationType = (typeof transportationTypes)[number];
export type ConfirmationType = (typeof confirmationTypes)[number];
export type TicketType = (typeof ticketTypes)[number];
export type Image = z.output<typeof imageSchema>;
export type SeatClass = z.output<typeof seatClassSchema>;
export type Vehicle = z.output<typeof vehicleSchema>;
export type Segment = z.output<typeof segmentSchema>;
export type Itinerary = z.output<typeof itinerarySchema>;
export type SearchResponse = z.output<typeof searchResponseSchema>;
