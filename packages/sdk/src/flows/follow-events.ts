/** The feed of events, page after page, from a cursor that the caller keeps. */
import type { PartnerEventPage } from '../../generated/schemas.ts';
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayClient } from '../index.ts';
import { pause } from '../stopping.ts';

/**
 * What {@link followEvents} can be told.
 *
 * @example
 * ```ts
 * const options: FollowOptions = { cursor: kept, limit: 100, follow: false };
 * for await (const { events } of followEvents(gateway, options)) console.log(events.length);
 * ```
 */
export type FollowOptions = {
  /** `next` of the last page that was dealt with. Left out: from the oldest event that is kept. */
  cursor?: string | undefined;
  /** Most events of a page, up to 500. */
  limit?: number | undefined;
  /** `false` ends it when there is no event left, instead of waiting for the next. */
  follow?: boolean | undefined;
  /** Ends it, also while it waits. */
  signal?: AbortSignal | undefined;
};

/** How long the gateway holds a page back for an event, and how long an answer may take then. */
const waitSeconds = 15;
const timeoutMs = 30_000;

/** Before it asks again when the gateway cannot answer and does not say when it can. */
const retrySeconds = 5;

/** How long to wait after a failure that ends by itself; any other is thrown. */
const retryMsOf = (error: unknown): number => {
  if (!isGatewayError(error) || !error.retryable) throw error;
  return (error.retryAfterSeconds ?? retrySeconds) * 1000;
};

/**
 * Reads the feed from a cursor, page after page, and waits for events when there are none yet. Keep `next` of a page when its
 * events are dealt with, and begin there after a restart: then no event is missed, and the last page may come twice.
 *
 * It goes on over outages of the gateway, and ends with the signal.
 *
 * @throws GatewayError that waiting does not repair, such as a wrong key or cursor
 * @example
 * ```ts
 * let cursor: string | undefined = kept;
 * for await (const { events, next } of followEvents(gateway, { cursor, follow: false })) {
 *   for (const { data } of events) console.log(data.booking_id, data.status);
 *   cursor = next; // kept where the next process finds it
 * }
 * ```
 */
export async function* followEvents(
  gateway: Pick<GatewayClient, 'events'>,
  { cursor, limit, follow = true, signal }: FollowOptions = {},
): AsyncGenerator<PartnerEventPage, void, undefined> {
  let from = cursor;
  while (!signal?.aborted) {
    const query = { cursor: from, limit, wait_seconds: follow ? waitSeconds : 0 };
    const page = await gateway.events(query, { timeoutMs, signal }).catch((error: unknown) => {
      if (!signal?.aborted) return retryMsOf(error);
    });
    if (page === undefined) return;
    if (typeof page === 'number') {
      await pause(page, signal);
      continue;
    }
    from = page.next;
    if (page.events.length > 0) yield page;
    else if (!follow) return;
  }
}
