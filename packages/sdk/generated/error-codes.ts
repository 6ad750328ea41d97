/** The contract's error codes. Generated from its error table by `pnpm generate`; do not edit. */

/**
 * A stable code of the contract. Answers may carry newer ones.
 *
 * @example
 * ```ts
 * const known: ErrorCode = 'price_changed';
 * if (isGatewayError(error)) console.log(error.code === known);
 * ```
 */
export type ErrorCode =
  /** 400: A parameter is missing or malformed, the JSON is unreadable, the seat list is empty, an id or option is not one that was given out, or the supplier does not take such a search. */
  | 'invalid_request'
  /** 400: The version header does not name a version that this gateway speaks; `detail` lists those. */
  | 'unsupported_version'
  /** 401: The key is missing or wrong, or the client is unknown, disabled or another one than the key belongs to. */
  | 'unauthorized'
  /** 402: The credit line does not cover the total of this booking. Nothing was sent to the supplier. */
  | 'credit_line_insufficient'
  /** 403: The key of the operator is known, and its scope is too small for this; `detail` names the scope that is needed. */
  | 'insufficient_scope'
  /** 404: The supplier no longer knows this trip. */
  | 'itinerary_not_found'
  /** 404: The booking id is unknown, or it belongs to another client. */
  | 'booking_not_found'
  /** 404: The id is not one that was issued to this client. */
  | 'incomplete_result_not_found'
  /** 404: A booking token lives 20 minutes at most. */
  | 'booking_token_expired'
  /** 404: An operator’s request names a client id that is not configured here. */
  | 'client_not_found'
  /** 404: The path is not part of the API. */
  | 'route_not_found'
  /** 405: The booking is not confirmed, so it has no ticket. */
  | 'ticket_not_allowed'
  /** 405: The path exists, but not with this method; `Allow` lists those that do. */
  | 'method_not_allowed'
  /** 408: The headers or the body arrived too slowly. */
  | 'request_timeout'
  /** 409: The trip is sold out, the cart was refused or it has expired. */
  | 'trip_unavailable'
  /** 409: The supplier now asks more than the quoted price plus the tolerance, or another currency. The reservation is not confirmed and lapses. */
  | 'price_changed'
  /** 409: At least one of the seats is held by another booking session, which may be one of yours. No seat was locked or booked. */
  | 'seat_locked'
  /** 409: The booking token was used before; `booking_id` names the booking. */
  | 'already_reserved'
  /** 409: The booking was confirmed before this request; `booking_id` names it. */
  | 'already_confirmed'
  /** 409: The booking cannot be confirmed; the reason is in `detail`. */
  | 'confirm_failed'
  /** 409: Refund options live a few minutes; this one has lapsed or changed. */
  | 'refund_option_expired'
  /** 409: A request with this key, or for this cart, is running. */
  | 'idempotency_in_progress'
  /** 409: The outcome of an earlier reserve was unknown and has settled: nothing was booked. */
  | 'reserve_not_executed'
  /** 409: The token is older than the memory that protects against double bookings, so it is not executed. */
  | 'booking_token_stale'
  /** 409: An operator resolves a booking write whose outcome is known already; `outcome` says how it ended. */
  | 'outcome_settled'
  /** 413: The body exceeds 256 KiB. */
  | 'payload_too_large'
  /** 414: A path segment exceeds 2048 characters. */
  | 'uri_too_long'
  /** 415: Request bodies are JSON. */
  | 'unsupported_media_type'
  /** 422: One or more fields do not fit the `booking_schema` of this itinerary. */
  | 'schema_validation_failed'
  /** 422: A required part of the request body is missing. */
  | 'missing_parameter'
  /** 422: A seat is not on the seat map or no longer free, or a lock has not one seat for each passenger where the trip wants that. */
  | 'seats_unavailable'
  /** 422: The `total_price` of the request differs from the expected total in amount or currency. Nothing was booked. */
  | 'cost_mismatch'
  /** 422: The token was changed, belongs to another client, or has an unknown version. */
  | 'invalid_booking_token'
  /** 422: The booking is not confirmed, already cancelled, or no refund is available. */
  | 'non_cancellable'
  /** 422: This key came before with a different request. Nothing was executed. */
  | 'idempotency_key_reused'
  /** 422: The trip exists but cannot be booked: departed, fully booked, or too few seats. Of a test webhook: it would be sent nowhere, for the reason in `detail`. */
  | 'unprocessable'
  /** 429: The client is over a limit, which `detail` names: calls of a class in a minute, itineraries opened in the life of a cart, reservations that wait for a confirm, seats held locked. Or too many wrong keys came from one address. */
  | 'rate_limited'
  /** 431: The headers exceed 16 KiB in total. */
  | 'request_headers_too_large'
  /** 500: A fault in the gateway; it was logged under the correlation id. */
  | 'internal_error'
  /** 502: The supplier answered with a failure, not readably, or in a currency without an exchange rate. */
  | 'upstream_error'
  /** 502: The supplier sent trips, and not one of them could be read. It does not mean that there are none. Operators see what was unreadable. */
  | 'upstream_unreadable'
  /** 503: The supplier refuses more requests for now, or as many calls as it allows were made. */
  | 'upstream_rate_limited'
  /** 503: The supplier gave no usable checkout form. */
  | 'schema_unavailable'
  /** 503: The lock store is out of reach. Booking without a lock still works. */
  | 'seat_lock_unavailable'
  /** 503: The store that protects against double bookings is out of reach or refuses, so this request sent nothing. `outcome` tells what is known of earlier ones for the same thing. */
  | 'idempotency_unavailable'
  /** 503: The store that protects against double bookings has lost its memory, so this request sent nothing; an earlier one may still be under way at the supplier. */
  | 'idempotency_memory_lost'
  /** 503: The store that protects against double bookings is new and nobody knows what was before it, so this request sent nothing. */
  | 'idempotency_memory_young'
  /** 503: The credit-line service is down or slow. Nothing was sent to the supplier. */
  | 'credit_unavailable'
  /** 503: The exchange rates that this price needs are older than the limit, or not loaded yet. */
  | 'pricing_stale'
  /** 503: The store of events is out of reach; bookings are not affected. */
  | 'events_unavailable'
  /** 503: More requests are waiting than the gateway can serve in time. */
  | 'overloaded'
  /** 503: The gateway is starting or stopping. */
  | 'not_ready'
  /** 503: No supplier key or no price rule is set up for the client, or the supplier refused the key. Operators see it as an error in their log and metrics. */
  | 'client_misconfigured'
  /** 504: A call to the supplier ran out of time. */
  | 'upstream_timeout'
  /** 504: A result can be polled for 15 minutes. `outcome` tells what is known of the create or confirm by now, and `booking_id` which booking it made. */
  | 'result_expired';
