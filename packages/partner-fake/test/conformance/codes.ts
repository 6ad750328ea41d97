/** For each error code the case that has both sides answer with it, or why there is none. */
import type { ErrorCode } from '@partner-gateway/contract';
import type { Case } from './api.ts';

/** Names of cases. That the case meets the code is checked on both sides when it is run. */
export const casesOfCodes = {
  invalid_request: 'a create with half a body',
  unsupported_version: 'writes of another version, and without a path',
  unauthorized: 'writes with a wrong key, which may have been made with the right one',
  credit_line_insufficient: 'createBooking: credit_line_insufficient where its balance is a dollar',
  itinerary_not_found: 'getItinerary: itinerary_not_found where trip of 12go ends in trip_gone',
  booking_not_found: 'a booking that there is none of',
  incomplete_result_not_found: 'a result that there is none of',
  booking_token_expired: 'a create after 20 minutes',
  route_not_found: 'a path of nothing',
  ticket_not_allowed: 'a booking from its reservation to its cancellation',
  method_not_allowed: 'a method that is not allowed on a write',
  request_timeout: 'a request that does not arrive in time',
  trip_unavailable: 'getItinerary: trip_unavailable where addToCart of 12go ends in sold_out',
  price_changed: 'a price that moved when the supplier booked',
  seat_locked: 'seats that are locked, by two, let go, and locked by the other',
  already_reserved: 'a create under a key, again, changed, and under others',
  already_confirmed: 'a booking from its reservation to its cancellation',
  confirm_failed: 'confirmBooking: confirm_failed where confirm of 12go ends in confirm_refused',
  refund_option_expired:
    'cancelBooking: refund_option_expired where refundOptions of 12go ends in not_refundable',
  idempotency_in_progress: 'a create that is not answered yet, its cart under another key',
  reserve_not_executed: 'a create that turns out not to have happened, polled, asked again and made anew',
  booking_token_stale: 'writes of before the store lost what it knew, at once and later',
  payload_too_large: 'a create with a body that is too large',
  uri_too_long: 'a path that is too long',
  unsupported_media_type: 'a create that is no JSON',
  schema_validation_failed: 'a create with data that do not fit',
  missing_parameter: 'a create with nothing',
  seats_unavailable: 'a create with a seat that is taken',
  cost_mismatch: 'a create with a total that is not ours',
  invalid_booking_token: 'a create with a token that is none',
  non_cancellable: 'cancelBooking: non_cancellable where refund of 12go ends in refund_refused',
  idempotency_key_reused: 'a create under a key, again, changed, and under others',
  unprocessable: 'getItinerary: unprocessable where trip of 12go ends in sold_out',
  rate_limited: 'more calls of a class than a client may make in a minute',
  request_headers_too_large: 'headers of more than 16 KiB, on a read and on a write',
  upstream_error: 'getBooking: upstream_error where booking of 12go ends in server_error',
  upstream_unreadable: 'search: upstream_unreadable where search of 12go ends in wrong_types',
  upstream_rate_limited: 'search: upstream_rate_limited where search of 12go ends in rate_limited_bare',
  schema_unavailable: 'getItinerary: schema_unavailable where checkoutForm of 12go ends in html_answer',
  seat_lock_unavailable: 'seats while their store is away, and a booking without a lock',
  idempotency_unavailable: 'requests that need the store of bookings while it is away',
  idempotency_memory_lost: 'writes of before the store lost what it knew, at once and later',
  idempotency_memory_young: 'confirmBooking: idempotency_memory_young where the store is new',
  credit_unavailable: 'createBooking: credit_unavailable where nobody knows the balance',
  pricing_stale: 'a price in another currency once the exchange rates are old',
  events_unavailable: 'requests that need the store of bookings while it is away',
  overloaded: 'more searches at a time than there is room for',
  not_ready: 'a gateway that has not read its tables yet',
  client_misconfigured: 'getBooking: client_misconfigured where booking of 12go ends in bad_key_400',
  upstream_timeout: 'getBooking: upstream_timeout where booking of 12go does not answer',
  result_expired: 'the result of a create that happened, after fifteen minutes',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Of the fake they can be had as a scenario; of a gateway not by whoever stands at the partner's door. */
export const reasonsOfCodes = {
  insufficient_scope: 'only keys of operators have a scope, and none of them opens the partner API',
  client_not_found: 'a client that is not known is unauthorized here; the code is for operators and for 12go',
  outcome_settled: 'it is said to an operator who resolves what is known already',
  internal_error:
    'nothing that a partner or 12go can send leads to it: the fuzz of the server holds their number at none',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** The codes that a case stands for. */
export const codesOfCase = ({ name }: Pick<Case, 'name'>): readonly string[] =>
  Object.entries(casesOfCodes).flatMap(([code, one]) => (one === name ? [code] : []));
