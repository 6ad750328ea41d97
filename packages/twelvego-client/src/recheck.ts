/** Rechecks: which URLs of an answer may be called, and which trips they refreshed. */
import { isRecord, readList } from './reading/leaves.ts';
import { readTripKey, type TripKey } from './reading/scalars.ts';

/** The trips a recheck refreshed, as far as 12go says. */
export type RecheckResult = { readonly tripKeys: readonly TripKey[] };

/** Reads a JSON array of trip keys (`out=keys`) or a search-shaped body; any other answer names no trips. */
export const readRecheckResult = (body: unknown): RecheckResult => {
  const trips = isRecord(body) ? readList(body.trips) : undefined;
  const keys = trips?.map((trip) => (isRecord(trip) ? trip.id : undefined)) ?? readList(body) ?? [];
  return { tripKeys: keys.map(readTripKey).filter((key) => key !== undefined) };
};

/**
 * Whether a recheck URL may be called. An entry of the list is a host with optional port (`recheck.upstream.example`,
 * https only) or an origin (`http://127.0.0.1:4100`). The list comes from configuration; the URL comes from a response
 * body and is not to be trusted.
 */
export const isAllowedRecheck = (url: string, allowed: readonly string[]): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return allowed.some((entry) =>
    entry.includes('://') ? origin === entry : protocol === 'https:' && host === entry,
  );
};
