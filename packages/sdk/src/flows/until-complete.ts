/** A search that is asked again until every supplier has answered. */
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayClient, SearchQuery, SearchResult } from '../index.ts';
import { pause } from '../stopping.ts';
import { type FlowOptions, startTime } from './time-left.ts';

const deadlineMsDefault = 20_000;

/** What the contract asks to wait when an answer does not say. */
const recheckMs = 500;

const waitMsOf = (headers: Headers): number => {
  const asked = headers.get('retry-after') ?? '';
  return /^\d+$/.test(asked) ? Number(asked) * 1000 : recheckMs;
};

/**
 * Searches, and goes on asking as often as the gateway says while suppliers are still being refreshed. Each result stands for the
 * one before it. It ends with the complete result, or with the deadline, an abort or an error: what was found until then stays
 * good, and its `complete` is `false`.
 *
 * @param options - `deadlineMs` is 20000 when not given
 * @throws GatewayError only while nothing was found: once there is a result, it just ends
 * @example
 * ```ts
 * for await (const { itineraries, complete } of untilComplete(gateway, query)) {
 *   console.log(itineraries.length, complete ? 'in all' : 'so far');
 * }
 * ```
 */
export async function* untilComplete(
  gateway: Pick<GatewayClient, 'search'>,
  query: SearchQuery,
  options: FlowOptions = {},
): AsyncGenerator<SearchResult, void, undefined> {
  const { signal, leftMs, callOptions } = startTime(options, deadlineMsDefault);
  let isFirst = true;
  while (isFirst || !signal?.aborted) {
    const found = await gateway
      .search(query, callOptions())
      .withResponse()
      .catch((error: unknown) => {
        if (isFirst || !isGatewayError(error)) throw error;
      });
    if (found === undefined) return;
    isFirst = false;
    yield found.data;
    const waitMs = waitMsOf(found.response.headers);
    if (found.data.complete || waitMs >= leftMs()) return;
    await pause(waitMs, signal);
  }
}
