/** The partner contract's routes, each handed to its flow. */
import { partnerContract } from '@partner-gateway/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cancelBooking } from '../booking/cancel-booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import { createBooking } from '../booking/create-booking.ts';
import { listEvents } from '../booking/list-events.ts';
import { lockSeats, unlockSeats } from '../booking/lock-seats.ts';
import { pollResult } from '../booking/poll-result.ts';
import { quoteBooking } from '../booking/quote-booking.ts';
import { readBooking, readTicket } from '../booking/read-booking.ts';
import { receiveNotification } from '../booking/receive-notification.ts';
import { testWebhook } from '../booking/test-webhook.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { getItinerary } from '../search/get-itinerary.ts';
import { listMasterData } from '../search/list-master-data.ts';
import { searchItineraries } from '../search/search-itineraries.ts';
import type { MasterDataKind } from '../upstream/fuji.ts';
import { bodyFault, rawBody } from './body/json-body.ts';
import { type RouteHandlers, serveContract } from './contract/contract-router.ts';
import { readHealth, readReadiness } from './health.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { createProof } from './notification-signature.ts';
import { partnerCall, requestState } from './request-state.ts';

type MasterDataInput = {
  readonly query: { readonly locale?: string | undefined; readonly top10K?: boolean | undefined };
  readonly request: FastifyRequest;
};

const noStore = { 'cache-control': 'no-store' };
const ticketRetrySeconds = '10';

const keyOf = (request: FastifyRequest): string | undefined => readIdempotencyKey(request.raw.rawHeaders);

const masterData =
  (deps: Deps, kind: MasterDataKind, form: 'url' | 'list') =>
  ({ query, request }: MasterDataInput) =>
    listMasterData(deps, { kind, form, ...query }, request.headers['if-none-match']);

const confirm =
  (deps: Deps) =>
  ({ params, request }: { params: { booking_id: string }; request: FastifyRequest }) =>
    confirmBooking(partnerCall(deps, request), params.booking_id, keyOf(request));

const receive = (deps: Deps): RouteHandlers<typeof partnerContract>['receiveNotification'] => {
  const { notificationSecrets: secrets, notificationSources: sources } = deps.settings;
  const prove = createProof({ secrets, sources, nowMs: deps.clock.nowMs });
  return async ({ query, body, request, mismatch }) => {
    const { ip: address, headers } = request;
    const bytes = rawBody(request);
    const { proof, eventId } = prove({ address, headers, rawBody: bytes });
    const how = { isProven: proof !== 'none', isSigned: proof === 'signed', eventId };
    const { log, trace } = requestState(request);
    const { correlationId } = trace;
    await receiveNotification(
      deps,
      { clientId: query.client_id, rawBody: bytes, body, ...how, correlationId, log },
      () => {
        throw bodyFault(request) ?? mismatch ?? new GatewayError('invalid_request');
      },
    );
    return { status: 200, headers: {}, text: '' };
  };
};

const handlers = (deps: Deps): RouteHandlers<typeof partnerContract> => ({
  search: async ({ query, request }) => {
    const answer = await searchItineraries(partnerCall(deps, request), query);
    return { ...answer, headers: { ...answer.headers, ...noStore } };
  },
  getItinerary: async ({ params, query, request }) => ({
    status: 200,
    headers: noStore,
    body: await getItinerary(partnerCall(deps, request), params.itinerary_id, query),
  }),
  lockSeats: async ({ body, request }) => ({
    status: 200,
    headers: noStore,
    body: await lockSeats(partnerCall(deps, request), body),
  }),
  unlockSeats: async ({ body, query, request }) => {
    await unlockSeats(partnerCall(deps, request), body?.booking_token ?? query.booking_token);
    return { status: 204, headers: noStore, body: undefined };
  },
  quoteBooking: async ({ body, request }) => ({
    status: 200,
    headers: noStore,
    body: await quoteBooking(partnerCall(deps, request), body),
  }),
  createBooking: ({ body, request }) => createBooking(partnerCall(deps, request), body, keyOf(request)),
  confirmBooking: confirm(deps),
  confirmBookingByPut: confirm(deps),
  getBooking: async ({ params, request }) => ({
    status: 200,
    headers: noStore,
    body: await readBooking(partnerCall(deps, request), params.booking_id),
  }),
  getTicket: async ({ params, request }) => {
    const answer = await readTicket(partnerCall(deps, request), params.booking_id);
    if (answer.kind === 'issued') return { status: 200, headers: noStore, body: answer.ticket };
    return { status: 202, headers: { ...noStore, 'retry-after': ticketRetrySeconds }, body: undefined };
  },
  cancelBooking: ({ params, body, request }) =>
    cancelBooking(partnerCall(deps, request), {
      bookingId: params.booking_id,
      body: body ?? {},
      idempotencyKey: keyOf(request),
    }),
  getIncompleteResult: ({ params, request }) =>
    pollResult(partnerCall(deps, request), params.incomplete_results_id),
  listEvents: async ({ query, request }) => ({
    status: 200,
    headers: noStore,
    body: await listEvents(partnerCall(deps, request), query),
  }),
  testWebhook: async ({ request }) => ({
    status: 202,
    headers: noStore,
    body: await testWebhook(partnerCall(deps, request)),
  }),
  stations: masterData(deps, 'stations', 'url'),
  stationList: masterData(deps, 'stations', 'list'),
  operatingCarriers: masterData(deps, 'operating_carriers', 'url'),
  operatingCarrierList: masterData(deps, 'operating_carriers', 'list'),
  pois: masterData(deps, 'pois', 'url'),
  poiList: masterData(deps, 'pois', 'list'),
  receiveNotification: receive(deps),
  health: () => Promise.resolve({ status: 200, body: readHealth(deps) }),
  ready: async () => {
    const body = await readReadiness(deps);
    return body.status === 'not_ready' ? { status: 503, body } : { status: 200, body };
  },
});

/** Serves the partner contract. */
export const addPartnerRoutes = (app: FastifyInstance, deps: Deps): void =>
  serveContract(app, partnerContract, handlers(deps));
