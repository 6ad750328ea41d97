/** Rows 1 to 16: a create that was refused, is open, or was settled. */
import type { Incident } from '../incident.ts';
import { byCorrelation, createMeeting, createOnce, ownId, pollToEnd } from '../played.ts';
import { killedReserve } from './killed.ts';

const again = /searches again|opens the itinerary again/;
const openOutcome = { causes: ['outcome_open_by_hand', 'outcome_open'], action: /outcomes list/ };

const refusals: readonly Incident[] = [
  {
    row: 1,
    title: 'price moved at reserve',
    play: ({ blind }) =>
      createMeeting(blind, 'price_moved', { causes: ['price_moved'], action: /confirms at the new price/ }),
  },
  {
    row: 2,
    title: 'sold out at reserve',
    play: ({ blind }) => createMeeting(blind, 'sold_out', { causes: ['sold_out'], action: again }),
  },
  {
    row: 3,
    title: 'gone at reserve',
    play: ({ blind }) => createMeeting(blind, 'gone_at_reserve', { causes: ['trip_gone'], action: again }),
  },
  {
    row: 4,
    title: 'cart expired at reserve',
    play: ({ blind }) => createMeeting(blind, 'cart_expired', { causes: ['cart_expired'], action: again }),
  },
  {
    row: 5,
    title: 'seat taken at reserve',
    play: ({ blind }) =>
      createMeeting(blind, 'seat_taken', { causes: ['seat_taken'], action: /another seat/ }),
  },
  {
    row: 6,
    title: 'field refused by 12go',
    play: ({ blind }) =>
      createMeeting(blind, 'field_errors', { causes: ['fields_refused'], action: /corrects the fields/ }),
  },
  {
    row: 7,
    title: '12go key refused at reserve',
    play: ({ blind }) =>
      createMeeting(blind, 'bad_key_401', { causes: ['upstream_key_refused'], action: /upstream_key_ref/ }),
  },
  {
    row: 8,
    title: '12go 429 on reserve',
    play: ({ blind }) =>
      createMeeting(blind, 'rate_limited', { causes: ['upstream_limiting'], action: /Wait for it to pass/ }),
  },
];

const open = (['server_error', 'timeout_after', 'reset_after', 'html_answer', 'redirect'] as const).map(
  (scenario, index): Incident => ({
    row: [9, 10, 11, 12, 12][index] ?? 12,
    title: `reserve lost: ${scenario}`,
    play: ({ blind }) => createMeeting(blind, scenario, openOutcome),
  }),
);

const settled: readonly Incident[] = [
  {
    row: 14,
    title: 'reserve reset after execution, 12go can be asked by cart',
    play: async ({ start }) => {
      const api = await start({
        timing: { outcomeResolver: { everyMs: 100 }, writeProtocol: { firstLookUpMs: 50 } },
      });
      const id = ownId();
      api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
      await pollToEnd(api, await createOnce(api, id));
      return byCorrelation(api, id, { causes: ['settled_executed'], action: /Nothing to repair/ });
    },
  },
  {
    row: 15,
    title: 'reserve failed, 12go can be asked by cart',
    play: async ({ start }) => {
      const api = await start({
        timing: { outcomeResolver: { everyMs: 100 }, writeProtocol: { firstLookUpMs: 50 } },
      });
      const id = ownId();
      api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'server_error', times: 1 });
      const answer = await createOnce(api, id);
      api.sandbox.clock.advance(125_000);
      await api.gateway.parts.outcomes.resolver.tick();
      await pollToEnd(api, answer);
      return byCorrelation(api, id, { causes: ['settled_not_executed'], action: /under a new key/ });
    },
  },
];

const credit = { action: /tops up/, causes: ['credit_exhausted'] };

/** The rows. */
export const reserveIncidents: readonly Incident[] = [
  ...refusals,
  ...open,
  { row: 13, title: 'killed in mid reserve', play: killedReserve },
  ...settled,
  {
    row: 16,
    title: 'credit exhausted at create',
    play: async ({ blind }) => {
      const id = ownId();
      blind.creditLine.set('demo', { balance: '0.10', currency: 'USD' });
      await createOnce(blind, id);
      blind.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
      return byCorrelation(blind, id, credit);
    },
  },
];
