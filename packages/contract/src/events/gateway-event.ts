/** An event of the gateway: one envelope for all of them, and data by `eventType`. */
import { z } from 'zod';
import {
  bookedDataSchema,
  cancelledDataSchema,
  configChangedDataSchema,
  entitiesSyncedDataSchema,
  failedDataSchema,
  notificationDataSchema,
  requestedDataSchema,
  respondedDataSchema,
  statusChangedDataSchema,
} from './event-data.ts';

const idSchema = z.string().min(1).max(200);

const known = idSchema;
const knownOrNot = idSchema.nullable();

/** A kind of event; `bookingId` and `clientId` say whether it always has one. */
const event = <
  const Type extends string,
  Data extends z.ZodType,
  BookingId extends z.ZodType,
  ClientId extends z.ZodType,
>(
  eventType: Type,
  { data, bookingId, clientId }: { data: Data; bookingId: BookingId; clientId: ClientId },
) =>
  z.object({
    eventId: idSchema.describe('The same however often the event arrives: drop what you have seen.'),
    eventType: z.literal(eventType),
    eventVersion: z.literal(1).describe('Of the data; it grows when an old reader would read it wrongly.'),
    timestamp: z.iso.datetime({ precision: 3 }).describe('When it happened: UTC, to the millisecond.'),
    correlationId: idSchema.describe('Of the request that it came of.'),
    traceId: knownOrNot,
    clientId,
    bookingId,
    data,
  });

const ofAttempt = <const Type extends string, Data extends z.ZodType>(eventType: Type, data: Data) =>
  event(eventType, { data, bookingId: knownOrNot, clientId: known });
const ofBooking = <const Type extends string, Data extends z.ZodType>(eventType: Type, data: Data) =>
  event(eventType, { data, bookingId: known, clientId: known });
const ofGateway = <const Type extends string, Data extends z.ZodType>(eventType: Type, data: Data) =>
  event(eventType, { data, bookingId: z.null(), clientId: knownOrNot });

/** Any event, told apart by `eventType`. Members that are not declared are dropped, so that nothing else leaves the gateway. */
export const gatewayEventSchema = z.discriminatedUnion('eventType', [
  ofAttempt('checkout.requested', requestedDataSchema),
  ofAttempt('checkout.responded', respondedDataSchema),
  ofAttempt('checkout.failed', failedDataSchema),
  ofAttempt('booking.requested', requestedDataSchema),
  ofBooking('booking.reserved', bookedDataSchema),
  ofAttempt('booking.reserve_failed', failedDataSchema),
  ofBooking('booking.confirm_requested', requestedDataSchema),
  ofBooking('booking.confirmed', bookedDataSchema),
  ofBooking('booking.confirm_failed', failedDataSchema),
  ofBooking('booking.cancel_requested', requestedDataSchema),
  ofBooking('booking.cancelled', cancelledDataSchema),
  ofBooking('booking.cancel_failed', failedDataSchema),
  ofBooking('booking.status_changed', statusChangedDataSchema),
  ofAttempt('notification.received', notificationDataSchema),
  ofGateway('content.entities_synced', entitiesSyncedDataSchema),
  ofGateway('config.changed', configChangedDataSchema),
]);

/** An event as it is published. */
export type GatewayEvent = z.output<typeof gatewayEventSchema>;

/** What an event is about. */
export type GatewayEventType = GatewayEvent['eventType'];

/** The event of one type. */
export type GatewayEventOf<Type extends GatewayEventType> = Extract<GatewayEvent, { eventType: Type }>;
