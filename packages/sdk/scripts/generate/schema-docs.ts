/** What stands above a generated type: what it is, and an example that can be run. */
import { inspect } from 'node:util';
import { type Schema, schemas } from './openapi-document.ts';

/** Of large bodies no value is shown, but what is done with them. */
const uses: Readonly<Record<string, string>> = {
  BookingSchema: `const schema: BookingSchema = offer.booking_schema;
for (const { field, title, required } of toFields(schema)) console.log(field, title, required);`,
  CheckoutItinerary: `const { booking_token, pricing }: CheckoutItinerary = offer;
console.log(booking_token.length, pricing.net_price.amount);`,
  CheckoutResponse: `const { itineraries }: CheckoutResponse = await gateway.getItinerary(itineraryId);
for (const { booking_token } of itineraries) console.log(booking_token);`,
  Extras: `const extras: Extras = offer.extras;
for (const { title, price } of extras.baggage ?? []) console.log(title, price.amount);`,
  Itinerary: `const cheapest = (trips: Itinerary[]): Itinerary | undefined =>
  trips.toSorted((one, other) => Number(one.pricing.net_price.amount) - Number(other.pricing.net_price.amount))[0];
console.log(cheapest((await gateway.search(query)).itineraries)?.id);`,
  Quote: `const quote: Quote = await gateway.quoteBooking({ booking_token: offer.booking_token });
for (const { title, amount } of quote.lines) console.log(title, amount.amount, amount.currency);`,
  SearchResponse: `const { itineraries, segments, vehicles }: SearchResponse = await gateway.search(query);
console.log(itineraries.length, segments.length, vehicles.length);`,
  SeatMap: `const free = (map: SeatMap): string[] =>
  map.sections
    .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
    .flatMap((cell) => (cell?.available ? [cell.seat_id] : []));
if (offer.extras.seat_map) console.log(free(offer.extras.seat_map));`,
  Vehicle: `const { vehicles } = await gateway.search(query);
const classes = (vehicle: Vehicle): string[] => vehicle.seat_classes.map(({ id }) => id);
console.log(vehicles.flatMap(classes));`,
};

/** Queries have no name in the document, so what they are is said here. */
export const queryDocs: Readonly<Record<string, readonly [description: string, example: string]>> = {
  SearchParameters: [
    'What can be asked of a search. {@link SearchQuery} demands the sides too.',
    `const parameters: SearchParameters = { departure_date: '2030-01-31', pax: 2, currency: 'USD' };
console.log(parameters.pax);`,
  ],
  ItineraryQuery: [
    'What can be asked of get itinerary.',
    `const wishes: ItineraryQuery = { currency: 'USD', locale: 'th' };
await gateway.getItinerary(itineraryId, wishes);`,
  ],
  EventFeedQuery: [
    'What can be asked of the feed of events, in the words of the wire.',
    `const feed: EventFeedQuery = { limit: 100 };
console.log(feed.limit);`,
  ],
  MasterDataQuery: [
    'What can be asked of a file of master data.',
    `const thai: MasterDataQuery = { locale: 'th' };
await gateway.stations(thai);`,
  ],
  MasterDataListQuery: [
    'What can be asked of a list of master data.',
    `const largest: MasterDataListQuery = { locale: 'en', top10K: true };
await gateway.stationList(largest);`,
  ],
};

const constantOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

const exampleOf = (name: string, { examples }: Schema): string => {
  if (examples?.[0] === undefined) throw new Error(`${name} has no example`);
  const value = inspect(examples[0], {
    depth: null,
    breakLength: 90,
    maxArrayLength: null,
    maxStringLength: null,
  });
  return `const ${constantOf(name)}: ${name} = ${value};`;
};

/** A docstring with an example. */
export const docstring = (description: string, example: string): string => {
  const lines = [...description.split('\n'), '', '@example', '```ts', ...example.split('\n'), '```'];
  return `/**\n${lines.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd()).join('\n')}\n */\n`;
};

/** The docstring of a named schema. */
export const schemaDocstring = (name: string): string => {
  const schema = schemas[name];
  if (schema?.description === undefined) throw new Error(`${name} is not described`);
  return docstring(schema.description, uses[name] ?? exampleOf(name, schema));
};
