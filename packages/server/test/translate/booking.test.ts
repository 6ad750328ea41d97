/** What a 12go booking becomes, from the client's reader to the partner's Booking. */
import { readFileSync } from 'node:fs';
import { bookingSchema } from '@partner-gateway/contract';
import { idsFor } from '@partner-gateway/itineraries';
import { type Booking, toBookingId } from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { exampleMap } from '../../../itineraries/test/support/example-world.ts';
import { clientAnswering } from '../../../itineraries/test/support/upstream-door.ts';
import { type BookingTranslation, toBooking } from '../../src/translate/booking.ts';

const example = {
  bid: 8451207,
  tracker: 'RR-77KD92',
  status: 'confirmed',
  from_id: 61020,
  to_id: 61388,
  dep_date_time: '2026-12-05 22:00:00',
  seats: 2,
  ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
  created_on: Date.UTC(2026, 9, 28, 9, 41) / 1000,
  stamp: Date.UTC(2026, 9, 28, 9, 42, 15) / 1000,
  price: { value: 41.6, fxcode: 'USD' },
};

const readBooking = (body: Readonly<Record<string, unknown>>): Promise<Booking> =>
  clientAnswering(JSON.stringify({ ...example, ...body })).booking(toBookingId('8451207'));

const translate = async (
  body: Readonly<Record<string, unknown>> = {},
  rest: Partial<BookingTranslation> = {},
) => {
  const answer = toBooking({
    booking: await readBooking(body),
    ids: idsFor(exampleMap, 'fuji'),
    bookingId: 'BK-8451207-7GQ2M',
    total: { currency: 'USD', amount: '41.70' },
    ...rest,
  });
  expect(bookingSchema.parse(answer)).toEqual(answer);
  return answer;
};

const contractExample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));

describe('toBooking', () => {
  it('answers the confirmed example of the contract exactly', async () => {
    expect(await translate()).toEqual(contractExample('booking-approved'));
  });

  it('answers the reserved example of the contract exactly', async () => {
    const fresh = { status: 'pending', tracker: '', ticket_url: null, stamp: example.created_on };
    expect(await translate(fresh, { overrideStatus: 'reserved' })).toEqual(
      contractExample('booking-reserved'),
    );
  });

  it('shows no voucher before the booking is approved, even if 12go sends one', async () => {
    expect((await translate({ status: 'pending' })).voucher_url).toBeNull();
    expect((await translate({}, { overrideStatus: 'reserved' })).voucher_url).toBeNull();
  });

  it.each([undefined, null, '', '  '])('has no operator reference and no voucher for %j', async (blank) => {
    const booking = await translate({ tracker: blank, ticket_url: blank });
    expect([booking.operator_booking_id, booking.voucher_url]).toEqual([null, null]);
  });

  it('keeps the operator reference of a cancelled booking while 12go gives it, and shows no voucher', async () => {
    const booking = await translate({ status: 'cancelled', tracker: 'RR-77KD92' });
    expect([booking.status, booking.operator_booking_id, booking.voucher_url]).toEqual([
      'cancelled',
      'RR-77KD92',
      null,
    ]);
  });

  it('keeps the integers of stations nobody mapped', async () => {
    const booking = await translate({ from_id: 9901, to_id: 9902 });
    expect([booking.from_station, booking.to_station]).toEqual(['9901', '9902']);
  });

  it('speaks native ids to a native client', async () => {
    const booking = await translate({}, { ids: idsFor(exampleMap, 'native') });
    expect([booking.from_station, booking.to_station]).toEqual(['61020', '61388']);
  });

  it.each([
    ['the other stamp', { created_on: null }, '2026-10-28T09:42:15', '2026-10-28T09:42:15'],
    ['the creation', { stamp: 'soon' }, '2026-10-28T09:41:00', '2026-10-28T09:41:00'],
    ['the moment of reading', { created_on: 0, stamp: null }, '2026-10-28T10:00:00', '2026-10-28T10:00:00'],
    [
      'the moment of reading, for milliseconds',
      { created_on: 1e15, stamp: -5 },
      '2026-10-28T10:00:00',
      '2026-10-28T10:00:00',
    ],
  ])('fills a missing time with %s', async (_what, body, created, updated) => {
    const booking = await translate(body, { readAtSeconds: Date.UTC(2026, 9, 28, 10) / 1000 });
    expect([booking.created_at, booking.updated_at]).toEqual([created, updated]);
  });

  it('prints 1970 when nobody knows any time', async () => {
    const booking = await translate({ created_on: null, stamp: null });
    expect([booking.created_at, booking.updated_at]).toEqual(['1970-01-01T00:00:00', '1970-01-01T00:00:00']);
  });

  it.each([0, -3])('never hides a booking because 12go counts %d seats', async (seats) => {
    expect((await translate({ seats })).passenger_count).toBe(1);
  });
});
