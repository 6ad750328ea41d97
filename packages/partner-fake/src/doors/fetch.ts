/** The fake as a `fetch` that needs no network. */
import type { State } from '../state.ts';
import { respond } from './to-response.ts';

/** What a cut connection is to `fetch` in Node. */
const lost = (): TypeError => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return new TypeError('fetch failed', { cause });
};

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Answers every request, whatever its host; rejects as `fetch` does when it is aborted or the connection is cut. */
export const createFetch =
  (state: State, basePath: string): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const response = await Promise.race([respond(state, request, basePath), untilAborted(request.signal)]);
    if (response === undefined) throw lost();
    return response;
  };
