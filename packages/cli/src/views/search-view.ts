/** A search result as a table, one itinerary a row. */
import type { SearchResult } from '@partner-gateway/sdk';
import type { Output } from '../output.ts';
import { table } from './table.ts';

const header = [
  'DEPARTS',
  'ARRIVES',
  'FROM',
  'TO',
  'BY',
  'CARRIER',
  'SEATS',
  'NET',
  'GROSS',
  'CONFIRMS',
  'ID',
];

type Row = SearchResult['itineraries'][number];
type Leg = SearchResult['segments'][number];

const distinct = (values: readonly string[]): string => [...new Set(values)].join('+');

const price = ({ amount, currency }: { amount: string; currency: string }): string => `${amount} ${currency}`;

const rowOf = (itinerary: Row, legs: readonly Leg[]): string[] => [
  legs.at(0)?.departure_time ?? '',
  legs.at(-1)?.arrival_time ?? '',
  legs.at(0)?.from_station ?? '',
  legs.at(-1)?.to_station ?? '',
  distinct(legs.flatMap((leg) => leg.transportation_types)),
  distinct(legs.map((leg) => leg.operating_carrier_id)),
  String(itinerary.number_of_available_seats),
  price(itinerary.pricing.net_price),
  price(itinerary.pricing.gross_price),
  itinerary.confirmation_type,
  itinerary.id,
];

/** The table, or a sentence when there is nothing to list. */
export const searchView = ({ itineraries, segments }: SearchResult, output: Output): string => {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const rows = itineraries.map((itinerary) =>
    rowOf(
      itinerary,
      itinerary.departure_segments.flatMap((id) => byId.get(id) ?? []),
    ),
  );
  return table(header, rows, output);
};
