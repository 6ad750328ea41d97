/** The sandbox as msw request handlers, for `setupServer` in a test process and for the sandbox's own HTTP server. */
import { HttpResponse, http, type RequestHandler } from 'msw';
import { controlHandlers } from './control.ts';
import type { Reply } from './faults.ts';
import { answer, type Route } from './route.ts';
import { bookingRoutes } from './routes/booking.ts';
import { cartRoutes } from './routes/cart.ts';
import { refundRoutes } from './routes/refund.ts';
import { searchRoutes } from './routes/search.ts';
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
