/** Every instrument of the gateway by name, kind, unit and allowed labels. */
import { begun, counter, gauge, histogram, knownCounter } from './instrument-kinds.ts';

const upstreamEndpoints = [
  'search',
  'trip',
  'cart',
  'checkout',
  'reserve',
  'confirm',
  'booking',
  'refund_options',
  'refund',
] as const;
/** Statuses and kinds with which calls of 12go fail when it is not well. */
const usualFailures = [429, 500, 502, 503, 504, 'connection', 'timeout'] as const;
/** Bounds at which somebody asks: what alerts and promises name, such as a search of 3 s, is one. */
const callMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 20_000] as const;
/** Of histograms, by name. */
export const bounds: Readonly<Record<string, readonly number[]>> = {
  'gateway.request.duration': callMs,
  'gateway.12go.duration': callMs,
  'gateway.overhead.duration': [1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000],
  'gateway.search.result_count': [0, 1, 5, 10, 25, 50, 100, 250, 500],
};
/** The instruments; labels hold names from configuration or closed lists only, never ids or text of a request. */
export const instruments = {
  'gateway.request.duration': histogram(
    'ms',
    ['endpoint', 'client_id', 'status_code'],
    'Time from request to answer.',
  ),
  'gateway.overhead.duration': histogram(
    'ms',
    ['endpoint'],
    'Time from request to answer, less that in which it waited for 12go.',
  ),
  'gateway.request.errors': counter(['endpoint', 'client_id', 'error_type'], 'Answers with an error code.'),
  'gateway.request.ignored': counter(
    ['endpoint', 'client_id'],
    'Requests with parts that were not used: what the route does not know, and places that are nowhere.',
  ),
  'gateway.ratelimit.rejected': counter(
    ['scope', 'client_id'],
    'Calls over a limit, by which: a class of the client, `12go`, `failed_key`, `carts`, `unconfirmed`.',
  ),
  'gateway.load.shed': counter(['endpoint'], 'Requests turned away because this instance was behind.'),
  'gateway.event_loop.delay': gauge('ms', 'How far behind the event loop was, at its 99th percentile.'),
  'gateway.12go.duration': histogram('ms', ['upstream_endpoint', 'client_id'], 'Time of a 12go call.'),
  'gateway.12go.errors': begun(
    ['upstream_endpoint', 'status_code'],
    upstreamEndpoints.flatMap((upstream_endpoint) =>
      usualFailures.map((status_code) => ({ upstream_endpoint, status_code })),
    ),
    'Failed 12go calls.',
  ),
  'gateway.12go.unreadable': knownCounter(
    'upstream_endpoint',
    upstreamEndpoints,
    'Answers of 12go that were not JSON, too large, or without what decides something.',
  ),
  'gateway.client.key_refused': counter(
    ['client_id', 'reason'],
    'Calls that a client’s 12go key was not good for: `missing` here, `refused` by 12go.',
  ),
  'gateway.12go.retries': counter(['upstream_endpoint'], '12go calls tried again after a failure.'),
  'gateway.12go.held_back': counter(
    ['upstream_endpoint', 'reason'],
    '12go calls that were not made: `overloaded`, `circuit_open`, `rate_limited`, `timeout`.',
  ),
  'gateway.12go.circuit_state': gauge('1', 'Circuits to 12go: 0 closed, 1 half-open, 2 open.', [
    'upstream_endpoint',
  ]),
  'gateway.12go.running': gauge('1', '12go calls under way, by the lane that they share.', [
    'upstream_endpoint',
  ]),
  'gateway.12go.waiting': gauge('1', '12go calls waiting for one of them to end.', ['upstream_endpoint']),
  'gateway.pricing.markup_applied': counter(['client_id', 'contract_code'], 'Prices made.'),
  'gateway.pricing.net_above_gross': counter(
    ['client_id', 'price_type'],
    'Itineraries of a search whose binding gross price is below what the partner pays.',
  ),
  'gateway.fx.age_seconds': gauge('s', 'Age of the oldest exchange rate in force, by its source’s time.'),
  'gateway.fx.refused': counter(['reason'], 'Exchange rates refused at a refresh; the old ones stay.'),
  'gateway.search.result_count': histogram('1', ['client_id'], 'Itineraries of an answer.'),
  'gateway.search.cache_hit': counter(
    ['client_id', 'cache_level'],
    'Searches answered without asking 12go, by where the answer lay.',
  ),
  'gateway.search.waited': knownCounter(
    'outcome',
    ['answered', 'in_vain'],
    'Searches that waited for an equal one of another instance, by whether they had its answer or asked themselves.',
  ),
  'gateway.search.sent_again': counter(
    ['client_id'],
    'Of those, searches answered with the bytes of an answer before.',
  ),
  'gateway.search.answers_bytes': gauge('By', 'What the finished search answers kept in this process weigh.'),
  'gateway.search.dropped': counter(['reason'], 'Trips and options left out of an answer.'),
  'gateway.search.recheck': counter(['outcome'], 'Recheck URLs by what became of them.'),
  'gateway.mapping.missing': counter(['entity'], 'Ids without a mapping.'),
  'gateway.schema.regex_dropped': counter([], 'Patterns of a form that could not be converted.'),
  'gateway.schema.unknown_field': counter([], 'Fields of a form that are not known.'),
  'gateway.schema.changed': counter([], 'Forms that changed between get itinerary and create.'),
  'gateway.status.unknown': counter([], 'Booking statuses that are not known.'),
  'gateway.booking.price_mismatch': counter(['client_id'], 'Prices that moved after the quote.'),
  'gateway.booking.price_drop': counter(['client_id'], 'Prices that fell after the quote.'),
  'gateway.booking.funnel': counter(
    ['client_id', 'step', 'outcome'],
    'Booking writes by what they were answered: `done`, `pending` or an error code.',
  ),
  'gateway.booking.open_outcomes': gauge('1', 'Booking writes whose outcome nobody knows yet.'),
  'gateway.booking.oldest_open_outcome': gauge('s', 'Age of the oldest of them.'),
  'gateway.booking.writes_in_flight': gauge('1', 'Booking writes of this instance that 12go works on.'),
  'gateway.booking.writes_off': gauge(
    '1',
    'Why booking writes are off, or wait for a memory that is young or was lost: 1 for the reason at hand.',
    ['reason'],
  ),
  'gateway.token.rejected': knownCounter(
    'reason',
    [
      'malformed',
      'unknown_key',
      'bad_tag',
      'wrong_version',
      'wrong_client',
      'not_yet_valid',
      'expired',
      'too_large',
    ],
    'Sealed boxes refused.',
  ),
  'gateway.idempotency': counter(['outcome'], 'Guarded writes by how they ended.'),
  'gateway.seatlock.requests': counter(['outcome'], 'Seat locks asked for by what became of them.'),
  'gateway.seatlock.active': gauge('1', 'Seats locked now, of all clients and instances.'),
  'gateway.seatlock.expired': counter([], 'Seat locks that ended by their time, those of booked seats too.'),
  'gateway.creditline.failures': knownCounter(
    'kind',
    ['timeout', 'connection', 'status', 'unreadable'],
    'Questions to the credit line that got no usable answer.',
  ),
  'gateway.creditline.rejected': counter(['client_id'], 'Bookings refused for lack of credit.'),
  'gateway.journal.dropped': knownCounter(
    'reason',
    ['full', 'unreachable'],
    'Journal entries that were not kept: `full`, `unreachable`.',
  ),
  'gateway.notification.received': counter(['signed'], 'Notifications taken from 12go.'),
  'gateway.notification.kept': knownCounter(
    'outcome',
    ['recorded', 'repeated', 'counted', 'unreadable', 'unknown_client', 'gave_up'],
    'Notifications of 12go by what became of them: `recorded`, `repeated`, `counted`, `unreadable`, `unknown_client`, `gave_up`.',
  ),
  'gateway.notification.delivered': counter(
    ['client_id', 'success'],
    'Attempts to post a change of a booking to its partner.',
  ),
  'gateway.notification.dead': counter(
    ['client_id', 'reason'],
    'Changes that are not posted any more: `dead` after the last attempt, `gone` after a 410, `endpoint_disabled`, `endpoint_missing`.',
  ),
  'gateway.notification.endpoint_disabled': counter(
    ['client_id', 'reason'],
    'Webhook endpoints that were disabled: `gone` by a 410, `failing` after 5 days without a success.',
  ),
  'gateway.notification.waiting': gauge('1', 'Changes that wait to be posted, of all clients.'),
  'gateway.notification.oldest_waiting': gauge('s', 'Age of the oldest of them.'),
  'gateway.events.dropped': gauge(
    '1',
    'Changes of the last seven days that were pushed out of the outbox before every reader had them, of all clients.',
  ),
  'gateway.events.published': counter(
    ['topic', 'outcome'],
    'Records written to Kafka: `ok`, why they were not, or `unreadable`, of no topic.',
  ),
  'gateway.events.backlog': gauge('1', 'Events that wait for Kafka, of all clients.'),
  'gateway.events.backlog_age': gauge('s', 'Age of the oldest of them.'),
  'gateway.events.lag': gauge('1', 'Records that a consumer group has not read yet.', ['group', 'topic']),
  'gateway.events.under_replicated': gauge(
    '1',
    'Partitions with fewer copies in step than they should have.',
  ),
  'gateway.events.old_topic_messages': gauge(
    '1',
    'Records that reached an old topic while it was looked at.',
    ['topic'],
  ),
  'gateway.events.not_told': knownCounter(
    'reason',
    ['words', 'store', 'busy'],
    'Changes of bookings that could not be told: `words`, `store`, `busy`.',
  ),
  'gateway.dependency.state': gauge('1', 'What `/ready` says of each check: 1 for the status at hand.', [
    'name',
    'status',
  ]),
  'gateway.redis.errors': counter(
    ['name'],
    'Connections to Redis that broke and commands that failed, by the check that the Redis has in `/ready`.',
  ),
  'gateway.copy.age_seconds': gauge('s', 'Age of what is read again now and then, since it was read well.', [
    'name',
  ]),
  'gateway.copy.refresh_failed': knownCounter(
    'name',
    ['id_map', 'client_settings', 'secrets', 'exchange_rates'],
    'Readings that failed; the copy before stays.',
  ),
  'gateway.process.cpu_seconds': gauge('s', 'CPU time of this process since its start.'),
  'gateway.process.memory_bytes': gauge('By', 'Resident memory of this process.'),
} as const;
