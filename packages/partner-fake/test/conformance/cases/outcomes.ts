/** Writes that the supplier is long about: what they are answered with in between, and when they end. */
import type { EmbeddedGateway, EmbeddedOptions } from '@partner-gateway/server/embedded';
import type { Api, Case } from '../api.ts';
import { refusal } from '../refusal.ts';
import { orderFor, reserved } from '../steps.ts';

/** Of a gateway that gives up reading soon. */
export const impatient: EmbeddedOptions = {
  timing: { twelveGoTimeoutsMs: { search: 300, trip: 300, booking: 300 } },
};

/** The supplier was slow long enough that nothing can happen late. */
const settle = ({ gateway }: EmbeddedGateway) => gateway.parts.outcomes.resolver.tick();

const lose = async (api: Api, ending: 'reserve_not_executed' | undefined) => {
  const body = await orderFor(api);
  await api.stage({
    fake: {
      operation: 'createBooking',
      scenario: 'pending',
      polls: 0,
      times: 1,
      ...(ending !== undefined && { code: ending }),
    },
    gateway: { operation: 'reserve', scenario: ending === undefined ? 'reset_after' : 'reset_before' },
  });
  const key = { 'idempotency-key': `lost-${api.day}` };
  const { headers } = await api.ask('POST /bookings', { body, headers: key });
  return { body, key, location: `GET ${headers.get('location')}` };
};

const resultMs = 15 * 60_000;

const unanswered = [
  ['search', 'search'],
  ['getItinerary', 'trip'],
  ['getBooking', 'booking'],
] as const;

export const outcomeCases: readonly Case[] = [
  {
    name: 'a create that is not answered yet, its cart under another key',
    run: async (api) => {
      const { body } = await lose(api, undefined);
      await api.ask('POST /bookings', { body, headers: { 'idempotency-key': `other-${api.day}` } });
      await api.ask('POST /bookings', { body });
      await api.ask('POST /bookings', {
        body: { ...body, total_price: { currency: 'USD', amount: '19.75' } },
      });
      await api.ask('POST /bookings/quote', { body });
    },
  },
  {
    name: 'a create that turns out not to have happened, polled, asked again and made anew',
    run: async (api) => {
      const { body, key, location } = await lose(api, 'reserve_not_executed');
      api.advance(121_000);
      await api.stage({ gateway: settle });
      await api.ask(location);
      await api.ask('POST /bookings', { body, headers: key });
      await api.ask('POST /bookings', { body, headers: { 'idempotency-key': `anew-${api.day}` } });
    },
  },
  {
    name: 'the result of a create that happened, after fifteen minutes',
    run: async (api) => {
      const { body, key, location } = await lose(api, undefined);
      api.advance(3_000);
      await api.stage({ gateway: settle });
      await api.ask(location);
      api.advance(resultMs);
      await api.ask(location);
      await api.ask('POST /bookings', { body, headers: key });
    },
  },
  {
    name: 'the result of a create that did not happen, after fifteen minutes',
    run: async (api) => {
      const { location } = await lose(api, 'reserve_not_executed');
      api.advance(121_000);
      await api.stage({ gateway: settle });
      await api.ask(location, { isQuiet: true });
      api.advance(resultMs);
      await api.ask(location);
    },
  },
  {
    name: 'a confirm that is not answered yet, and under another key',
    run: async (api) => {
      const id = await reserved(api);
      await api.stage({
        fake: { operation: 'confirmBooking', scenario: 'pending', times: 1 },
        gateway: { operation: 'confirm', scenario: 'reset_after' },
      });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`POST /bookings/${id}/confirm`, { headers: { 'idempotency-key': `other-${api.day}` } });
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  {
    name: 'a confirm that turns out not to have happened, polled and made anew',
    run: async (api) => {
      const id = await reserved(api);
      await api.stage({
        fake: {
          operation: 'confirmBooking',
          scenario: 'pending',
          polls: 0,
          code: 'confirm_failed',
          times: 1,
        },
        gateway: { operation: 'confirm', scenario: 'reset_before' },
      });
      const { headers } = await api.ask(`POST /bookings/${id}/confirm`);
      api.advance(151_000);
      await api.stage({ gateway: settle });
      await api.ask(`GET ${headers.get('location')}`);
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  ...unanswered.map(([operation, call]) =>
    refusal(`${call} of 12go does not answer`, {
      operation,
      code: 'upstream_timeout',
      by: { operation: call, scenario: 'timeout_before', times: 9 },
    }),
  ),
  refusal('refund of 12go breaks off', {
    operation: 'cancelBooking',
    code: 'upstream_timeout',
    by: { operation: 'refund', scenario: 'reset_before' },
    // Until then it may still come.
    passesMs: 121_000,
    until: settle,
  }),
];
