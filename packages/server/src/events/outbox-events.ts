/** Events as they lie in the outbox, and as its readers have them: with an id that stays however often they are read. */
import { createHash } from 'node:crypto';
import { type GatewayEvent, type GatewayEventOf, gatewayEventSchema } from '@partner-gateway/contract';
import type { Notice, OutboxEntry, State } from '@partner-gateway/write-guard';

/** Where events of no client lie; no client can have the name. */
export const gatewayStream = '~gateway';

/** An event that has no place in the order yet, and so no id. */
export type NewEvent = GatewayEvent extends infer Event
  ? Event extends GatewayEvent
    ? Omit<Event, 'eventId' | 'eventVersion'>
    : never
  : never;

/** An event as a notice; one with a state is told only where that is news. */
export const toNotice = (event: NewEvent, state?: State): Notice => ({
  text: JSON.stringify({ ...event, eventVersion: 1 }),
  ...(state !== undefined && { state }),
});

/** The id of an entry: made of its place, so that whoever reads it again gets the same. */
const eventIdOf = (clientId: string, { position }: Pick<OutboxEntry, 'position'>): string =>
  `evt_${createHash('sha256').update(`${clientId}\n${position}`).digest('base64url').slice(0, 22)}`;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const withPrevious = (event: GatewayEvent, previous: string | undefined): unknown =>
  event.eventType === 'booking.status_changed' && previous !== undefined
    ? { ...event, data: { ...event.data, previousStatus: previous } }
    : event;

/** The event of an entry; undefined for what no version of this gateway wrote. */
export const readEntry = (clientId: string, entry: OutboxEntry): GatewayEvent | undefined => {
  const content = parse(entry.text);
  if (typeof content !== 'object' || content === null) return undefined;
  const { data: event } = gatewayEventSchema.safeParse({ ...content, eventId: eventIdOf(clientId, entry) });
  return event && gatewayEventSchema.safeParse(withPrevious(event, entry.previous)).data;
};

/** The events of some entries that a booking’s partner is told. */
export type StatusChange = GatewayEventOf<'booking.status_changed'>;

/** Whether a partner is told of it. */
export const isStatusChange = (event: GatewayEvent | undefined): event is StatusChange =>
  event?.eventType === 'booking.status_changed';
