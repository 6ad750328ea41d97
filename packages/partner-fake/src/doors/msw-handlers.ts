/** The fake as handlers of msw, which is loaded when they are asked for: whoever does not use them need not have it. */
import { createRequire } from 'node:module';
import type { HttpHandler } from 'msw';
import type { State } from '../state.ts';
import { respond } from './to-response.ts';

type Msw = Pick<typeof import('msw'), 'http'>;

const loadMsw = (): Msw => createRequire(import.meta.url)('msw');

/** One handler for everything below the base URL. Throws what `require` does when msw is not installed. */
export const createHandlers = (state: State, basePath: string): readonly HttpHandler[] => [
  loadMsw().http.all(
    `${state.identity.baseUrl}/*`,
    async ({ request }) => (await respond(state, request, basePath)) ?? Response.error(),
  ),
];
