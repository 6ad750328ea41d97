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
    url: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    type: z.enum(imageTypes).nullable(),
  })
  .meta({ id: 'Image' });

/** A class of seats on a vehicle. */
const seatClassSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    keywords: z.array(z.string()).nullable(),
    images: z.array(imageSchema).min(1).nullable().describe('Never empty: null instead. Inside first.'),
    amenities: z.array(z.string()).describe('May be empty, never null.'),
  })
  .meta({ id: 'SeatClass' });

/** A carrier's kind of vehicle, with every seat class met on it. */
export const vehicleSchema = z
  .object({
    id: z.string().describe('`{operating_carrier_id}-{TransportationType}`'),
    name: z.string(),
    seat_classes: z.array(seatClassSchema).min(1),
    images: z.array(imageSchema).nullable(),
    description: z.string().nullable(),
    keywords: z.array(z.string()).nullable(),
    amenities: z.array(z.string()).nullable(),
  })
  .meta({ id: 'Vehicle' });

/** One leg; waiting time is not a segment. */
export const segmentSchema = z
  .object({
    id: z.string(),
    from_station: z.string(),
    to_station: z.string(),
    departure_time: localMinuteSchema,
    arrival_time: localMinuteSchema,
    travel_duration: durationSchema,
    vehicle_id: z.string(),
    operating_carrier_id: z.string(),
    seat_class_id: z.string(),
    transportation_types: z.array(z.enum(transportationTypes)).length(1),
  })
  .meta({ id: 'Segment' });

/** One bookable journey. */
const itinerarySchema = z
  .object({
    id: z.string().describe('Opaque.'),
    departure_segments: z.array(z.string()).min(1).describe('In travel order.'),
    connection_guaranteed: z.boolean(),
    cancellation_policies: z.array(searchPolicySchema).min(1),
    number_of_available_seats: z.int().min(0),
    pricing: pricingSchema,
    confirmation_type: z.enum(confirmationTypes),
    ticket_type: z.enum(ticketTypes).optional().describe('Absent when unknown.'),
  })
  .meta({ id: 'Itinerary' });

/** Answer of search, with 200 or 206. */
export const searchResponseSchema = z
  .object({
    vehicles: z.array(vehicleSchema),
    segments: z.array(segmentSchema),
    itineraries: z.array(itinerarySchema),
  })
  .meta({ id: 'SearchResponse' });

export type TransportationType = (typeof transportationTypes)[number];
export type ConfirmationType = (typeof confirmationTypes)[number];
export type TicketType = (typeof ticketTypes)[number];
export type Image = z.output<typeof imageSchema>;
export type SeatClass = z.output<typeof seatClassSchema>;
export type Vehicle = z.output<typeof vehicleSchema>;
export type Segment = z.output<typeof segmentSchema>;
export type Itinerary = z.output<typeof itinerarySchema>;
export type SearchResponse = z.output<typeof searchResponseSchema>;
