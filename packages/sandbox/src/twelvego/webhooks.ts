/** Webhooks of the sandbox: the subscribers, and the news of a changed booking on its way to them. */
import { createPrinter } from './accounts.ts';
import { toJsonBooking } from './answers/bookings.ts';
import type { LedgerBooking } from './ledger-records.ts';

/** A subscriber: a URL, which may carry `?client_id=…`, told of the bookings of one account or of all. */
export type WebhookSubscriber = { readonly url: string; readonly key?: string | undefined };

type Delivery = {
  readonly url: string;
  readonly body: string;
  attempts: number;
  underWay: Promise<void> | undefined;
};

export type Webhooks = {
  /** Queues the news of a change. */
  changed(booking: LedgerBooking, previousStatus: LedgerBooking['status']): void;
  /** Tries to deliver what is queued; what fails stays queued until it has failed five times. */
  flush(): Promise<void>;
  /** What still waits. */
  pending(): number;
  reset(): void;
};

const attemptsMax = 5;
const timeoutMs = 5_000;
const types: Readonly<Record<string, string>> = {
  confirmed: 'booking_confirmed',
  cancelled: 'booking_canceled',
};

export const createWebhooks = (subscribers: readonly WebhookSubscriber[], post: typeof fetch): Webhooks => {
  let queue: Delivery[] = [];

  async function deliver(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    const request = {
      method: 'POST',
      body: delivery.body,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    };
    const delivered = await post(delivery.url, request).then(
      (response) => response.ok,
      () => false,
    );
    if (delivered || delivery.attempts >= attemptsMax) queue = queue.filter((other) => other !== delivery);
  }

  return {
    changed: (booking, previousStatus) => {
      const body = JSON.stringify({
        bid: booking.bid,
        type: types[booking.status] ?? 'booking_updated',
        stamp: booking.stamp,
        previous_data: toState({ ...booking, status: previousStatus }),
        new_data: toState(booking),
      });
      const interested = subscribers.filter(({ key }) => key === undefined || key === booking.key);
      queue.push(...interested.map(({ url }) => ({ url, body, attempts: 0, underWay: undefined })));
    },
    flush: async () => {
      const deliveries = queue.map((delivery) => {
        delivery.underWay ??= deliver(delivery).finally(() => {
          delivery.underWay = undefined;
        });
        return delivery.underWay;
      });
      await Promise.all(deliveries);
    },
    pending: () => queue.length,
    reset: () => {
      queue = [];
    },
  };
};

const toState = (booking: LedgerBooking): object => {
  const { bid, tracker, status, from_id, to_id, dep_date_time, seats, price } = toJsonBooking(
    booking,
    createPrinter(booking.trip.currency, null),
    0,
  );
  return { bid, tracker, status, from_id, to_id, dep_date_time, seats, price };
};
