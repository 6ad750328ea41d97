/** Rows 17 to 27 as far as they are about a booking, and rows 40 to 45: confirms, refunds, and what only 12go knows. */
import { bangkokData, bangkokTrip, confirm, nameOf, open, ownKey, reserve } from '../../support/builders.ts';
import type { Incident } from '../incident.ts';
import {
  byBooking,
  byCorrelation,
  cancelMeeting,
  confirmMeeting,
  createOnce,
  headersOf,
  ownId,
  pollToEnd,
} from '../played.ts';

const nothingToRepair = /Nothing to repair/;

const supplier = (
  [
    ['supplier_slow', 'supplier_slow', /Wait for the supplier/],
    ['ticket_late', 'ticket_late', /202 until it is there/],
    ['unknown_status', 'status_unknown', /Ask 12go what the word means/],
  ] as const
).map(
  ([scenario, cause, action]): Incident => ({
    row: 27,
    title: `after the confirm: ${scenario}`,
    play: async ({ blind }) => {
      const booking = await confirm(blind.as('demo'), nameOf(scenario));
      return byBooking(blind, booking.id, { causes: [cause], action });
    },
  }),
);

const confirms: readonly Incident[] = [
  {
    row: 17,
    title: 'credit exhausted at confirm',
    play: async ({ blind }) => {
      const booking = await reserve(blind.as('demo'));
      blind.creditLine.set('demo', { balance: '0.10', currency: 'USD' });
      await blind.as('demo').post(`/bookings/${booking.id}/confirm`, undefined, ownKey());
      blind.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
      return byBooking(blind, booking.id, { causes: ['credit_exhausted'], action: /tops up/ });
    },
  },
  {
    row: 23,
    title: 'confirm refused by the operator',
    play: ({ blind }) =>
      confirmMeeting(blind, 'confirm_refused', { causes: ['confirm_refused'], action: nothingToRepair }),
  },
  ...(['server_error', 'reset_before'] as const).map(
    (scenario): Incident => ({
      row: 24,
      title: `confirm lost: ${scenario}`,
      play: ({ blind }) =>
        confirmMeeting(blind, scenario, { causes: ['outcome_open'], action: /outcomes list/ }),
    }),
  ),
  ...(['html_answer', 'reset_after'] as const).map(
    (scenario): Incident => ({
      row: 25,
      title: `confirm answered unreadably: ${scenario}, and settled`,
      play: async ({ start }) => {
        const timing = { outcomeResolver: { everyMs: 100 }, writeProtocol: { firstLookUpMs: 50 } };
        const api = await start({ timing });
        const booking = await reserve(api.as('demo'));
        api.sandbox.scenarios.set({ operation: 'confirm', scenario, times: 1 });
        const answer = await api.as('demo').post(`/bookings/${booking.id}/confirm`, undefined, ownKey());
        await pollToEnd(api, answer);
        await api.gateway.parts.outcomes.resolver.tick();
        return byBooking(api, booking.id, { causes: ['settled_executed'], action: nothingToRepair });
      },
    }),
  ),
  {
    row: 26,
    title: 'confirm slow, and still open',
    play: async ({ blind }) => {
      const booking = await reserve(blind.as('demo'));
      blind.sandbox.scenarios.set({ operation: 'confirm', scenario: 'slow', times: 1, delayMs: 4_000 });
      await blind.as('demo').post(`/bookings/${booking.id}/confirm`, undefined, ownKey());
      return byBooking(blind, booking.id, {
        causes: ['write_running', 'outcome_open'],
        action: /Send nothing again/,
      });
    },
  },
];

