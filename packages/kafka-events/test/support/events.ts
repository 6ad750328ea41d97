/** Events for tests, and an outbox in memory that keeps what was not acknowledged. */
import { type GatewayEvent, gatewayEventSchema } from '@partner-gateway/contract';
import type { EventSource, OutboxEntry } from '@partner-gateway/kafka-events';

/** The changed status of a booking: `n` tells one from another. */
export const statusChanged = (bookingId: string, n: number, members: object = {}): GatewayEvent =>
  gatewayEventSchema.parse({
    eventId: `${bookingId}-${n}`,
    eventType: 'booking.status_changed',
    eventVersion: 1,
    timestamp: '2026-10-28T09:42:15.381Z',
    correlationId: 'c-1',
    traceId: null,
    clientId: 'acme',
    bookingId,
    data: {
      status: 'approved',
      previousStatus: null,
      ticketUrl: null,
      updatedAt: '2026-10-28T09:42:15',
    },
    ...members,
  });

/** A reservation of a booking. */
export const reserved = (bookingId: string, n: number): GatewayEvent =>
  statusChanged(bookingId, n, {
    eventType: 'booking.reserved',
    data: {
      attempt: `cart-${bookingId}`,
      status: 'reserved',
      previousStatus: null,
      total: { currency: 'USD', amount: '31.20' },
    },
  });

export type MemorySource = EventSource & {
  add(clientId: string, ...entries: (GatewayEvent | string | Omit<OutboxEntry, 'position'>)[]): void;
  /** What is not acknowledged yet, of all clients. */
  left(): number;
};

const textOf = (
  entry: GatewayEvent | string | Omit<OutboxEntry, 'position'>,
): Omit<OutboxEntry, 'position'> => {
  if (typeof entry === 'string') return { text: entry };
  return 'text' in entry ? entry : { text: JSON.stringify(entry) };
};

export const createMemorySource = (): MemorySource => {
  const outbox = new Map<string, OutboxEntry[]>();
  let count = 0;
  return {
    hold: () => Promise.resolve(true),
    take: (clientId, limit) => Promise.resolve((outbox.get(clientId) ?? []).slice(0, limit)),
    acknowledge(clientId, positions) {
      const left = (outbox.get(clientId) ?? []).filter(({ position }) => !positions.includes(position));
      outbox.set(clientId, left);
      return Promise.resolve();
    },
    add(clientId, ...entries) {
      const added = entries.map((entry) => ({ ...textOf(entry), position: `${++count}` }));
      outbox.set(clientId, [...(outbox.get(clientId) ?? []), ...added]);
    },
    left: () => [...outbox.values()].reduce((sum, entries) => sum + entries.length, 0),
  };
};
