/** The old system for the bench: a search answer of so many itineraries in the contract's form, whatever is asked. */
import { createServer } from 'node:http';

const leg = (index: number) => ({
  id: `leg-${index}`,
  from_station: 'VNHANMYD',
  to_station: 'VNSPASPA',
  departure_time: `2026-12-05T${String(index % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
  arrival_time: '2026-12-06T05:00',
  travel_duration: 'PT7H',
  vehicle_id: 'OPR1-Bus',
  operating_carrier_id: 'OPR1',
  seat_class_id: '41',
  transportation_types: ['Bus'],
});

const amount = (value: string) => ({ currency: 'USD', amount: value });

const itinerary = (index: number) => ({
  id: `VN0fSc0fY87jib04V0pW41sL-2026-12-05-${index}`,
  departure_segments: [`leg-${index}`],
  connection_guaranteed: true,
  cancellation_policies: [{ from: null, penalty: { percent: 100 } }],
  number_of_available_seats: 9,
  confirmation_type: 'Instant',
  ticket_type: 'ShowOnScreen',
  pricing: {
    gross_price: { ...amount('22.05'), price_type: 'Recommended' },
    net_price: amount('19.75'),
    taxes_and_fees: amount('2.30'),
  },
});

const answerOf = (count: number): Buffer => {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const vehicle = { id: 'OPR1-Bus', name: 'Bus', seat_classes: [{ id: '41', name: 'VIP', amenities: [] }] };
  return Buffer.from(
    JSON.stringify({ vehicles: [vehicle], segments: indexes.map(leg), itineraries: indexes.map(itinerary) }),
  );
};

const answers = new Map<string, Buffer>();

const server = createServer((request, response) => {
  const pax = /pax=(\d+)/.exec(request.url ?? '')?.[1] ?? '1';
  const body = answers.get(pax) ?? answerOf(Number(pax));
  answers.set(pax, body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
