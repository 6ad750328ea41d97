/** Events for tests, and the outbox that they wait in. */
import { type GatewayEvent, gatewayEventSchema } from '@partner-gateway/contract';
import { createMemoryOutbox, type Outbox, type OutboxReader } from '@partner-gateway/write-guard';

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

/** An outbox, the reader of it that the pump has, and how much waits there. */
export type Source = {
  readonly reader: OutboxReader;
  add(clientId: string, ...entries: (GatewayEvent | string)[]): Promise<void>;
  /** What is not acknowledged yet, of these clients. */
  left(...clientIds: string[]): Promise<number>;
};

/** Of the write guard's outbox; in memory where none is given. */
export const createSource = (outbox: Outbox = createMemoryOutbox()): Source => {
  const reader = outbox.reader('kafka', 'pump-1');
  return {
    reader,
    add: (clientId, ...entries) =>
      outbox.append(
        clientId,
        entries.map((entry) => ({ text: typeof entry === 'string' ? entry : JSON.stringify(entry) })),
      ),
    async left(...clientIds) {
      const backlogs = await Promise.all(clientIds.map((clientId) => reader.backlog(clientId)));
      return backlogs.reduce((sum, { entries }) => sum + entries, 0);
    },
  };
};
