/** The sandbox as msw request handlers, for `setupServer` in a test process and for the sandbox's own HTTP server. */

import { HttpResponse, http, type RequestHandler } from 'msw';
import { type Operation, policies } from '../src/operations.ts';
import type { Reply } from './faults.ts';
import { answer, type Route } from './route.ts';
import { bookingRoutes } from './routes/booking.ts';
import { cartRoutes } from './routes/cart.ts';
import { refundRoutes } from './routes/refund.ts';
import { searchRoutes } from './routes/search.ts';
import { type ActiveScenario, scenarios } from './scenarios.ts';
import type { SandboxState } from './state.ts';

/** Set by the HTTP server on each request: its own address. Tells handlers that there is a socket to break. */
export const doorHeader = 'x-sandbox-door';
/** Set on a response for the HTTP server: what the socket shall do instead of answering. */
export const socketHeader = 'x-sandbox-socket';

/** Where rechecks are answered in process, and inside the server. */
export const recheckBaseDefault = 'https://recheck.upstream.example';

const routes: readonly Route[] = [...searchRoutes, ...cartRoutes, ...bookingRoutes, ...refundRoutes];

/** All handlers, most specific path first. */
export function createHandlers(state: SandboxState): readonly RequestHandler[] {
  const { baseUrl, recheckBaseUrl } = state.options;
  const recheckBase = recheckBaseUrl ?? recheckBaseDefault;
  const toHandler = (route: Route) =>
    http[route.method](
      `${route.open === true ? recheckBase : baseUrl}${route.path}`,
      async ({ request, params }) => {
        const door = request.headers.get(doorHeader);
        const ownRecheckBase =
          door === null || recheckBaseUrl !== undefined ? recheckBase : `${door}/recheck`;
        const reply = await answer(state, route, {
          request,
          params: params as Record<string, string>,
          recheckBase: ownRecheckBase,
        });
        return door === null ? await toMockedResponse(reply) : toResponse(reply);
      },
    );
  return [...controlHandlers(state), ...routes.map(toHandler)];
}

const textOf = ({ body }: Reply): string =>
  typeof body === 'string' && body.startsWith('<') ? body : JSON.stringify(body);

function toResponse({ status, headers, socket, ...reply }: Reply): Response {
  const marked = socket === undefined ? {} : { [socketHeader]: socket };
  return new HttpResponse(textOf({ status, ...reply }), {
    status,
    headers: { 'content-type': 'application/json', ...headers, ...marked },
  });
}

/** Without a socket: a hang never settles, a reset is a network error, a cut is half a text. */
async function toMockedResponse(reply: Reply): Promise<Response> {
  if (reply.socket === 'reset') return HttpResponse.error();
  if (reply.socket === 'hang') await new Promise(() => undefined);
  if (reply.socket !== 'cut') return toResponse(reply);
  const text = textOf(reply);
  return new HttpResponse(text.slice(0, text.length / 2), {
    headers: { 'content-type': 'application/json' },
  });
}

type ClockMove = { readonly advanceMs?: number; readonly set?: number | string };

/** Lets time pass and news go out. */
export async function settle(state: SandboxState): Promise<void> {
  state.ledger.settle();
  await state.webhooks.flush();
}

const done = () => HttpResponse.json({ ok: true });
const invalid = (reason: string) => HttpResponse.json({ ok: false, reason }, { status: 400 });

function controlHandlers(state: SandboxState): readonly RequestHandler[] {
  const at = (path: string) => `${state.options.baseUrl}/_sandbox/${path}`;
  return [
    http.get(at('ledger'), () => HttpResponse.json(state.ledger.entries)),
    http.get(at('calls'), () => HttpResponse.json(Object.fromEntries(state.calls))),
    http.get(at('clock'), () => HttpResponse.json({ now: new Date(state.clock.now()).toISOString() })),
    http.post(at('clock'), async ({ request }) => {
      const move = (await request.json()) as ClockMove;
      if (typeof move.advanceMs === 'number') state.clock.advance(move.advanceMs);
      else if (move.set !== undefined && !Number.isNaN(new Date(move.set).getTime()))
        state.clock.set(move.set);
      else return invalid('send advanceMs or set');
      await settle(state);
      return HttpResponse.json({ now: new Date(state.clock.now()).toISOString() });
    }),
    http.get(at('scenarios'), () => HttpResponse.json(scenarios)),
    http.post(at('scenarios'), async ({ request }) => {
      const wanted = (await request.json()) as ActiveScenario;
      if (!Object.hasOwn(scenarios, wanted.scenario)) return invalid('no such scenario');
      if (!Object.hasOwn(policies, wanted.operation as Operation)) return invalid('no such operation');
      state.scenarios.set(wanted);
      return done();
    }),
    http.delete(at('scenarios'), () => {
      state.scenarios.clear();
      return done();
    }),
    http.post(at('reset'), () => {
      state.reset();
      return done();
    }),
  ];
}
