/** Reads an entry of the outbox as the event that it tells. */
import { eventTable, type GatewayEvent, gatewayEventSchema } from '@partner-gateway/contract';
import type { OutboxEntry } from './event-source.ts';

/** Why an entry cannot be published, ever. */
export type UnreadableReason = 'not_json' | 'unknown_type' | 'not_an_event' | 'too_large';

export type ReadEntry =
  | { readonly ok: true; readonly event: GatewayEvent }
  | { readonly ok: false; readonly reason: UnreadableReason };

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

const withPrevious = (value: Record<string, unknown>, previous: string | undefined): unknown =>
  previous !== undefined && value.eventType === 'booking.status_changed' && isRecord(value.data)
    ? { ...value, data: { ...value.data, previousStatus: previous } }
    : value;

/** Reads an entry; members that no event has are left out. */
export const readOutboxEntry = ({ text, previous }: OutboxEntry): ReadEntry => {
  if (Buffer.byteLength(text) > eventBytesMax) return { ok: false, reason: 'too_large' };
  const value = parsed(text);
  if (!isRecord(value)) return { ok: false, reason: 'not_json' };
  if (typeof value.eventType !== 'string' || !Object.hasOwn(eventTable, value.eventType))
    return { ok: false, reason: 'unknown_type' };
  const result = gatewayEventSchema.safeParse(withPrevious(value, previous));
  return result.success ? { ok: true, event: result.data } : { ok: false, reason: 'not_an_event' };
};
