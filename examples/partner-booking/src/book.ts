/** Books a night bus from Hanoi to Sapa, from search to ticket, the way a partner's server would. */
import { createClient, isGatewayError } from '@partner-gateway/sdk';
import { wait } from '@partner-gateway/sdk/flows';
import { fillBookingData, pickSeats } from './fill-booking-data.ts';
import { ticketUrl } from './ticket-url.ts';

const pax = 2;
const daysAhead = 30;

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}`);
  return value;
};

const book = async (): Promise<void> => {
  const gateway = createClient({
    baseUrl: required('PARTNER_GATEWAY_BASE_URL'),
    clientId: required('PARTNER_GATEWAY_CLIENT_ID'),
    apiKey: required('PARTNER_GATEWAY_API_KEY'),
  });

  const date = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const trip = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'] };
  const { itineraries, complete } = await gateway.search({ ...trip, departure_date: date, pax, timeout: 10 });
  console.log(`search     ${itineraries.length} itineraries on ${date}${complete ? '' : ', more to come'}`);
  const chosen = itineraries.find(
    (itinerary) => itinerary.number_of_available_seats >= pax && itinerary.confirmation_type === 'Instant',
  );
  if (chosen === undefined) throw new Error(`no trip with ${pax} seats on ${date}`);

  const [offer] = (await gateway.getItinerary(chosen.id, { pax })).itineraries;
  if (offer === undefined) throw new Error('the itinerary came back empty');
  const { booking_token, booking_schema, pricing } = offer;
  console.log(`itinerary  ${pricing.net_price.amount} ${pricing.net_price.currency} net for each passenger`);

  const seats = pickSeats(booking_schema, pax);
  const booking_data = fillBookingData(booking_schema);
  if (seats.length > 0) {
    booking_data.seat_selection = seats;
    const locked = await gateway.lockSeats({ booking_token, booking_data: { seat_selection: seats } });
    console.log(
      `seats      ${seats.join(', ')}: ${locked.total_price.amount} ${locked.total_price.currency} in all`,
    );
  }

  const reserved = await wait(gateway, await gateway.createBooking({ booking_token, booking_data }));
  console.log(`booking    ${reserved.id} is ${reserved.status}`);

  const confirmed = await wait(gateway, await gateway.confirmBooking(reserved.id));
  console.log(`confirm    ${confirmed.id} is ${confirmed.status}`);

  console.log(`ticket     ${await ticketUrl(gateway, confirmed.id)}`);
};

book().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (isGatewayError(error) && error.outcome === 'unknown')
    console.error('It may be booked: read it before trying again.');
  process.exitCode = 1;
});
