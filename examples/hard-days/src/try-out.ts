/** A bad week at the shop, with the fake partner API of the SDK in place of the gateway. */
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';
import { sell } from './sell.ts';

const fake = createPartnerFake();
const { baseUrl, clientId, apiKey, fetch } = fake;
const gateway = createClient({ baseUrl, clientId, apiKey, fetch });
const departure_date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const open = async () => {
  const trip = { departures: ['PHCEBPRA'], arrivals: ['PHTAGPRT'], departure_date, pax: 1 };
  const { itineraries } = await gateway.search(trip);
  const [itinerary] = (await gateway.getItinerary(itineraries[0]?.id ?? '')).itineraries;
  if (itinerary === undefined) throw new Error('no trip');
  return itinerary;
};
const booking_data = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
  passengers: [
    {
      first_name: 'Lan',
      last_name: 'Tran',
      id_type: '0',
      id_number: 'AB1234567',
      dob: '1990-05-31',
      baggage_option: '15kg',
    },
  ],
};

type Day = {
  readonly what: string;
  readonly stage: () => void;
  readonly willPay: boolean;
  readonly said: RegExp;
};
const onCreate = { operation: 'createBooking', times: 1 } as const;
const days: Day[] = [
  { what: 'a good day', stage: () => {}, willPay: false, said: /^approved: / },
  {
    what: 'the price moved, and the customer pays',
    stage: () => fake.scenarios.set({ ...onCreate, scenario: 'price_moved', by: '2.50' }),
    willPay: true,
    said: /^approved: /,
  },
  {
    what: 'the price moved, and the customer leaves',
    stage: () => fake.scenarios.set({ ...onCreate, scenario: 'price_moved', by: '2.50' }),
    willPay: false,
    said: /did not want the new price/,
  },
  {
    what: 'sold out',
    stage: () => fake.scenarios.set({ ...onCreate, scenario: 'sold_out' }),
    willPay: false,
    said: /^not booked \(trip_unavailable\)/,
  },
  {
    what: 'an answer is lost',
    stage: () => fake.scenarios.set({ ...onCreate, scenario: 'lost_answer' }),
    willPay: false,
    said: /^approved: /,
  },
  {
    what: 'the supplier takes its time',
    stage: () => fake.scenarios.set({ ...onCreate, scenario: 'pending', polls: 1 }),
    willPay: false,
    said: /^approved: /,
  },
];

for (const [index, { what, stage, willPay, said }] of days.entries()) {
  const itinerary = await open();
  stage();
  const order = { id: `order-${index}`, itinerary, booking_data };
  const told = await sell(gateway, order, () => Promise.resolve(willPay));
  console.log(`${what}: ${told}`);
  if (!said.test(told)) process.exitCode = 1;
}
