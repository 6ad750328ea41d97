/** Refusals that come of what is around the gateway beside 12go: the credit line, exchange rates, master data, its own keys. */
import type { EmbeddedGateway, EmbeddedOptions } from '@partner-gateway/server/embedded';
import type { Case } from '../api.ts';
import { refusal } from '../refusal.ts';
import { findTrip, orderFor } from '../steps.ts';

type Balance = Parameters<EmbeddedGateway['creditLine']['set']>[1];

const balance =
  (amount: Balance) =>
  ({ creditLine, clientId }: EmbeddedGateway): void =>
    creditLine.set(clientId, amount);

const until = balance({ balance: '1000000.00', currency: 'USD' });
const wrongKey = { 'x-api-key': 'gwk_wrong' };

export const neighbourCases: readonly Case[] = [
  refusal('its balance is a dollar', {
    operation: 'createBooking',
    code: 'credit_line_insufficient',
    by: balance({ balance: '1.00', currency: 'USD' }),
    until,
  }),
  refusal('nobody knows the balance', {
    operation: 'createBooking',
    code: 'credit_unavailable',
    by: balance(null),
    until,
  }),
  {
    name: 'writes with a wrong key, which may have been made with the right one',
    run: async (api) => {
      const body = await orderFor(api);
      await api.ask('POST /bookings', { body, headers: wrongKey });
      await api.ask('POST /bookings/quote', { body, headers: wrongKey });
      for (const step of ['confirm', 'cancel'])
        await api.ask(`POST /bookings/BK-1-AAAAA/${step}`, { headers: wrongKey });
      await api.ask('POST /bookings', { body });
    },
  },
  {
    name: 'writes of another version, and without a path',
    run: async (api) => {
      const headers = { 'travelier-version': '2020-01-01' };
      await api.ask('POST /bookings', { body: await orderFor(api), headers });
      await api.ask('POST /bookings/BK-1-AAAAA/confirm', { headers });
      await api.ask('POST /bookings/BK-1-AAAAA/confirmed');
      await api.ask(`POST /bookings/${'x'.repeat(2100)}/confirm`);
    },
  },
  {
    name: 'headers of more than 16 KiB, on a read and on a write',
    run: async (api) => {
      const headers = { 'x-filler': 'x'.repeat(17_000) };
      await api.ask('GET /bookings/BK-1-AAAAA', { headers });
      await api.ask('POST /bookings', { body: {}, headers });
    },
  },
  {
    name: 'a price in another currency once the exchange rates are old',
    run: async (api) => {
      api.advance(61 * 60_000);
      await api.stage({
        fake: { operation: 'getItinerary', scenario: 'error', code: 'pricing_stale', times: 1 },
      });
      await api.ask(`GET /itineraries/${findTrip(api)}&currency=THB`);
      await api.ask(`GET /itineraries/${findTrip(api)}`);
    },
  },
];

/** Of a gateway whose master data is away from the start. */
export const unready: EmbeddedOptions = { environment: { FUJI_BASE_URL: 'http://127.0.0.1:9' } };

export const unreadyCases: readonly Case[] = [
  {
    name: 'a gateway that has not read its tables yet',
    run: async (api) => {
      await api.stage({
        fake: { operation: 'getItinerary', scenario: 'error', code: 'not_ready', times: 1 },
      });
      await api.ask(`GET /itineraries/${findTrip(api)}`);
      await api.stage({ fake: { operation: 'ready', scenario: 'error', code: 'not_ready', times: 1 } });
      await api.ask('GET //ready');
      await api.ask('GET //health');
    },
  },
];