const refunds: readonly Incident[] = [
  ...(
    [
      [{ operation: 'refund', scenario: 'refund_refused' }, ['refund_refused'], /stands as it is/],
      [
        { operation: 'refund', scenario: 'refund_expired' },
        ['refund_refused', 'refund_option_expired'],
        /stands as it is|lists the refund/,
      ],
      [{ operation: 'refundOptions', scenario: 'not_refundable' }, ['refund_refused'], /stands as it is/],
    ] as const
  ).map(
    ([at, causes, action]): Incident => ({
      row: 40,
      title: `refund: ${at.scenario}`,
      play: ({ blind }) => cancelMeeting(blind, at, { causes, action }),
    }),
  ),
  ...(['server_error', 'timeout_before'] as const).map(
    (scenario): Incident => ({
      row: 41,
      title: `refund outcome unknown: ${scenario}`,
      play: ({ blind }) =>
        cancelMeeting(
          blind,
          { operation: 'refund', scenario },
          { causes: ['outcome_open'], action: /outcomes list/ },
        ),
    }),
  ),
];

const found: readonly Incident[] = [
  {
    row: 42,
    title: 'booking known only to 12go: the journal is gone',
    play: async ({ blind, start }) => {
      const booking = await reserve(blind.as('demo'));
      // Another gateway in front of the same 12go, with a memory of its own.
      const api = await start({
        environment: { TWELVEGO_BASE_URL: blind.sandboxUrl, RESERVE_LOOK_UP: 'none' },
      });
      return byBooking(api, booking.integration_booking_id, {
        causes: ['not_confirmed'],
        action: nothingToRepair,
      });
    },
  },
  {
    row: 43,
    title: 'only a request id',
    play: async ({ blind }) => {
      const id = ownId();
      blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'sold_out', times: 1 });
      const { booking_token } = await open(blind.as('demo'), bangkokTrip());
      const headers = { 'x-request-id': id, 'idempotency-key': `key-of-${id}` };
      const body = { booking_token, booking_data: bangkokData() };
      await blind.as('demo').post('/bookings', body, headers);
      return byCorrelation(blind, id, { causes: ['sold_out'], action: /searches again/ });
    },
  },
  {
    row: 43,
    title: 'only an idempotency key',
    play: async ({ blind }) => {
      const id = ownId();
      blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'seat_taken', times: 1 });
      const { booking_token } = await open(blind.as('demo'), bangkokTrip());
      const headers = { 'idempotency-key': `key-of-${id}`, ...headersOf(`c-${id}`) };
      await blind.as('demo').post('/bookings', { booking_token, booking_data: bangkokData() }, headers);
      return byCorrelation(blind, `key-of-${id}`, { causes: ['seat_taken'], action: /another seat/ });
    },
  },
  {
    row: 43,
    title: 'only the id of an incomplete result',
    play: async ({ blind }) => {
      blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'timeout_after', times: 1 });
      const answer = await createOnce(blind, ownId());
      const result = (answer.headers.location ?? '').replace('/incomplete_results/', '');
      return byCorrelation(blind, result, { causes: ['outcome_open_by_hand'], action: /outcomes list/ });
    },
  },
  {
    row: 44,
    title: 'the 12go key of one client is broken, the bare id is of another',
    play: async ({ blind, start }) => {
      const booking = await reserve(blind.as('rival'));
      const api = await start({ environment: { TWELVEGO_BASE_URL: blind.sandboxUrl } });
      // The first key that is asked is not the rival's.
      blind.sandbox.scenarios.set({ operation: 'booking', scenario: 'bad_key_401', times: 1 });
      return byBooking(api, booking.integration_booking_id, {
        causes: ['not_confirmed'],
        action: nothingToRepair,
      });
    },
  },
  ...(['server_error', 'timeout_before'] as const).map(
    (scenario): Incident => ({
      row: 45,
      title: `inspected while 12go ${scenario === 'server_error' ? 'is down' : 'hangs'}`,
      play: async ({ blind }) => {
        const booking = await confirm(blind.as('demo'));
        blind.sandbox.scenarios.set({ operation: 'booking', scenario });
        return byBooking(blind, booking.id, {
          causes: [scenario === 'server_error' ? 'upstream_failing' : 'upstream_slow'],
          action: /docs\/runbooks\/12go/,
        });
      },
    }),
  ),
];

/** The rows. */
export const bookingIncidents: readonly Incident[] = [...confirms, ...supplier, ...refunds, ...found];
