/** Changes of statuses on their way from the outbox into the queue of webhooks, in order and none twice. */
import type { PartnerNotification } from '@partner-gateway/contract';
import type { QueuedWebhook, WebhookQueue } from '@partner-gateway/webhooks';
import type { OutboxEntry, OutboxReader } from '@partner-gateway/write-guard';
import { isStatusChange, readEntry, type StatusChange } from '../events/outbox-events.ts';
import { takeInOrder } from '../events/taken-in-order.ts';

type Sorting = {
  readonly reader: OutboxReader;
  readonly queue: WebhookQueue;
  /** Whether the queue outlives this process; if not, an entry is acknowledged once its webhook has ended. */
  readonly isDurable: boolean;
  /** Whether changes of the client are posted anywhere. */
  readonly isWanted: (clientId: string) => boolean;
};

export type StatusWebhooks = {
  /** Queues what is new of a client; resolves to how many webhooks that were. @throws StoreUnavailable */
  sort(clientId: string): Promise<number>;
  /** The webhook of an event was delivered, or is dead. */
  ended(clientId: string, eventId: string): Promise<void>;
  /** Lets another go on with the client at once. */
  letGo(clientId: string): Promise<void>;
};

/** Short, so that another goes on soon; what one that was only slow queues late is known by its positions. */
const leaseMs = 5_000;
const takenAtOnce = 100;

/** In the contract's shape (§15.2). */
const toPayload = ({ bookingId, data }: StatusChange): PartnerNotification => ({
  booking_id: bookingId,
  status: data.status,
  previous_status: data.previousStatus,
  ticket_url: data.ticketUrl,
  updated_at: data.updatedAt,
});

const toWebhooks = (clientId: string, entry: OutboxEntry): QueuedWebhook[] => {
  const event = readEntry(clientId, entry);
  if (!isStatusChange(event)) return [];
  const { eventId, bookingId: lane, correlationId } = event;
  return [
    { eventId, lane, payload: JSON.stringify(toPayload(event)), position: entry.position, correlationId },
  ];
};

/**
 * One instance sorts a client at a time; another goes on where it stopped.
 *
 * @example
 * const webhooks = createStatusWebhooks({ reader: outbox.reader('webhooks', 'relay-1'), queue, isDurable, isWanted });
 * await webhooks.sort('acme');
 */
export const createStatusWebhooks = ({ reader, queue, isDurable, isWanted }: Sorting): StatusWebhooks => {
  const unended = new Map<string, string>();
  const nameOf = (clientId: string, eventId: string): string => `${clientId} ${eventId}`;
  const take = takeInOrder(reader, { leaseMs, limit: takenAtOnce });

  const enqueue = async (clientId: string, entries: readonly OutboxEntry[]): Promise<number> => {
    const last = entries.at(-1);
    if (last === undefined) return 0;
    const webhooks = isWanted(clientId) ? entries.flatMap((entry) => toWebhooks(clientId, entry)) : [];
    await queue.enqueue(clientId, webhooks, last.position);
    const waiting = new Set(isDurable ? [] : webhooks.map(({ position }) => position));
    if (!isDurable)
      for (const { eventId, position } of webhooks) unended.set(nameOf(clientId, eventId), position);
    const positions = entries.map(({ position }) => position).filter((position) => !waiting.has(position));
    await reader.acknowledge(clientId, positions);
    return webhooks.length;
  };

  return {
    async sort(clientId) {
      return (await take(clientId, (entries) => enqueue(clientId, entries))) ?? 0;
    },
    async ended(clientId, eventId) {
      const position = unended.get(nameOf(clientId, eventId));
      if (position === undefined) return;
      await reader.acknowledge(clientId, [position]);
      unended.delete(nameOf(clientId, eventId));
    },
    letGo: reader.letGo,
  };
};
