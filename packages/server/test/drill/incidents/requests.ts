/** Rows 18 to 22 and 31 to 35: requests that no booking came of. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bangkokData, bangkokTrip, open, ownKey } from '../../support/builders.ts';
import type { Incident } from '../incident.ts';
import { byCorrelation, createOnce, headersOf, ownId, searchMeeting } from '../played.ts';

type Credit = 'is down' | 'answers 500' | 'hangs' | 'answers wrong JSON';

/** A credit line that fails; nothing listens where it is down. */
const failingCredit = async (how: Credit): Promise<string> => {
  if (how === 'is down') return 'http://127.0.0.1:1';
  const server = createServer((_request, response) => {
    if (how === 'hangs') return;
    response
      .writeHead(how === 'answers 500' ? 500 : 200, { 'content-type': 'application/json' })
      .end('{"x":1}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const credits = (['is down', 'answers 500', 'hangs', 'answers wrong JSON'] as const).map(
  (how): Incident => ({
    row: 18,
    title: `the credit line ${how}`,
    play: async ({ start }) => {
      const api = await start({ environment: { CREDIT_LINE_URL: await failingCredit(how) } });
      const id = ownId();
      await createOnce(api, id);
      return byCorrelation(api, id, { causes: ['credit_down'], action: /Look at the credit-line service/ });
    },
  }),
);

const twelveGo = { action: /12go/ };

const searches = (
  [
    [19, 'server_error', 'upstream_failing'],
    [19, 'html_answer', 'upstream_unreadable'],
    [19, 'reset_before', 'upstream_unreachable'],
    [19, 'truncated', ['upstream_unreadable', 'upstream_unreachable']],
    [20, 'rate_limited', 'upstream_limiting'],
    [21, 'timeout_before', 'upstream_slow'],
    [22, 'empty_search', 'no_trips'],
    [22, 'no_prices', 'no_prices'],
  ] as const
).map(
  ([row, scenario, causes]): Incident => ({
    row,
    title: `search: ${scenario}`,
    play: async ({ blind, start }) => {
      const api = row === 21 ? await start({ timing: { twelveGoTimeoutsMs: { search: 300 } } }) : blind;
      return searchMeeting(api, scenario, {
        ...twelveGo,
        causes: typeof causes === 'string' ? [causes] : causes,
      });
    },
  }),
);

const altered = (text: string): string => `${text.slice(0, -3)}${text.endsWith('AAA') ? 'BBB' : 'AAA'}`;

const callers: readonly Incident[] = [
  ...(['wrong', 'unknown client'] as const).map(
    (how): Incident => ({
      row: 31,
      title: `partner key refused: ${how}`,
      play: async ({ blind }) => {
        const id = ownId();
        const clientId = how === 'wrong' ? 'demo' : 'acme-old';
        await blind.send('GET', `/v1/${clientId}/stations`, {
          headers: { 'x-api-key': 'gwk_wrong', ...headersOf(id) },
        });
        return byCorrelation(blind, id, {
          causes: [how === 'wrong' ? 'key_refused' : 'client_unknown'],
          action: /Compare the client id/,
        });
      },
    }),
  ),
  {
    row: 32,
    title: '12go key file missing',
    play: async ({ blind }) => {
      const id = ownId();
      const date = new Date(blind.sandbox.clock.now() + 20 * 86_400_000).toISOString().slice(0, 10);
      const query = `departures=VNHANMYD&arrivals=VNSPASPT&departure_date=${date}&pax=1`;
      await blind.as('keyless').get(`/itineraries?${query}`, headersOf(id));
      return byCorrelation(blind, id, { causes: ['upstream_key_missing'], action: /upstream_key_ref/ });
    },
  },
  {
    row: 32,
    title: '12go key refused, as the doctor sees it',
    play: async ({ blind }) => {
      blind.sandbox.scenarios.set({ operation: 'booking', scenario: 'bad_key_401', times: 1 });
      return {
        at: blind,
        asks: ['doctor', '--client', 'demo'],
        causes: ['client.demo.upstream_key'],
        action: /ask 12go for a new one/,
      };
    },
  },
  ...(['edited', 'of another client'] as const).map(
    (how): Incident => ({
      row: 33,
      title: `booking token ${how}`,
      play: async ({ blind }) => {
        const id = ownId();
        const owner = how === 'edited' ? 'demo' : 'rival';
        const { booking_token: own } = await open(blind.as(owner), bangkokTrip());
        const booking_token = how === 'edited' ? altered(own) : own;
        await blind
          .as('demo')
          .post('/bookings', { booking_token, booking_data: {} }, { ...ownKey(), ...headersOf(id) });
        return byCorrelation(blind, id, { causes: ['token_tampered'], action: /exactly as it got them/ });
      },
    }),
  ),
  {
    row: 34,
    title: 'sealing key removed too early',
    play: async ({ blind, start }) => {
      const { booking_token } = await open(blind.as('demo'), bangkokTrip());
      const SEALING_KEYS = `k9:${Buffer.alloc(32, 9).toString('base64')}`;
      const api = await start({ environment: { SEALING_KEYS } });
      const id = ownId();
      await api
        .as('demo')
        .post('/bookings', { booking_token, booking_data: {} }, { ...ownKey(), ...headersOf(id) });
      return byCorrelation(api, id, { causes: ['sealing_key_gone'], action: /SEALING_KEYS/ });
    },
  },
  {
    row: 35,
    title: 'booking token expired',
    play: async ({ start }) => {
      const api = await start({});
      const { booking_token } = await open(api.as('demo'), bangkokTrip());
      api.sandbox.clock.advance(30 * 60_000);
      const id = ownId();
      const body = { booking_token, booking_data: bangkokData() };
      await api.as('demo').post('/bookings', body, { ...ownKey(), ...headersOf(id) });
      return byCorrelation(api, id, { causes: ['token_expired'], action: /opens the itinerary again/ });
    },
  },
];

/** The rows. */
export const requestIncidents: readonly Incident[] = [...credits, ...searches, ...callers];
