/** Faults of the sandbox: what a scenario replies instead of executing a call, and how it spoils the answer of one. */
import { type Reply, reasons, refuse } from './reply.ts';
import type { ScenarioName } from './scenarios.ts';

const page: Reply = {
  status: 500,
  body: '<html><body><h1>500 Internal Server Error</h1></body></html>',
  headers: { 'content-type': 'text/html' },
};

const nothing = { status: 200, body: '' } as const;

/** Faults that come instead of the execution. */
const before: Partial<Record<ScenarioName, Reply>> = {
  bad_key_401: refuse(401, 'Unauthorized'),
  bad_key_400: { status: 400, body: {} },
  rate_limited: { ...refuse(429, 'Too many requests'), headers: { 'retry-after': '7' } },
  rate_limited_bare: refuse(429, 'Too many requests'),
  server_error: page,
  timeout_before: { ...nothing, socket: 'hang' },
  reset_before: { ...nothing, socket: 'reset' },
  redirect: { status: 308, body: '', headers: { location: 'https://elsewhere.upstream.example/' } },
  not_found: refuse(404, 'Not found'),
  recheck_fails: page,
  cart_expired: refuse(404, 'Cart not found', reasons('Cart has expired')),
  checkout_refused: refuse(422, 'Trip is no longer available', reasons('Trip cannot be booked')),
  gone_at_reserve: refuse(422, 'Trip is no longer available', reasons('Trip cannot be booked')),
  seat_taken: refuse(409, 'The seat has just been taken'),
  field_errors: refuse(422, 'Form validation failed', {
    fields: { 'passenger[0][first_name]': 'Please enter a valid first name' },
  }),
  confirm_refused: refuse(409, 'The operator does not accept this booking'),
  refund_expired: refuse(422, 'The refund option is no longer available'),
};

/** Faults that spoil the answer of what was executed. */
const after: Partial<Record<ScenarioName, (reply: Reply) => Reply>> = {
  server_error_after: () => page,
  timeout_after: (reply) => ({ ...reply, socket: 'hang' }),
  reset_after: (reply) => ({ ...reply, socket: 'reset' }),
  truncated: (reply) => ({ ...reply, socket: 'cut' }),
  html_answer: () => ({ ...page, status: 200 }),
  wrong_types: (reply) => ({ ...reply, body: garble(reply.body) }),
};

export const faultBefore = (name: ScenarioName | undefined): Reply | undefined => name && before[name];

export const faultAfter = (name: ScenarioName | undefined, reply: Reply): Reply =>
  (name && after[name]?.(reply)) ?? reply;

/** The same keys with lists where values were. */
const garble = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.keys(body).map((key) => [key, [[]]]))
    : [[]];
