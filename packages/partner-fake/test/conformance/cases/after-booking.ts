/** Confirms, reads, tickets, cancellations, events and incomplete results, on both sides. */
import type { Case } from '../api.ts';
import { at, confirmed, orderFor, reserved } from '../steps.ts';

export const afterBookingCases: readonly Case[] = [
  {
    name: 'a booking from its reservation to its cancellation',
    run: async (api) => {
      const id = await reserved(api);
      await api.ask(`GET /bookings/${id}`);
      await api.ask(`GET /bookings/${id}/ticket`);
      await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true } });
      const headers = { 'idempotency-key': `confirm-${api.day}` };
      await api.ask(`POST /bookings/${id}/confirm`, { headers });
      await api.ask(`POST /bookings/${id}/confirm`, { headers });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`PUT /bookings/${id}/confirm`);
      await api.ask(`GET /bookings/${id}`);
      await api.ask(`GET /bookings/${id}/ticket`);
      await api.ask(`POST /bookings/${id}/cancel`);
      await api.ask(`POST /bookings/${id}/cancel`);
      await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true } });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`GET /bookings/${id}/ticket`);
      await api.ask(`GET /bookings/${id}`);
    },
  },
  {
    name: 'a cancellation in two steps, and again under its key',
    run: async (api) => {
      const id = await confirmed(api);
      const { body } = await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true } });
      const second = at(body, 'refund_options', 1, 'refund_option');
      await api.ask(`POST /bookings/${id}/cancel`, { body: { refund_option: second } });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { refund_option: 'k1.bad' } });
      const refund_option = at(body, 'refund_options', 0, 'refund_option');
      const headers = { 'idempotency-key': `cancel-${api.day}` };
      await api.ask(`POST /bookings/${id}/cancel`, { body: { refund_option }, headers });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { refund_option }, headers });
    },
  },
  {
    name: 'cancellations that are malformed',
    run: async (api) => {
      const id = await confirmed(api);
      await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true, refund_option: 'x' } });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { prevew: true } });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { colour: 'red' } });
      await api.ask(`POST /bookings/${id}/cancel`, { body: [] });
      await api.ask(`GET /bookings/${id}`);
    },
  },
  {
    name: 'a refund of what the supplier gets, seats and bags too',
    run: async (api) => {
      const id = await confirmed(api, { route: 'cebu' });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true } });
      await api.ask(`POST /bookings/${id}/cancel`);
    },
  },
  {
    name: 'a trip that is never refunded',
    run: async (api) => {
      const id = await confirmed(api, { route: 'island', index: 1 });
      await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true } });
      await api.ask(`POST /bookings/${id}/cancel`);
    },
  },
  {
    name: 'a booking that there is none of',
    run: async (api) => {
      for (const what of ['GET /bookings/BK-1-AAAAA', 'GET /bookings/BK-1-AAAAA/ticket']) await api.ask(what);
      for (const step of ['confirm', 'cancel']) await api.ask(`POST /bookings/BK-1-AAAAA/${step}`);
    },
  },
  {
    name: 'a booking that the operator has to approve',
    run: async (api) => {
      const id = await reserved(api, { route: 'island', index: 2 });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`POST /bookings/${id}/cancel`);
      api.advance(241 * 60_000);
      await api.ask(`GET /bookings/${id}`);
      await api.ask(`GET /bookings/${id}/ticket`);
    },
  },
  {
    name: 'an operator who declines after ten minutes',
    run: async (api) => {
      const id = await reserved(api);
      await api.stage({
        fake: { operation: 'confirmBooking', scenario: 'declines_late', times: 1 },
        gateway: { operation: 'confirm', scenario: 'supplier_declines' },
      });
      await api.ask(`POST /bookings/${id}/confirm`);
      api.advance(11 * 60_000);
      await api.ask(`GET /bookings/${id}`);
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  {
    name: 'an operator who approves after ten minutes',
    run: async (api) => {
      const id = await reserved(api);
      await api.stage({
        fake: { operation: 'confirmBooking', scenario: 'approves_late', times: 1 },
        gateway: { operation: 'confirm', scenario: 'supplier_slow' },
      });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`GET /bookings/${id}/ticket`);
      api.advance(11 * 60_000);
      await api.ask(`GET /bookings/${id}`);
    },
  },
  {
    name: 'a ticket that comes late',
    run: async (api) => {
      const id = await reserved(api);
      await api.stage({
        fake: { operation: 'confirmBooking', scenario: 'ticket_late', times: 1 },
        gateway: { operation: 'confirm', scenario: 'ticket_late' },
      });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`GET /bookings/${id}/ticket`);
      api.advance(11 * 60_000);
      await api.ask(`GET /bookings/${id}/ticket`);
    },
  },
  {
    name: 'a reservation that was not confirmed in half an hour',
    run: async (api) => {
      const id = await reserved(api);
      api.advance(31 * 60_000);
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`GET /bookings/${id}`);
    },
  },
  {
    name: 'a create that the supplier has not answered, and again',
    run: async (api) => {
      const body = await orderFor(api);
      // How often it is polled depends on the supplier; so only what comes before is compared.
      await api.stage({
        fake: { operation: 'createBooking', scenario: 'pending', times: 1 },
        gateway: { operation: 'reserve', scenario: 'reset_after' },
      });
      const headers = { 'idempotency-key': `pending-${api.day}` };
      await api.ask('POST /bookings', { body, headers });
      await api.ask('POST /bookings', { body, headers });
      await api.ask('POST /bookings', { body });
    },
  },
  {
    name: 'a result that there is none of',
    run: async (api) => {
      await api.ask('GET /incomplete_results/k1.bad');
      await api.ask('GET //incomplete_results/zz');
    },
  },
  {
    name: 'cursors and limits of the feed that cannot be',
    run: async (api) => {
      await api.ask('GET /events?since=x');
      await api.ask('GET /events?limit=0&wait_seconds=99');
      await api.ask('GET /events?sinc=1');
      await api.ask('GET /events?since=9999999999999-0');
    },
  },
  {
    name: 'the events of a booking, in their order',
    run: async (api) => {
      const before = await api.ask('GET /events?limit=500', { isQuiet: true });
      const id = await confirmed(api);
      await api.ask(`POST /bookings/${id}/cancel`, { isQuiet: true });
      await api.ask(`GET /events?since=${at(before.body, 'next')}`);
    },
  },
  {
    name: 'a sample where no webhook is set up',
    run: async (api) => {
      await api.ask('POST /webhooks/test');
    },
  },
  {
    name: 'a price that moved when the supplier booked',
    run: async (api) => {
      const body = await orderFor(api);
      await api.stage({
        fake: { operation: 'createBooking', scenario: 'price_moved', by: '1.16', times: 1 },
        gateway: { operation: 'reserve', scenario: 'price_moved', percent: 6 },
      });
      const headers = { 'idempotency-key': `moved-${api.day}` };
      const moved = await api.ask('POST /bookings', { body, headers });
      await api.ask('POST /bookings', { body, headers });
      const id = at(moved.body, 'price_changed', 'booking_id');
      await api.ask(`GET /bookings/${id}`);
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  {
    name: 'a trip that was sold out when the supplier booked',
    run: async (api) => {
      const body = await orderFor(api);
      await api.stage({
        fake: { operation: 'createBooking', scenario: 'sold_out', times: 1 },
        gateway: { operation: 'reserve', scenario: 'sold_out' },
      });
      const headers = { 'idempotency-key': `sold-${api.day}` };
      await api.ask('POST /bookings', { body, headers });
      await api.ask('POST /bookings', { body, headers });
    },
  },
];
