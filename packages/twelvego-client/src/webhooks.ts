/** The notification that 12go posts to a subscriber when a booking changes. */
import { z } from 'zod';
import { readBookingId } from './ids.ts';
import { readLocalDateTime } from './local-date-time.ts';
import { isRecord, lenient, readId, readInteger, readPrice, readText, required } from './wire.ts';

const notificationTypes = ['booking_updated', 'booking_confirmed', 'booking_canceled'] as const;

const stateSchema = z.object({
  bid: lenient(readBookingId, null),
  tracker: lenient((value) => readText(value) || undefined, null),
  status: lenient((value) => readText(value) || undefined, null),
  from_id: lenient(readId, null),
  to_id: lenient(readId, null),
  dep_date_time: lenient(readLocalDateTime, null),
  seats: lenient(readInteger, null),
  price: lenient(readPrice, null),
});
const readState = (value: unknown) => (isRecord(value) ? stateSchema.safeParse(value).data : undefined);

const notificationSchema = z.object({
  bid: required(readBookingId),
  type: lenient((value) => notificationTypes.find((type) => type === value), null),
  stamp: lenient(readInteger, null),
  previous_data: lenient(readState, null),
  new_data: lenient(readState, null),
});

/** A notification. Only `bid` is certain: the rest may be missing, partial, repeated or out of order. Not signed. */
export type TwelveGoNotification = Readonly<z.infer<typeof notificationSchema>>;
/** What a notification says about the booking before or after the change. */
export type NotifiedState = NonNullable<TwelveGoNotification['new_data']>;

/**
 * Reads a parsed webhook body, or undefined when it carries no readable `bid`. A bare `{"bid": 8451207}` is valid.
 *
 * @example
 * readNotification({ bid: 8451207 })?.bid; // '8451207'
 */
export const readNotification = (body: unknown): TwelveGoNotification | undefined =>
  notificationSchema.safeParse(body).data;
