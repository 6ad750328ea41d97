/** One route of the sandbox: what it reads of a call, and how a call goes through it. */
import { authenticate, nobody, type SandboxAccount } from './accounts.ts';
import { faultAfter, faultBefore } from './faults.ts';
import type { Operation } from './operations.ts';
import { type Reply, refuse } from './reply.ts';
import type { Staged } from './scenarios.ts';
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
