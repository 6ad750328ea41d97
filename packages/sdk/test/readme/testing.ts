/** The README's tests against the fake. */
import { createClient, isGatewayError } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';

const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z' });
const { baseUrl, clientId, apiKey, fetch } = fake;
const gateway = createClient({ baseUrl, clientId, apiKey, fetch });

const { itineraries } = await gateway.search({
  departures: ['PHCEBPRA'],
  arrivals: ['PHTAGPRT'],
  departure_date: '2026-12-05',
  pax: 1,
});
const opened = await gateway.getItinerary(itineraries[0]?.id ?? '');
const passenger = { first_name: 'Lan', last_name: 'Tran', id_type: '0', id_number: 'AB1234567' };
const order = {
  booking_token: opened.itineraries[0]?.booking_token ?? '',
  booking_data: {
    email: 'lan@traveller.example',
    mobile_phone: '+61400111222',
    passengers: [{ ...passenger, dob: '1990-05-31', baggage_option: '15kg' }],
  },
};

fake.scenarios.set({ operation: 'createBooking', scenario: 'error', code: 'trip_unavailable', times: 1 });
try {
  await gateway.createBooking(order);
} catch (error) {
  if (!isGatewayError(error, 'trip_unavailable')) throw error;
  console.log('sold out, and nothing was booked:', error.outcome);
}

fake.scenarios.set({ operation: 'createBooking', scenario: 'lost_answer', times: 1 });
const booked = await gateway.createBooking(order);
console.log(booked.state, 'once:', fake.state().bookings.length, fake.state().bookings[0]?.total_price);
