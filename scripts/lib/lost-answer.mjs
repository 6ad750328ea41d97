/** A booking whose answer is lost on its way from 12go, and which is there all the same. */
import { root } from './root.mjs';

const daysAhead = 30;

/**
 * Books for a traveller whose first name has the sandbox make the booking and then reset the connection; returns when its outcome is known.
 *
 * @param {{ baseUrl: string, clientId: string, apiKey: string }} gateway
 * @param {string} idempotencyKey
 */
export const bookAndLose = async ({ baseUrl, clientId, apiKey }, idempotencyKey) => {
  const { createClient } = await import(`${root}/packages/sdk/dist/index.js`);
  const { wait } = await import(`${root}/packages/sdk/dist/flows.js`);
  const { fillBookingData, pickSeats } = await import(
    `${root}/examples/partner-booking/src/fill-booking-data.ts`
  );
  const gateway = createClient({ baseUrl, clientId, apiKey });
  const departure_date = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const trip = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'], departure_date, pax: 1 };
  const { itineraries } = await gateway.search(trip);
  const { itineraries: offers } = await gateway.getItinerary(itineraries[0].id, { pax: 1 });
  const [{ booking_token, booking_schema }] = offers;
  const booking_data = fillBookingData(booking_schema);
  booking_data.seat_selection = pickSeats(booking_schema, 1);
  booking_data.passengers[0].first_name = 'Sandbox Reset After';
  const reserved = await gateway.createBooking({ booking_token, booking_data }, { idempotencyKey });
  return await wait(gateway, reserved, { deadlineMs: 60_000 });
};
