/** One route of the sandbox: how a call goes through it, what it may reply, and the faults that spoil a reply. */
import { authenticate, nobody, type SandboxAccount } from './accounts.ts';
import type { Operation } from './operations.ts';
import type { ScenarioName, Staged } from './scenarios.ts';
import type { SandboxState } from './state.ts';

/** What a route reads of a call. */
export type RouteCall = {
  readonly account: SandboxAccount;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** What recheck URLs of this answer start with. */
  readonly recheckBase: string;
};

export type Route = {
  readonly operation: Operation;
  readonly method: 'get' | 'post';
  /** Below the base URL of the API, or of rechecks when `open`. */
  readonly path: string;
  /** Needs no key. */
  readonly open?: boolean;
  /** The scenario that the trip, passenger or booking of a call asks for. */
  readonly subject?: (state: SandboxState, call: RouteCall) => string | undefined;
  readonly run: (state: SandboxState, call: RouteCall, staged: Staged | undefined) => Reply;
};

/** A call as it came in. */
export type IncomingCall = Pick<RouteCall, 'params' | 'recheckBase'> & { readonly request: Request };

export const answer = async (
  state: SandboxState,
  route: Route,
  { request, params, recheckBase }: IncomingCall,
): Promise<Reply> => {
  state.calls.set(route.operation, (state.calls.get(route.operation) ?? 0) + 1);
  state.ledger.settle();
  const query = new URL(request.url).searchParams;
  const account = route.open === true ? nobody : authenticate(state.options.accounts, query.get('k'));
  if (account === 400) return { status: 400, body: {} };
  if (account === 401) return refuse(401, 'Unauthorized');
  const call = { account, params, query, recheckBase, body: await readBody(request) };
  const staged = state.scenarios.pick(
    route.operation,
    request.headers.get('x-sandbox-scenario'),
    route.subject?.(state, call),
  );
  const fault = faultBefore(staged?.name);
  if (fault !== undefined) return fault;
  if (staged?.name === 'slow') await new Promise((resolve) => setTimeout(resolve, staged.delayMs));
  const reply = route.run(state, call, staged);
  void state.webhooks.flush();
  return faultAfter(staged?.name, reply);
};

const readBody = async (request: Request): Promise<Readonly<Record<string, unknown>>> => {
  const text = request.method === 'POST' ? await request.text() : '';
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

/** A positive whole number of a query, or undefined. */
export const countIn = (query: URLSearchParams, name: string): number | undefined => {
  const count = Number(query.get(name));
  return Number.isInteger(count) && count > 0 && count <= 20 ? count : undefined;
};

/** What happens on the wire in place of a complete answer. */
type SocketFault = 'hang' | 'reset' | 'cut';

/** An answer before it is put on the wire. Text bodies go out as they are, everything else as JSON. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly socket?: SocketFault;
};

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
});

/** An error with 12go's body. */
export const refuse = (
  status: number,
  message: string,
  more: { readonly fields?: object; readonly data?: object } = {},
): Reply => ({
  status,
  body: { fields: more.fields ?? null, messages: [message], data: more.data ?? null },
});

const page: Reply = {
  status: 500,
  body: '<html><body><h1>500 Internal Server Error</h1></body></html>',
  headers: { 'content-type': 'text/html' },
};
const nothing = { status: 200, body: '' } as const;

/** The documented reasons of a trip that cannot be booked. */
export const reasons = (message: string): { readonly data: object } => ({
  data: {
    reasons: [
      {
        reason_code: 'bad_trip_details',
        reason_message: message,
        route_name: null,
        product: null,
        trip: null,
      },
    ],
  },
});

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

const faultBefore = (name: ScenarioName | undefined): Reply | undefined => name && before[name];
const faultAfter = (name: ScenarioName | undefined, reply: Reply): Reply =>
  (name && after[name]?.(reply)) ?? reply;

/** The same keys with lists where values were. */
const garble = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.keys(body).map((key) => [key, [[]]]))
    : [[]];
