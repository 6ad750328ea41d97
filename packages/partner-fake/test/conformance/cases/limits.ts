/** What a client may ask for in a minute and leave open, and what a gateway takes on. */
import type { EmbeddedGateway, EmbeddedOptions } from '@partner-gateway/server/embedded';
import type { Api, Case } from '../api.ts';
import { findTrip, lock, openCart, orderFor, reserved, searchOf } from '../steps.ts';

/** Calls of a class in a minute. */
const booking_per_min = 12;
const generous = 1_000_000;

/** Of a client who may do little. */
export const bounded: EmbeddedOptions = {
  clients: {
    demo: {
      rate_limits: {
        search_per_min: generous,
        booking_per_min,
        poll_per_min: 1,
        master_data_per_min: generous,
      },
      funnel_limits: { carts: generous, carts_per_trip: 2, unconfirmed: generous, unconfirmed_per_trip: 1 },
      seat_locks_max: 1,
    },
  },
};

type Operation = 'listEvents' | 'confirmBooking' | 'getItinerary' | 'lockSeats' | 'createBooking';

/** How long to wait depends on the moment. */
const refuse = (api: Api, operation: Operation, outcome?: 'not_executed') =>
  api.stage({
    fake: {
      operation,
      scenario: 'error',
      code: 'rate_limited',
      times: 1,
      ...(outcome !== undefined && { outcome }),
    },
  });

/** A minute in which nothing was asked. */
const beginMinute = (api: Api): void => api.advance(61_000);

export const limitCases: readonly Case[] = [
  {
    name: 'more calls of a class than a client may make in a minute',
    run: async (api) => {
      beginMinute(api);
      await api.ask('GET /events');
      await refuse(api, 'listEvents');
      await api.ask('GET /events', { isTimed: true });
      beginMinute(api);
      await api.ask('GET /events');
    },
  },
  {
    name: 'a confirm above the limit, which may have been made before',
    run: async (api) => {
      const id = await reserved(api);
      beginMinute(api);
      for (let asked = 0; asked < booking_per_min; asked += 1)
        await api.ask(`GET /bookings/${id}`, { isQuiet: true });
      await refuse(api, 'confirmBooking');
      await api.ask(`POST /bookings/${id}/confirm`, { isTimed: true });
      beginMinute(api);
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  {
    name: 'more carts of one departure than a client may have',
    run: async (api) => {
      for (const _ of [1, 2]) await openCart(api);
      await refuse(api, 'getItinerary');
      await api.ask(`GET /itineraries/${findTrip(api)}`, { isTimed: true });
    },
  },
  {
    name: 'more reservations of one departure than may wait for a confirm',
    run: async (api) => {
      beginMinute(api);
      await reserved(api);
      const body = await orderFor(api);
      await refuse(api, 'createBooking', 'not_executed');
      await api.ask('POST /bookings', { body, isTimed: true });
    },
  },
  {
    name: 'more seats than a client may hold',
    run: async (api) => {
      beginMinute(api);
      await lock(api, await openCart(api), 'A1');
      const body = { booking_token: await openCart(api), booking_data: { seat_selection: ['B1'] } };
      await refuse(api, 'lockSeats');
      await api.ask('POST /seats', { body, isTimed: true });
    },
  },
];

/** Of a gateway with one connection for searches, which gives 12go a second to answer. */
export const narrow: EmbeddedOptions = {
  environment: { TWELVEGO_SEARCH_CONNECTIONS: '1' },
  timing: { twelveGoTimeoutsMs: { search: 1_000 } },
};

/** Three are under way or wait for a connection. */
const places = 3;

let searching: Promise<unknown> = Promise.resolve();

/** Fills the gateway with searches that 12go does not answer, and with one too many: once that one is refused it is full. */
const fill =
  (path: string) =>
  async ({ baseUrl, clientId, apiKey, sandbox }: EmbeddedGateway): Promise<void> => {
    sandbox.scenarios.set({ operation: 'search', scenario: 'timeout_before' });
    const search = () => fetch(`${baseUrl}/v1/${clientId}${path}`, { headers: { 'x-api-key': apiKey } });
    const searches = Array.from({ length: places + 1 }, search);
    searching = Promise.all(searches);
    await Promise.race(searches);
  };

export const overloadCases: readonly Case[] = [
  {
    name: 'more searches at a time than there is room for',
    run: async (api) => {
      await api.stage({
        fake: { operation: 'search', scenario: 'error', code: 'overloaded', times: 1 },
        gateway: fill(searchOf(api, 'cebu')),
      });
      await api.ask(`GET ${searchOf(api)}`, { isTimed: true });
      api.clear();
      await api.stage({ gateway: () => searching });
      await api.ask(`GET ${searchOf(api)}`);
    },
  },
];
