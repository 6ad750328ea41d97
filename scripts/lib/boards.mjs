/** What the five boards show: each panel with its question to Prometheus, its unit and the runbook that it belongs to. Only data here. */

const partners = 'endpoint!~"health|ready|unrouted|notification|ops_.*"';
const chosen = `${partners}, endpoint=~"$endpoint", client_id=~"$client"`;
const writes = 'endpoint=~"create_booking|confirm_booking|cancel_booking", client_id=~"$client"';
const client = 'client_id=~"$client"';

/** @param {string} metric @param {string} [by] */
const rate = (metric, by) =>
  `sum${by === undefined ? '' : ` by (${by})`} (rate(${metric}[$__rate_interval]))`;
/** @param {string} metric @param {string} [by] */
const inRange = (metric, by) => `sum${by === undefined ? '' : ` by (${by})`} (increase(${metric}[$__range]))`;
/** @param {number} share @param {string} metric @param {string} [by] */
const quantile = (share, metric, by) =>
  `histogram_quantile(${share}, ${rate(metric, by === undefined ? 'le' : `le, ${by}`)})`;

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} says what is read from it
 * @property {'timeseries' | 'stat' | 'bargauge'} [kind] default: `timeseries`
 * @property {string} unit as Grafana names it
 * @property {readonly (readonly [string, string])[]} asks an expression and the legend of its series
 * @property {string} [runbook] the page, without `.md`
 * @property {readonly (readonly [number, string, string])[]} [names] what a value is called, and its colour
 */

