/** What each error code means and what the caller should do: the words behind the error table and its pages. */
/** The words of one code. */
export type ErrorText = {
  /** When the gateway answers with this code. */
  readonly meaning: string;
  /** What the caller should do next. */
  readonly remedy: string;
};

/** Meaning and remedy of every code. */
export const errorTexts = {
  invalid_request: {
    meaning:
      'A parameter is missing or malformed, the JSON is unreadable, the seat list is empty, an id or option is not one that was given out, or the supplier does not take such a search.',
    remedy: 'Correct the fields named in `fields` or `detail` and send the request again.',
  },
  unsupported_version: {
    meaning: 'The version header does not name a version that this gateway speaks; `detail` lists those.',
    remedy: 'Send a supported date in `travelier-version`, or leave the header out for the current version.',
  },
  unauthorized: {
    meaning:
      'The key is missing or wrong, or the client is unknown, disabled or another one than the key belongs to.',
    remedy: 'Send the key in the header `x-api-key`, and check the client id in the path.',
  },
  credit_line_insufficient: {
    meaning: 'The credit line does not cover the total of this booking. Nothing was sent to the supplier.',
    remedy: 'Top up the credit line, then send the same request again.',
  },
  insufficient_scope: {
    meaning:
      'The key of the operator is known, and its scope is too small for this; `detail` names the scope that is needed.',
    remedy: 'Ask with a key of that scope, or have one made.',
  },
  itinerary_not_found: {
    meaning: 'The supplier no longer knows this trip.',
    remedy: 'Search again.',
  },
  booking_not_found: {
    meaning: 'The booking id is unknown, or it belongs to another client.',
    remedy: 'Check the booking id.',
  },
  incomplete_result_not_found: {
    meaning: 'The id is not one that was issued to this client.',
    remedy: 'Use the id from the `Location` header as it was given.',
  },
  booking_token_expired: {
    meaning: 'A booking token lives 20 minutes at most.',
    remedy: 'Start again from get itinerary.',
  },
  client_not_found: {
    meaning: 'An operator’s request names a client id that is not configured here.',
    remedy: 'Correct the client id; letters count as they are written.',
  },
  route_not_found: {
    meaning: 'The path is not part of the API.',
    remedy: 'Compare the path with the API reference.',
  },
  ticket_not_allowed: {
    meaning: 'The booking is not confirmed, so it has no ticket.',
    remedy: 'Confirm the booking first, or read its status.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but not with this method; `Allow` lists those that do.',
    remedy: 'Use one of the methods in `Allow`.',
  },
  request_timeout: {
    meaning: 'The headers or the body arrived too slowly.',
    remedy: 'Send the request again over a working connection.',
  },
  trip_unavailable: {
    meaning: 'The trip is sold out, the cart was refused or it has expired.',
    remedy: 'Search again and offer another trip.',
  },
  price_changed: {
    meaning:
      'The supplier now asks more than the quoted price plus the tolerance, or another currency. The reservation is not confirmed and lapses.',
    remedy: 'Show the new price and start again from get itinerary.',
  },
  seat_locked: {
    meaning:
      'At least one of the seats is held by another booking session, which may be one of yours. No seat was locked or booked.',
    remedy:
      'Offer other seats; seats of a session of yours that was given up can be unlocked with its token.',
  },
  already_reserved: {
    meaning: 'The booking token was used before; `booking_id` names the booking.',
    remedy: 'Read that booking, or start again from get itinerary for a second one.',
  },
  already_confirmed: {
    meaning: 'The booking was confirmed before this request; `booking_id` names it.',
    remedy: 'Nothing is left to do; read the booking.',
  },
  confirm_failed: {
    meaning: 'The booking cannot be confirmed; the reason is in `detail`.',
    remedy: 'Start again from get itinerary.',
  },
  refund_option_expired: {
    meaning: 'Refund options live a few minutes; this one has lapsed or changed.',
    remedy: 'Ask for the options again.',
  },
  idempotency_in_progress: {
    meaning: 'A request with this key, or for this cart, is running.',
    remedy: 'Wait as long as `Retry-After` says, then repeat the same request.',
  },
  reserve_not_executed: {
    meaning: 'The outcome of an earlier reserve was unknown and has settled: nothing was booked.',
    remedy: 'Start again from get itinerary.',
  },
  booking_token_stale: {
    meaning:
      'The token is older than the memory that protects against double bookings, so it is not executed.',
    remedy: 'Start again from get itinerary.',
  },
  outcome_settled: {
    meaning:
      'An operator resolves a booking write whose outcome is known already; `outcome` says how it ended.',
    remedy: 'Inspect the booking; there is nothing to resolve.',
  },
  payload_too_large: {
    meaning: 'The body exceeds 256 KiB.',
    remedy: 'Send less.',
  },
  uri_too_long: {
    meaning: 'A path segment exceeds 2048 characters.',
    remedy: 'Use ids as they were issued.',
  },
  unsupported_media_type: {
    meaning: 'Request bodies are JSON.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  schema_validation_failed: {
    meaning: 'One or more fields do not fit the `booking_schema` of this itinerary.',
    remedy: 'Correct the fields named in `fields`.',
  },
  missing_parameter: {
    meaning: 'A required part of the request body is missing.',
    remedy: 'Add the fields named in `fields`.',
  },
  seats_unavailable: {
    meaning:
      'A seat is not on the seat map or no longer free, or a lock has not one seat for each passenger where the trip wants that.',
    remedy: 'Read the itinerary again and offer free seats, as many as there are passengers.',
  },
  cost_mismatch: {
    meaning:
      'The `total_price` of the request differs from the expected total in amount or currency. Nothing was booked.',
    remedy:
      'Ask for a quote, or take `expected_total`, and show it before you book; leave `total_price` out to skip the check.',
  },
  invalid_booking_token: {
    meaning: 'The token was changed, belongs to another client, or has an unknown version.',
    remedy: 'Use the token exactly as get itinerary gave it.',
  },
  non_cancellable: {
    meaning: 'The booking is not confirmed, already cancelled, or no refund is available.',
    remedy: 'Read the booking and its refund options.',
  },
  idempotency_key_reused: {
    meaning: 'This key came before with a different request. Nothing was executed.',
    remedy: 'Use a new key for a new request.',
  },
  unprocessable: {
    meaning:
      'The trip exists but cannot be booked: departed, fully booked, or too few seats. Of a test webhook: it would be sent nowhere, for the reason in `detail`.',
    remedy: 'Search again. Of a test webhook: have set up what `detail` names.',
  },
  rate_limited: {
    meaning:
      'The client is over a limit, which `detail` names: calls of a class in a minute, itineraries opened in the life of a cart, reservations that wait for a confirm, seats held locked. Or too many wrong keys came from one address.',
    remedy: 'Wait as long as `Retry-After` says, and keep to `RateLimit-Policy` from then on.',
  },
  request_headers_too_large: {
    meaning: 'The headers exceed 16 KiB in total.',
    remedy: 'Send fewer or smaller headers.',
  },
  internal_error: {
    meaning: 'A fault in the gateway; it was logged under the correlation id.',
    remedy: 'Report the correlation id.',
  },
  upstream_error: {
    meaning: 'The supplier answered with a failure, not readably, or in a currency without an exchange rate.',
    remedy: 'Try again later.',
  },
  upstream_unreadable: {
    meaning:
      'The supplier sent trips, and not one of them could be read. It does not mean that there are none. Operators see what was unreadable.',
    remedy: 'Try again later. If it lasts, contact support with the correlation id.',
  },
  upstream_rate_limited: {
    meaning: 'The supplier refuses more requests for now, or as many calls as it allows were made.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  schema_unavailable: {
    meaning: 'The supplier gave no usable checkout form.',
    remedy: 'Try again, or offer another itinerary.',
  },
  seat_lock_unavailable: {
    meaning: 'The lock store is out of reach. Booking without a lock still works.',
    remedy: 'Book without locking, or try again later.',
  },
  idempotency_unavailable: {
    meaning:
      'The store that protects against double bookings is out of reach or refuses, so this request sent nothing. `outcome` tells what is known of earlier ones for the same thing.',
    remedy:
      'Repeat the same request, with the same key, after `Retry-After`. While `outcome` is `unknown`, do not book again by another way.',
  },
  idempotency_memory_lost: {
    meaning:
      'The store that protects against double bookings has lost its memory, so this request sent nothing; an earlier one may still be under way at the supplier.',
    remedy:
      'Repeat the same request, with the same key, after `Retry-After`: two minutes at most. While `outcome` is `unknown`, do not book again by another way.',
  },
  idempotency_memory_young: {
    meaning:
      'The store that protects against double bookings is new and nobody knows what was before it, so this request sent nothing.',
    remedy:
      'Repeat the same request, with the same key, after `Retry-After`: two minutes at most. New itineraries can be booked at once.',
  },
  credit_unavailable: {
    meaning: 'The credit-line service is down or slow. Nothing was sent to the supplier.',
    remedy: 'Repeat the same request later.',
  },
  pricing_stale: {
    meaning: 'The exchange rates that this price needs are older than the limit, or not loaded yet.',
    remedy: 'Try again later.',
  },
  events_unavailable: {
    meaning: 'The store of events is out of reach; bookings are not affected.',
    remedy:
      'Ask again with the same `since` when `Retry-After` has passed; nothing is lost. Bookings can be read meanwhile.',
  },
  overloaded: {
    meaning: 'More requests are waiting than the gateway can serve in time.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  not_ready: {
    meaning: 'The gateway is starting or stopping.',
    remedy: 'Try again in a moment.',
  },
  client_misconfigured: {
    meaning:
      'No supplier key or no price rule is set up for the client, or the supplier refused the key. Operators see it as an error in their log and metrics.',
    remedy: 'Contact support with the correlation id.',
  },
  upstream_timeout: {
    meaning: 'A call to the supplier ran out of time.',
    remedy: 'Reads may be repeated. After a cancel, read the booking before trying again.',
  },
  result_expired: {
    meaning:
      'A result can be polled for 15 minutes. `outcome` tells what is known of the create or confirm by now, and `booking_id` which booking it made.',
    remedy:
      'Repeat the same create or confirm, with the same key: it is not executed twice. While `outcome` is `unknown`, do not book again by another way.',
  },
} as const satisfies Record<string, ErrorText>;
