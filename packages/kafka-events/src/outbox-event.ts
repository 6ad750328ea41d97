/** Reads an entry of the outbox as the event that it tells. */
import { eventTable, type GatewayEvent, gatewayEventSchema } from '@partner-gateway/contract';
import type { OutboxEntry } from './event-source.ts';

/** Why an entry cannot be published, ever. */
export type UnreadableReason = 'not_json' | 'unknown_type' | 'not_an_event' | 'too_large';

export type ReadEntry =
  | { readonly ok: true; readonly event: GatewayEvent }
  | { readonly ok: false; readonly reason: UnreadableReason };

/** Makes the event of an entry; undefined where it is none. */
export type ToEvent = (clientId: string, entry: OutboxEntry) => GatewayEvent | undefined;

/** Most bytes of an event, so that a whole batch fits the megabyte that brokers take. */
const eventBytesMax = 8_192;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Where the entry is the whole event, but for a status before that the outbox knew. */
export const wholeEvent: ToEvent = (_clientId, { text, previous }) => {
  const value = parsed(text);
  if (!isRecord(value)) return undefined;
  const isChange = previous !== undefined && value.eventType === 'booking.status_changed';
  const data = isChange && isRecord(value.data) ? { ...value.data, previousStatus: previous } : value.data;
  return gatewayEventSchema.safeParse({ ...value, data }).data;
};

/** Reads an entry, and says why it cannot be read. */
export const readOutboxEntry = (toEvent: ToEvent, clientId: string, entry: OutboxEntry): ReadEntry => {
  if (Buffer.byteLength(entry.text) > eventBytesMax) return { ok: false, reason: 'too_large' };
  const value = parsed(entry.text);
  if (!isRecord(value)) return { ok: false, reason: 'not_json' };
  if (typeof value.eventType !== 'string' || !Object.hasOwn(eventTable, value.eventType))
    return { ok: false, reason: 'unknown_type' };
  const event = toEvent(clientId, entry);
  return event === undefined ? { ok: false, reason: 'not_an_event' } : { ok: true, event };
};
