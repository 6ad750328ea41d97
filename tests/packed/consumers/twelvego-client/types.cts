/** What a CJS consumer's compiler sees. */
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  type SearchResult,
  toLocalDate,
  toProvinceId,
  toTwelveGoStationId,
} from '@partner-gateway/twelvego-client';

const client = createTwelveGoClient(
  createTwelveGoTransport({ baseUrl: 'https://api.upstream.example' }),
  'key',
);
export const found: Promise<SearchResult> = client.search({
  from: { kind: 'province', id: toProvinceId(1) },
  to: { kind: 'station', id: toTwelveGoStationId(4402) },
  date: toLocalDate('2026-12-05'),
  seats: 1,
});
// @ts-expect-error a station is no province
export const wrong: Parameters<typeof client.search>[0]['from'] = {
  kind: 'province',
  id: toTwelveGoStationId(1),
};
