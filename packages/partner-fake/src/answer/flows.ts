/** Which flow answers which operation. */
import { cancelBooking } from '../booking/cancel-booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import { createBooking } from '../booking/create-booking.ts';
import { pollResult } from '../booking/pending.ts';
import { quoteBooking } from '../booking/quote.ts';
import { readBooking, readTicket } from '../booking/read-booking.ts';
import { lockSeats, unlockSeats } from '../booking/seat-locks.ts';
import { readEvents, sampleWebhook } from '../events/read-events.ts';
import { demandNone } from '../refusal.ts';
import { openItinerary } from '../search/open-itinerary.ts';
import { searchTrips } from '../search/search-trips.ts';
import type { State } from '../state.ts';
import { lists, type MasterData } from '../world/master-data.ts';
import type { Call } from './call.ts';
import type { OperationName } from './operations.ts';
import { ok, type Reply } from './reply.ts';

type Flow = (state: State, call: Call) => Reply | Promise<Reply>;

const cached = { 'cache-control': 'public, max-age=3600' };

const fileUrl =
  (kind: MasterData): Flow =>
  ({ identity }, { query }) =>
    ok(`${identity.baseUrl}/_fake/files/${kind}-${query.get('locale') ?? 'en'}.json`, cached);

const list =
  (kind: MasterData): Flow =>
  (_, { query }) => {
    if (query.get('locale') === null) demandNone([{ field: 'locale', message: 'is required' }]);
    return ok(lists[kind](), cached);
  };

const health: Flow = ({ clock, startedMs }) =>
  ok({ status: 'ok', version: 'fake', uptime_seconds: Math.floor((clock.now() - startedMs) / 1000) });

const ready: Flow = (_, { staged }) => {
  const memory = { name: 'memory', required: true };
  // The one error that this operation tells of itself.
  if (staged?.scenario === 'error')
    return { status: 503, body: { status: 'not_ready', checks: [{ ...memory, status: 'down' }] } };
  return ok({ status: 'ready', checks: [{ ...memory, status: 'ok' }] });
};

export const flows: Readonly<Record<OperationName, Flow>> = {
  search: searchTrips,
  getItinerary: openItinerary,
  lockSeats,
  unlockSeats,
  quoteBooking,
  createBooking,
  confirmBooking,
  getBooking: readBooking,
  getTicket: readTicket,
  cancelBooking,
  getIncompleteResult: pollResult,
  listEvents: readEvents,
  testWebhook: sampleWebhook,
  stations: fileUrl('stations'),
  stationList: list('stations'),
  operatingCarriers: fileUrl('operating_carriers'),
  operatingCarrierList: list('operating_carriers'),
  pois: fileUrl('pois'),
  poiList: list('pois'),
  health,
  ready,
};
