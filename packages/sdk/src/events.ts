/** What happened to bookings: the feed, page by page, and the sample for a webhook. */
import type { EventFeedQuery, PartnerEventPage, TestWebhook } from '../generated/schemas.ts';
import type { CallOptions } from './options.ts';
import type { GatewayPromise } from './response.ts';
import { bodyAs, type Operate } from './transport.ts';

/**
 * Where to read the feed from, and how much of it.
 *
 * @example
 * ```ts
 * const oldest: EventsQuery = { limit: 50 };
 * const { events, next } = await gateway.events(oldest);
 * console.log(events.length, next);
 * ```
 */
export type EventsQuery = Omit<EventFeedQuery, 'since'> & {
  /** `next` of the page before. Left out: from the oldest event that is kept. */
  cursor?: string | undefined;
};

/** The methods about events of bookings. */
export type EventMethods = {
  /**
   * A page of the changes of your bookings, oldest first: the same that are posted to a webhook, with the same ids. They are kept
   * for 7 days. `followEvents` of `@partner-gateway/sdk/flows` reads page after page.
   *
   * @returns the events, and in `next` the cursor to read on from: keep it when the events are dealt with
   * @throws InvalidRequestError when the cursor is none
   * @example
   * ```ts
   * const { events, next } = await gateway.events({ cursor: kept, wait_seconds: 10 });
   * ```
   */
  events(query?: EventsQuery, options?: CallOptions): GatewayPromise<PartnerEventPage>;

  /**
   * Has a sample posted to your webhook URL: the booking `BK-0-TEST`, which there is none of. It goes the way of every webhook.
   *
   * @returns the `webhook-id` that it is posted with
   * @throws GatewayError with code `unprocessable` when you have no webhook URL
   * @example
   * ```ts
   * const { id } = await gateway.testWebhook();
   * ```
   */
  testWebhook(options?: CallOptions): GatewayPromise<TestWebhook>;
};

/** Binds the methods about events. */
export const eventMethods = (operate: Operate): EventMethods => ({
  events: ({ cursor, ...page } = {}, options) =>
    operate('listEvents', { query: { since: cursor, ...page }, options }, bodyAs<PartnerEventPage>()),
  testWebhook: (options) => operate('testWebhook', { options }, bodyAs<TestWebhook>()),
});
