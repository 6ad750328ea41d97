/** What 12go does wrong, in each of its calls, and what becomes of it at the partner's door. */
import type { Case, SandboxScenario } from '../api.ts';
import { type Refused, refusal } from '../refusal.ts';

type Row = readonly [
  operation: Refused['operation'],
  call: SandboxScenario['operation'],
  scenario: SandboxScenario['scenario'],
  code: Refused['code'],
  told?: Refused['told'],
];

const rows: readonly Row[] = [
  ['getItinerary', 'addToCart', 'sold_out', 'trip_unavailable'],
  ['getItinerary', 'addToCart', 'trip_gone', 'trip_unavailable'],
  ['getItinerary', 'trip', 'trip_gone', 'itinerary_not_found'],
  ['getItinerary', 'trip', 'sold_out', 'unprocessable'],
  ['getItinerary', 'checkoutForm', 'checkout_refused', 'schema_unavailable'],
  ['getItinerary', 'checkoutForm', 'html_answer', 'schema_unavailable'],
  ['getItinerary', 'checkoutForm', 'wrong_types', 'schema_unavailable'],
  ['getItinerary', 'checkoutForm', 'server_error', 'upstream_error'],
  ['getItinerary', 'trip', 'truncated', 'upstream_error'],
  ['getItinerary', 'trip', 'rate_limited', 'upstream_rate_limited', { retryAfterSeconds: 7 }],
  ['getItinerary', 'trip', 'bad_key_401', 'client_misconfigured'],
  ['search', 'search', 'server_error', 'upstream_error'],
  ['search', 'search', 'wrong_types', 'upstream_unreadable'],
  ['search', 'search', 'rate_limited_bare', 'upstream_rate_limited'],
  ['search', 'search', 'bad_key_400', 'client_misconfigured'],
  ['createBooking', 'checkoutForm', 'checkout_refused', 'trip_unavailable'],
  ['createBooking', 'checkoutForm', 'html_answer', 'schema_unavailable'],
  ['createBooking', 'reserve', 'rate_limited', 'upstream_rate_limited', { retryAfterSeconds: 7 }],
  ['createBooking', 'reserve', 'bad_key_401', 'client_misconfigured'],
  ['createBooking', 'reserve', 'gone_at_reserve', 'trip_unavailable'],
  ['createBooking', 'reserve', 'cart_expired', 'trip_unavailable'],
  ['confirmBooking', 'confirm', 'confirm_refused', 'confirm_failed'],
  ['confirmBooking', 'confirm', 'rate_limited', 'upstream_rate_limited', { retryAfterSeconds: 7 }],
  ['confirmBooking', 'confirm', 'bad_key_401', 'client_misconfigured'],
  ['getBooking', 'booking', 'server_error', 'upstream_error'],
  ['getBooking', 'booking', 'truncated', 'upstream_error'],
  ['getBooking', 'booking', 'wrong_types', 'upstream_error'],
  ['getBooking', 'booking', 'not_found', 'booking_not_found'],
  ['getBooking', 'booking', 'rate_limited', 'upstream_rate_limited', { retryAfterSeconds: 7 }],
  ['getBooking', 'booking', 'bad_key_400', 'client_misconfigured'],
  ['getTicket', 'booking', 'html_answer', 'upstream_error'],
  ['cancelBooking', 'refund', 'refund_expired', 'non_cancellable'],
  ['cancelBooking', 'refund', 'refund_refused', 'non_cancellable'],
  ['cancelBooking', 'refundOptions', 'not_refundable', 'refund_option_expired'],
  ['cancelBooking', 'refundOptions', 'html_answer', 'upstream_error'],
  ['cancelBooking', 'refund', 'rate_limited', 'upstream_rate_limited', { retryAfterSeconds: 7 }],
];

/** Reads are tried again, so that a fault has to last. */
const times = 9;

export const supplierCases: readonly Case[] = rows.map(([operation, call, scenario, code, told]) =>
  refusal(`${call} of 12go ends in ${scenario}`, {
    operation,
    code,
    by: { operation: call, scenario, times },
    ...(told !== undefined && { told }),
  }),
);
