/** Bookings of the sandbox as 12go prints them, in an answer and in the webhooks that tell subscribers of a change. */
import { createPrinter, type JsonPrice, type Printer } from './accounts.ts';
import type { LedgerBooking } from './ledger-records.ts';
import { randomText } from './time-and-chance.ts';
import { operatorById } from './world/world.ts';

export type JsonBooking = {
  readonly bid: number;
  readonly tracker: string;
  readonly status: string;
  readonly from_id: number;
  readonly to_id: number;
  readonly dep_date_time: string;
  readonly seats: number;
  readonly ticket_url: string;
  readonly created_on: number;
  readonly stamp: number;
  readonly price: JsonPrice;
  readonly netprice: JsonPrice;
  readonly agfee: JsonPrice;
  readonly sysfee: JsonPrice;
  readonly seller_price: object;
};

const ticketBase = 'https://tickets.upstream.example/t';

/** The booking at a moment (Unix milliseconds): its reference and ticket come when the operator has issued them. */
export const toJsonBooking = (booking: LedgerBooking, printer: Printer, now: number): JsonBooking => {
  const { trip, totals, status } = booking;
  const tracker = status === 'confirmed' ? trackerOf(booking) : '';
  const hasTicket = tracker !== '' && booking.ticketAt !== null && now >= booking.ticketAt;
  return {
    bid: booking.bid,
    tracker,
    status,
    from_id: trip.legs[0].from,
    to_id: trip.legs.at(-1)?.to ?? 0,
    dep_date_time: booking.departure,
    seats: booking.seats,
    ticket_url: hasTicket ? `${ticketBase}/${tracker}.pdf` : '',
    created_on: booking.createdAt,
    stamp: booking.stamp,
    price: printer.price(totals.net + totals.agfee + totals.sysfee),
    netprice: printer.price(totals.net),
    agfee: printer.price(totals.agfee),
    sysfee: printer.price(totals.sysfee),
    seller_price: {
      fxcode: printer.fxcode,
      netprice: printer.amount(totals.net),
      sysfee: printer.amount(totals.sysfee),
      partnerfee: printer.amount(totals.agfee),
    },
  };
};

const trackerOf = ({ trip, bid }: LedgerBooking): string => {
  const initials = (operatorById.get(trip.legs[0].operator)?.name ?? 'XX').split(' ').map((word) => word[0]);
  return `${initials.slice(0, 2).join('')}-${randomText(6, 'tracker', bid).toUpperCase()}`;
};

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
