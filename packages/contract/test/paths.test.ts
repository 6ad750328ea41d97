/** Every accepted spelling of a path leads to its canonical route, and nothing else is rewritten. */
import {
  canonicalUrl,
  isIssuableClientId,
  partnerContract,
  reservedClientIds,
} from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';

const everyAlias = Object.values(partnerContract).flatMap((route) =>
  route.metadata.aliases.map((alias) => [alias, route.path] as const),
);
const namesItsClient = (alias: string, path: string): boolean =>
  alias.includes(':client_id') || !path.includes(':client_id');
const aliases = everyAlias.filter(([alias, path]) => namesItsClient(alias, path));
const keyed = everyAlias.filter(([alias, path]) => !namesItsClient(alias, path)).map(([alias]) => alias);

const filled = (path: string): string =>
  path
    .replace(':client_id', 'acme')
    .replace(/:(\w+)/g, '$1-x')
    .replace('/*', '/anything/below');

describe('canonicalUrl', () => {
  it.each(aliases)('leads %s to %s', (alias, canonical) => {
    expect(canonicalUrl(filled(alias))).toBe(filled(canonical));
  });

  it.each(aliases)('keeps the query of %s', (alias, canonical) => {
    expect(canonicalUrl(`${filled(alias)}?a=1&b[]=2`)).toBe(`${filled(canonical)}?a=1&b[]=2`);
  });

  it.each(Object.values(partnerContract).map((route) => filled(route.path)))('leaves %s as it is', (path) => {
    expect(canonicalUrl(path)).toBe(path);
  });

  it.each(keyed)('leaves %s to the key, which names its client', (alias) => {
    expect(canonicalUrl(filled(alias))).toBe(filled(alias));
  });

  it('reads v1.0 as v1', () => {
    expect(canonicalUrl('/v1.0/acme/itineraries?pax=1')).toBe('/v1/acme/itineraries?pax=1');
  });

  it.each(['OneTwoGo', 'ONETWOGO', 'onetwogo'])('takes notifications at %s', (name) => {
    expect(canonicalUrl(`/v1/notifications/${name}/?client_id=acme`)).toBe(
      '/v1/notifications/onetwogo?client_id=acme',
    );
  });

  it.each([
    ['/v1/acme/stations/getlist?locale=en', '/v1/acme/stations/GetList?locale=en'],
    ['/V1.0/acme/Operating_Carriers/GETLIST', '/v1/acme/operating_carriers/GetList'],
    ['/acme/Bookings/BK-8451207-7GQ2M/Confirm', '/v1/acme/bookings/BK-8451207-7GQ2M/confirm'],
    ['/v1/acme/Bookings/Lock_Seats', '/v1/acme/seats'],
    ['/V1/Seats/Itineraries/VN0fSc0-2026-12-05-22:00', '/v1/Seats/itineraries/VN0fSc0-2026-12-05-22:00'],
  ])('reads %s as %s, in whatever letter case its words are', (path, canonical) => {
    expect(canonicalUrl(path)).toBe(canonical);
  });

  it.each([
    '/acme/itineraries',
    '/acme/stations',
    '/acme/inventory-catalog/pois',
    '/v1',
    '/v10/acme/bookings',
    '/health/bookings',
    '/',
  ])('does not route %s', (path) => {
    expect(canonicalUrl(path)).toBe(path);
  });
});

describe('client ids', () => {
  it.each([...reservedClientIds])('cannot be issued as the reserved segment %s', (clientId) => {
    expect(isIssuableClientId(clientId)).toBe(false);
  });

  it('may be letters, digits, dashes and underscores', () => {
    expect(isIssuableClientId('acme-TH_2')).toBe(true);
    expect(isIssuableClientId('acme/th')).toBe(false);
    expect(isIssuableClientId('')).toBe(false);
  });
});
