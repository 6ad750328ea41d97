/** What the gateway answers when a scenario trip is booked: each answer that is not the usual one, in the order of the calls. */
import type { ScenarioName } from '@partner-gateway/sandbox';

/** A call that a booking is made with. */
export type Call = 'Get itinerary' | 'Create' | 'Confirm' | 'Ticket' | 'Cancel';

/** Its answer, as `409 price_changed` or `200 reserved`; after it what it comes to, of a result, a booking or a ticket that was not there yet. */
export type Told = readonly [call: Call, ...answers: readonly [string, ...string[]]];

const unexecuted: Told = ['Create', '202', '409 reserve_not_executed'];
const executed: Told = ['Create', '202', '200 reserved'];

/** By scenario. Those without an answer go off in searches, which ask for no trip: such a trip is booked as any other. */
export const scenarioAnswers: Readonly<Record<ScenarioName, readonly Told[]>> = {
  bad_key_401: [['Create', '503 client_misconfigured']],
  bad_key_400: [['Create', '503 client_misconfigured']],
  rate_limited: [['Create', '503 upstream_rate_limited']],
  rate_limited_bare: [['Create', '503 upstream_rate_limited']],
  server_error: [unexecuted],
  server_error_after: [executed],
  timeout_before: [unexecuted],
  timeout_after: [executed],
  reset_before: [unexecuted],
  reset_after: [executed],
  truncated: [executed],
  html_answer: [executed],
  wrong_types: [executed],
  not_found: [],
  redirect: [unexecuted],
  slow: [],
  empty_search: [],
  hidden_trip: [['Get itinerary', '422 unprocessable']],
  no_prices: [['Get itinerary', '422 unprocessable']],
  broken_option: [['Get itinerary', '502 upstream_unreadable']],
  sold_out: [['Get itinerary', '422 unprocessable']],
  trip_gone: [['Get itinerary', '404 itinerary_not_found']],
  gone_at_reserve: [['Create', '409 trip_unavailable']],
  price_moved: [['Create', '409 price_changed']],
  field_errors: [['Create', '422 schema_validation_failed']],
  seat_taken: [['Create', '409 trip_unavailable']],
  cart_expired: [['Create', '409 trip_unavailable']],
  checkout_refused: [['Get itinerary', '503 schema_unavailable']],
  confirm_refused: [['Confirm', '409 confirm_failed']],
  supplier_slow: [['Confirm', '200 pending', '200 approved']],
  supplier_declines: [['Confirm', '200 pending', '200 declined']],
  ticket_late: [['Ticket', '202', '200']],
  unknown_status: [['Confirm', '200 pending', '200 pending']],
  not_refundable: [['Cancel', '422 non_cancellable']],
  refund_refused: [['Cancel', '422 non_cancellable']],
  refund_expired: [['Cancel', '422 non_cancellable']],
  recheck_fails: [],
};