/** @type {readonly { file: string, title: string, says: string, variables: readonly ('client' | 'endpoint')[], panels: readonly Panel[] }[]} */
export const boards = [
  {
    file: 'api-health',
    title: 'API health',
    says: 'What partners ask, how fast they are answered, and what fails.',
    variables: ['client', 'endpoint'],
    panels: [
      {
        title: 'Requests by endpoint',
        says: 'Of the chosen clients.',
        unit: 'reqps',
        asks: [[rate(`gateway_request_duration_count{${chosen}}`, 'endpoint'), '{{endpoint}}']],
        runbook: 'no-traffic',
      },
      {
        title: 'Share that fails',
        says: 'A failure is a 5xx. Alerts: 5 % and 15 % of all, 2 % of booking writes.',
        unit: 'percentunit',
        asks: [
          [
            `${rate(`gateway_request_duration_count{${chosen}, status_code=~"5.."}`)} / ${rate(`gateway_request_duration_count{${chosen}}`)}`,
            'all',
          ],
          [
            `${rate(`gateway_request_duration_count{${writes}, status_code=~"5.."}`)} / ${rate(`gateway_request_duration_count{${writes}}`)}`,
            'booking writes',
          ],
        ],
        runbook: 'partner-error-rate',
      },
      {
        title: 'Time to answer',
        says: 'Of the chosen endpoints and clients together.',
        unit: 'ms',
        asks: [
          [quantile(0.5, `gateway_request_duration_bucket{${chosen}}`), 'p50'],
          [quantile(0.95, `gateway_request_duration_bucket{${chosen}}`), 'p95'],
          [quantile(0.99, `gateway_request_duration_bucket{${chosen}}`), 'p99'],
        ],
        runbook: 'search-slow',
      },
      {
        title: 'Time to answer, 95th percentile by endpoint',
        says: 'Searches above 3 s are an alert.',
        unit: 'ms',
        asks: [[quantile(0.95, `gateway_request_duration_bucket{${chosen}}`, 'endpoint'), '{{endpoint}}']],
        runbook: 'search-slow',
      },
      {
        title: 'Our own part of the time, 95th percentile',
        says: 'From request to answer, less the time in which a call of 12go was under way.',
        unit: 'ms',
        asks: [
          [
            quantile(
              0.95,
              `gateway_overhead_duration_bucket{${partners}, endpoint=~"$endpoint"}`,
              'endpoint',
            ),
            '{{endpoint}}',
          ],
        ],
        runbook: 'scale',
      },
      {
        title: 'Answers with an error code',
        says: 'Refusals such as sold out are among them; what each code means is in docs/errors.md.',
        unit: 'reqps',
        asks: [
          [
            rate(`gateway_request_errors_total{endpoint=~"$endpoint", ${client}}`, 'error_type'),
            '{{error_type}}',
          ],
        ],
        runbook: 'partner-error-rate',
      },
      {
        title: 'Share that fails, by client',
        says: 'One client alone is its setup, its key or its 12go account.',
        unit: 'percentunit',
        asks: [
          [
            `${rate(`gateway_request_duration_count{${chosen}, status_code=~"5.."}`, 'client_id')} / ${rate(`gateway_request_duration_count{${chosen}}`, 'client_id')}`,
            '{{client_id}}',
          ],
        ],
        runbook: 'client-key-refused',
      },
      {
        title: 'Over a limit, and turned away',
        says: 'By the limit and the client; turned away is what this gateway had no room for.',
        unit: 'reqps',
        asks: [
          [
            rate(`gateway_ratelimit_rejected_total{${client}}`, 'scope, client_id'),
            '{{scope}} of {{client_id}}',
          ],
          [rate('gateway_load_shed_total', 'endpoint'), 'no room: {{endpoint}}'],
        ],
        runbook: 'overloaded',
      },
      {
        title: 'Sealed texts refused',
        says: '`bad_tag` was changed on its way; `unknown_key` was sealed with a key that is gone.',
        unit: 'reqps',
        asks: [[rate('gateway_token_rejected_total', 'reason'), '{{reason}}']],
        runbook: 'token-tampering',
      },
      {
        title: 'Requests with parts that were ignored',
        says: 'Mistakes of a partner that were answered all the same.',
        unit: 'reqps',
        asks: [
          [
            rate(`gateway_request_ignored_total{${client}}`, 'client_id, endpoint'),
            '{{client_id}} {{endpoint}}',
          ],
        ],
      },
    ],
  },
  {
    file: '12go-upstream',
    title: '12go upstream',
    says: 'Calls of 12go: how many, how long, how they fail, and what is held back.',
    variables: [],
    panels: [
      {
        title: 'Circuits',
        says: 'Open: calls are held back because they fail. A try goes out every few seconds.',
        kind: 'stat',
        unit: 'short',
        asks: [['max by (upstream_endpoint) (gateway_12go_circuit_state)', '{{upstream_endpoint}}']],
        runbook: 'circuit-open',
        names: [
          [0, 'closed', 'green'],
          [1, 'half-open', 'yellow'],
          [2, 'open', 'red'],
        ],
      },
      {
        title: 'Calls',
        says: 'By the call.',
        unit: 'reqps',
        asks: [[rate('gateway_12go_duration_count', 'upstream_endpoint'), '{{upstream_endpoint}}']],
      },
      {
        title: 'Share of calls that fail',
        says: 'Refusals of a booking are among them; for those see the status beside.',
        unit: 'percentunit',
        asks: [
          [
            `${rate('gateway_12go_errors_total', 'upstream_endpoint')} / ${rate('gateway_12go_duration_count', 'upstream_endpoint')}`,
            '{{upstream_endpoint}}',
          ],
        ],
        runbook: '12go-degraded',
      },
      {
        title: 'Failures by status',
        says: 'The HTTP status, or the kind where there was none: `timeout`, `connection`.',
        unit: 'reqps',
        asks: [
          [
            rate('gateway_12go_errors_total', 'upstream_endpoint, status_code'),
            '{{upstream_endpoint}} {{status_code}}',
          ],
        ],
        runbook: '12go-down',
      },
      {
        title: 'Time of a call, 95th percentile',
        says: 'Tries again are counted into it, waiting for a connection is not.',
        unit: 'ms',
        asks: [
          [quantile(0.95, 'gateway_12go_duration_bucket', 'upstream_endpoint'), '{{upstream_endpoint}}'],
        ],
        runbook: '12go-degraded',
      },
      {
        title: 'Time of a call, median',
        says: 'A median that rises is 12go; a 95th percentile alone is one of its suppliers.',
        unit: 'ms',
        asks: [[quantile(0.5, 'gateway_12go_duration_bucket', 'upstream_endpoint'), '{{upstream_endpoint}}']],
        runbook: '12go-degraded',
      },
      {
        title: 'Under way, and waiting for their turn',
        says: 'By the lane that they share; all instances together.',
        unit: 'short',
        asks: [
          ['sum by (upstream_endpoint) (gateway_12go_running)', '{{upstream_endpoint}} under way'],
          ['sum by (upstream_endpoint) (gateway_12go_waiting)', '{{upstream_endpoint}} waiting'],
        ],
        runbook: 'search-slow',
      },
      {
        title: 'Held back, and tried again',
        says: 'Held back was not sent. Only reads are tried again.',
        unit: 'reqps',
        asks: [
          [
            rate('gateway_12go_held_back_total', 'upstream_endpoint, reason'),
            '{{upstream_endpoint}} {{reason}}',
          ],
          [rate('gateway_12go_retries_total', 'upstream_endpoint'), '{{upstream_endpoint}} again'],
        ],
        runbook: 'circuit-open',
      },
      {
        title: 'Answers that could not be read',
        says: 'No JSON, too large, or without what decides something.',
        unit: 'reqps',
        asks: [[rate('gateway_12go_unreadable_total', 'upstream_endpoint'), '{{upstream_endpoint}}']],
        runbook: 'upstream-unreadable',
      },
      {
        title: '12go keys that do not work',
        says: 'Missing here, or refused by 12go.',
        unit: 'reqps',
        asks: [
          [
            `${rate('gateway_client_key_refused_total', 'client_id, reason')} > 0`,
            '{{client_id}} {{reason}}',
          ],
        ],
        runbook: 'client-key-refused',
      },
      {
        title: 'Rechecks, and searches from the cache',
        says: 'What became of the recheck URLs, and how many searches did not ask 12go.',
        unit: 'reqps',
        asks: [
          [rate('gateway_search_recheck_total', 'outcome'), 'recheck {{outcome}}'],
          [rate('gateway_search_cache_hit_total', 'cache_level'), 'from {{cache_level}}'],
        ],
      },
    ],
  },
  {
    file: 'booking-funnel',
    title: 'Booking funnel',
    says: 'From search to confirmed: who gets how far, and what is in doubt.',
    variables: ['client'],
    panels: [
      {
        title: 'Steps',
        says: 'In the range of the board, of the chosen clients.',
        kind: 'bargauge',
        unit: 'short',
        asks: [
          [
            inRange(`gateway_request_duration_count{endpoint="search", status_code=~"2..", ${client}}`),
            '1 search',
          ],
          [
            inRange(
              `gateway_request_duration_count{endpoint="get_itinerary", status_code=~"2..", ${client}}`,
            ),
            '2 get itinerary',
          ],
          [inRange(`gateway_booking_funnel_total{step="reserve", outcome="done", ${client}}`), '3 reserve'],
          [inRange(`gateway_booking_funnel_total{step="confirm", outcome="done", ${client}}`), '4 confirm'],
        ],
        runbook: 'booking-error-rate',
      },
      {
        title: 'Conversion',
        says: 'Each step beside the one before it.',
        unit: 'percentunit',
        asks: [
          [
            `${rate(`gateway_request_duration_count{endpoint="get_itinerary", status_code=~"2..", ${client}}`)} / ${rate(`gateway_request_duration_count{endpoint="search", status_code=~"2..", ${client}}`)}`,
            'search to itinerary',
          ],
          [
            `${rate(`gateway_booking_funnel_total{step="reserve", outcome="done", ${client}}`)} / ${rate(`gateway_request_duration_count{endpoint="get_itinerary", status_code=~"2..", ${client}}`)}`,
            'itinerary to reserve',
          ],
          [
            `${rate(`gateway_booking_funnel_total{step="confirm", outcome="done", ${client}}`)} / ${rate(`gateway_booking_funnel_total{step="reserve", outcome="done", ${client}}`)}`,
            'reserve to confirm',
          ],
        ],
        runbook: 'booking-error-rate',
      },
      {
        title: 'Booking writes by what they were answered',
        says: '`done`, `pending` (202) or an error code.',
        unit: 'reqps',
        asks: [[rate(`gateway_booking_funnel_total{${client}}`, 'step, outcome'), '{{step}} {{outcome}}']],
        runbook: 'booking-error-rate',
      },
      {
        title: 'Writes whose outcome nobody knows',
        says: 'Each has been sent once, and will not be sent again.',
        kind: 'stat',
        unit: 'short',
        asks: [['max(gateway_booking_open_outcomes)', 'open']],
        runbook: 'unknown-outcome',
      },
      {
        title: 'Age of the oldest of them',
        says: 'Above five minutes is an alert.',
        unit: 's',
        asks: [['max(gateway_booking_oldest_open_outcome)', 'oldest']],
        runbook: 'unknown-outcome',
      },
      {
        title: 'Writes under way',
        says: 'That 12go works on now, of all instances.',
        unit: 'short',
        asks: [['sum(gateway_booking_writes_in_flight)', 'under way']],
      },
      {
        title: 'Guarded writes by how they ended',
        says: '`answered` was sent; `replayed` was the same answer again.',
        unit: 'reqps',
        asks: [[rate('gateway_idempotency_total', 'outcome'), '{{outcome}}']],
        runbook: 'redis-unreachable',
      },
      {
        title: 'Credit',
        says: 'Refused for lack of credit, and questions that got no answer.',
        unit: 'reqps',
        asks: [
          [rate(`gateway_creditline_rejected_total{${client}}`, 'client_id'), 'used up: {{client_id}}'],
          [rate('gateway_creditline_failures_total', 'kind'), 'no answer: {{kind}}'],
        ],
        runbook: 'credit-line-down',
      },
      {
        title: 'Seats locked now',
        says: 'Of all clients and instances.',
        unit: 'short',
        asks: [['max(gateway_seatlock_active)', 'locked']],
      },
      {
        title: 'Seat locks',
        says: 'What was asked for, and what ended by its time.',
        unit: 'reqps',
        asks: [
          [rate('gateway_seatlock_requests_total', 'outcome'), '{{outcome}}'],
          [rate('gateway_seatlock_expired_total'), 'ended by time'],
        ],
      },
      {
        title: 'Forms and statuses of 12go that are new',
        says: 'Unknown fields and patterns, forms that changed in the middle of a booking, unknown statuses.',
        unit: 'reqps',
        asks: [
          [rate('gateway_schema_unknown_field_total'), 'unknown field'],
          [rate('gateway_schema_regex_dropped_total'), 'pattern left out'],
          [rate('gateway_schema_changed_total'), 'form changed'],
          [rate('gateway_status_unknown_total'), 'unknown status'],
        ],
      },
      {
        title: 'Notifications taken',
        says: 'By whether they were signed.',
        unit: 'reqps',
        asks: [[rate('gateway_notification_received_total', 'signed'), 'signed: {{signed}}']],
      },
    ],
  },
  {
    file: 'pricing',
    title: 'Pricing',
    says: 'Markups, prices that moved, rates, and what searches leave out.',
    variables: ['client'],
    panels: [
      {
        title: 'Prices made',
        says: 'By the contract whose markup was applied.',
        unit: 'reqps',
        asks: [
          [
            rate(`gateway_pricing_markup_applied_total{${client}}`, 'client_id, contract_code'),
            '{{client_id}} {{contract_code}}',
          ],
        ],
      },
      {
        title: 'Reserves that cost more than was quoted',
        says: 'Share of the reserves; above 5 % is an alert.',
        unit: 'percentunit',
        asks: [
          [
            `${rate(`gateway_booking_price_mismatch_total{${client}}`, 'client_id')} / ${rate(`gateway_booking_funnel_total{step="reserve", ${client}}`, 'client_id')}`,
            '{{client_id}}',
          ],
        ],
        runbook: 'price-mismatch',
      },
      {
        title: 'Prices that moved',
        says: 'Up beyond the tolerance, or down.',
        unit: 'reqps',
        asks: [
          [rate(`gateway_booking_price_mismatch_total{${client}}`), 'up'],
          [rate(`gateway_booking_price_drop_total{${client}}`), 'down'],
        ],
        runbook: 'price-mismatch',
      },
      {
        title: 'Age of the oldest rate',
        says: 'From 60 minutes on conversions are refused.',
        unit: 's',
        asks: [['max(gateway_fx_age_seconds)', 'oldest']],
        runbook: 'rates-stale',
      },
      {
        title: 'Rates refused at a refresh',
        says: 'The old ones stay, and age.',
        unit: 'reqps',
        asks: [[rate('gateway_fx_refused_total', 'reason'), '{{reason}}']],
        runbook: 'rates-stale',
      },
      {
        title: 'Sold below what the partner pays',
        says: 'A binding gross price that is lower than the net price.',
        unit: 'reqps',
        asks: [
          [
            rate(`gateway_pricing_net_above_gross_total{${client}}`, 'client_id, price_type'),
            '{{client_id}} {{price_type}}',
          ],
        ],
      },
      {
        title: 'Trips and options left out of searches',
        says: '`no_price` for one client is often a permission that its 12go account lost.',
        unit: 'reqps',
        asks: [[rate('gateway_search_dropped_total', 'reason'), '{{reason}}']],
        runbook: 'searches-empty',
      },
      {
        title: 'Searches that found nothing',
        says: 'Share of the searches of each client.',
        unit: 'percentunit',
        asks: [
          [
            `${rate(`gateway_search_result_count_bucket{le=~"0|0.0", ${client}}`, 'client_id')} / ${rate(`gateway_search_result_count_count{${client}}`, 'client_id')}`,
            '{{client_id}}',
          ],
        ],
        runbook: 'searches-empty',
      },
      {
        title: 'Ids without a mapping',
        says: 'By what they are of.',
        unit: 'reqps',
        asks: [[rate('gateway_mapping_missing_total', 'entity'), '{{entity}}']],
        runbook: 'configuration-refused',
      },
    ],
  },
  {
    file: 'platform',
    title: 'Platform',
    says: 'Instances, Redis, copies of configuration, and whether booking writes are taken.',
    variables: [],
    panels: [
      {
        title: 'Instances',
        says: 'That answer their scrape.',
        kind: 'stat',
        unit: 'short',
        asks: [['sum(up{job="partner-gateway"})', 'up']],
        runbook: 'gateway-down',
      },
      {
        title: 'What is not well',
        says: 'By what the readiness checks of any instance say. Nothing here is good.',
        unit: 'short',
        asks: [['max by (name, status) (gateway_dependency_state{status!="ok"}) > 0', '{{name}} {{status}}']],
        runbook: 'read-alerts',
      },
      {
        title: 'Why booking writes are held off',
        says: 'Nothing here is good.',
        unit: 'short',
        asks: [['max by (reason) (gateway_booking_writes_off) > 0', '{{reason}}']],
        runbook: 'booking-writes-off',
      },
      {
        title: 'CPU of the process',
        says: 'Cores in use, by instance.',
        unit: 'short',
        asks: [['rate(gateway_process_cpu_seconds[$__rate_interval])', '{{instance}}']],
        runbook: 'scale',
      },
      {
        title: 'Memory of the process',
        says: 'Resident, by instance. The pod is limited at 512 MiB.',
        unit: 'bytes',
        asks: [['gateway_process_memory_bytes', '{{instance}}']],
        runbook: 'gateway-down',
      },
      {
        title: 'Delay of the event loop',
        says: 'Its 99th percentile; from 200 ms on searches are turned away.',
        unit: 'ms',
        asks: [['gateway_event_loop_delay', '{{instance}}']],
        runbook: 'scale',
      },
      {
        title: 'Redis errors',
        says: 'Connections that broke and commands that failed, by what that Redis is for.',
        unit: 'reqps',
        asks: [[rate('gateway_redis_errors_total', 'name'), '{{name}}']],
        runbook: 'redis-unreachable',
      },
      {
        title: 'Memory of Redis',
        says: 'Of redis_exporter, where there is one; empty without it.',
        unit: 'bytes',
        asks: [
          ['redis_memory_used_bytes', '{{instance}} in use'],
          ['redis_memory_max_bytes > 0', '{{instance}} limit'],
        ],
        runbook: 'booking-writes-off',
      },
      {
        title: 'Journal entries that were not kept',
        says: 'Bookings go on; their stories have gaps.',
        unit: 'reqps',
        asks: [[rate('gateway_journal_dropped_total', 'reason'), '{{reason}}']],
        runbook: 'journal-dropping',
      },
      {
        title: 'Age of what is read again',
        says: 'Since it was last read well.',
        unit: 's',
        asks: [['max by (name) (gateway_copy_age_seconds)', '{{name}}']],
        runbook: 'configuration-refused',
      },
      {
        title: 'Readings that were refused',
        says: 'The copy before stays in use.',
        unit: 'reqps',
        asks: [[rate('gateway_copy_refresh_failed_total', 'name'), '{{name}}']],
        runbook: 'configuration-refused',
      },
      {
        title: 'Records to Kafka',
        says: 'By what became of them: `ok`, how Kafka failed, or `unreadable`.',
        unit: 'reqps',
        asks: [[rate('gateway_events_published_total', 'outcome'), '{{outcome}}']],
        runbook: 'events-not-published',
      },
      {
        title: 'Events that wait',
        says: 'For Kafka, and since when the oldest does.',
        unit: 'short',
        asks: [
          ['max(gateway_events_backlog)', 'events'],
          ['max(gateway_events_backlog_age)', 'seconds'],
        ],
        runbook: 'events-not-published',
      },
      {
        title: 'Lag of consumers',
        says: 'Records that a group has not confirmed, of new topics and old ones.',
        unit: 'short',
        asks: [['max by (group, topic) (gateway_events_lag)', '{{group}} {{topic}}']],
        runbook: 'events-lagging',
      },
      {
        title: 'Kafka that is not well',
        says: 'Partitions that lack a copy, and records that reached old topics during an audit.',
        unit: 'short',
        asks: [
          ['max(gateway_events_under_replicated)', 'partitions'],
          ['max by (topic) (gateway_events_old_topic_messages)', '{{topic}}'],
        ],
        runbook: 'partitions-under-replicated',
      },
    ],
  },
];
