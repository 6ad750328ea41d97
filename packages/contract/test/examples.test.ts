/** The contract's own examples are accepted, and come out of the schemas exactly as they went in. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  bookingDataSchema,
  bookingSchema,
  cancelledSchema,
  cancelRequestSchema,
  checkoutResponseSchema,
  createBookingRequestSchema,
  errorTable,
  lockedSeatsSchema,
  lockSeatsRequestSchema,
  operatingCarrierSchema,
  partnerNotificationSchema,
  poiSchema,
  problemSchema,
  quoteRequestSchema,
  quoteSchema,
  refundOptionsSchema,
  searchResponseSchema,
  stationSchema,
  ticketSchema,
} from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const folder = new URL('../examples/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

const schemas: Record<string, z.ZodType> = {
  'problem-schema-validation-failed': problemSchema,
  'problem-price-changed': problemSchema,
  'search-response': searchResponseSchema,
  'search-response-empty': searchResponseSchema,
  'native-itinerary-ids': z.object({ id: z.string(), departure_segments: z.array(z.string()) }),
  'checkout-response': checkoutResponseSchema,
  'lock-seats-request': lockSeatsRequestSchema,
  'locked-seats': lockedSeatsSchema,
  'create-booking-request': createBookingRequestSchema,
  'quote-request': quoteRequestSchema,
  quote: quoteSchema,
  'booking-reserved': bookingSchema,
  'booking-approved': bookingSchema,
  ticket: ticketSchema,
  'cancelled-booking': cancelledSchema,
  'refund-options': refundOptionsSchema,
  'cancel-request': cancelRequestSchema,
  'station-file': z.array(stationSchema),
  'operating-carrier-file': z.array(operatingCarrierSchema),
  'poi-file': z.array(poiSchema),
  'partner-notification': partnerNotificationSchema,
};

describe('examples of the contract', () => {
  it('has a schema for every example file', () => {
    const files = readdirSync(folder).map((name) => name.replace('.json', ''));
    expect(files.sort()).toEqual(Object.keys(schemas).sort());
  });

  it.each(Object.entries(schemas))('accepts %s and gives it back unchanged', (name, schema) => {
    const example = read(name);
    expect(schema.parse(example)).toEqual(example);
  });

  it('documents booking data that fits the create example', () => {
    const { booking_data } = createBookingRequestSchema.parse(read('create-booking-request'));
    expect(bookingDataSchema.parse(booking_data)).toEqual(booking_data);
  });

  it.each(['problem-schema-validation-failed', 'problem-price-changed'])(
    'agrees with the error table in %s',
    (name) => {
      const problem = problemSchema.parse(read(name));
      const { status, title, retryable, fault } = errorTable[problem.code];
      expect(problem).toMatchObject({ status, title, retryable, fault });
    },
  );

  it('reads bookingToken and top-level seats as synonyms in lock seats', () => {
    const synonyms = { bookingToken: 'k1.abc', seats: ['A1'] };
    expect(lockSeatsRequestSchema.parse(synonyms)).toEqual({
      booking_token: 'k1.abc',
      booking_data: { seat_selection: ['A1'] },
    });
  });

  it.each([[[]], [['A1', 'A1']], [[1]], ['A1']])('refuses the seat list %j', (seats) => {
    expect(lockSeatsRequestSchema.safeParse({ bookingToken: 'k1.abc', seats }).success).toBe(false);
  });
});
