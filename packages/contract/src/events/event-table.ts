/** Every type of event: the topic that it goes to, what it means, and an example of its data; and the key of its record. */
import type { GatewayEvent, GatewayEventOf, GatewayEventType } from './gateway-event.ts';
import type { EventTopicName } from './topics.ts';

type EventRow<Type extends GatewayEventType> = {
  readonly topic: EventTopicName;
  /** Of its record: the booking, the attempt that has no booking yet, or the entity or scope that is not of one. */
  readonly key: 'booking' | 'attempt' | 'entity';
  readonly meaning: string;
  readonly example: GatewayEventOf<Type>['data'];
};

const attempt = 'BK-8451207-7GQ2M';
const cart = '99120733';
const total = { currency: 'USD', amount: '31.20' };
const refused = { code: 'trip_unavailable', outcome: 'not_executed' } as const;

/** Does not compile while a type has no row. */
export const eventTable: { readonly [Type in GatewayEventType]: EventRow<Type> } = {
  'checkout.requested': {
    topic: 'booking.lifecycle',
    key: 'attempt',
    meaning: 'A partner opened an itinerary.',
    example: { attempt: 'VN0f3kq' },
  },
  'checkout.responded': {
    topic: 'booking.lifecycle',
    key: 'attempt',
    meaning: 'It was given the price and the form of the booking.',
    example: { attempt: 'VN0f3kq', total },
  },
  'checkout.failed': {
    topic: 'booking.lifecycle',
    key: 'attempt',
    meaning: 'It was not.',
    example: { attempt: 'VN0f3kq', ...refused },
  },
  'booking.requested': {
    topic: 'booking.lifecycle',
    key: 'attempt',
    meaning: 'A partner asks for a reservation.',
    example: { attempt: cart },
  },
  'booking.reserved': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'The booking is reserved.',
    example: { attempt: cart, status: 'reserved', previousStatus: null, total },
  },
  'booking.reserve_failed': {
    topic: 'booking.lifecycle',
    key: 'attempt',
    meaning: 'It is not, or nobody knows; `outcome` says which.',
    example: { attempt: cart, ...refused },
  },
  'booking.confirm_requested': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'A partner asks to confirm.',
    example: { attempt },
  },
  'booking.confirmed': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'The booking is confirmed, or about to be: `status` says `approved` or `pending`.',
    example: { attempt, status: 'approved', previousStatus: 'reserved', total },
  },
  'booking.confirm_failed': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'It is not, or nobody knows.',
    example: { attempt, code: 'confirm_failed', outcome: 'not_executed' },
  },
  'booking.cancel_requested': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'A partner asks to cancel.',
    example: { attempt },
  },
  'booking.cancelled': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'The booking is cancelled.',
    example: {
      attempt,
      status: 'cancelled',
      previousStatus: 'approved',
      total,
      refund: { currency: 'USD', amount: '24.96' },
    },
  },
  'booking.cancel_failed': {
    topic: 'booking.lifecycle',
    key: 'booking',
    meaning: 'It is not, or nobody knows.',
    example: { attempt, code: 'upstream_timeout', outcome: 'unknown' },
  },
  'booking.status_changed': {
    topic: 'booking.status_change',
    key: 'booking',
    meaning: 'The booking has another status; read the booking for the truth.',
    example: {
      status: 'approved',
      previousStatus: 'pending',
      ticketUrl: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
      updatedAt: '2026-10-28T09:42:15',
    },
  },
  'notification.received': {
    topic: 'booking.notification',
    key: 'booking',
    meaning: '12go said that something about a booking changed.',
    example: { type: 'booking', signed: true },
  },
  'content.entities_synced': {
    topic: 'content.entity_sync',
    key: 'entity',
    meaning: 'Master data of a kind was read anew.',
    example: { entity: 'stations', version: '2026-10-28', count: 11_204 },
  },
  'config.changed': {
    topic: 'integration.config',
    key: 'entity',
    meaning: 'Settings of a scope are others than before.',
    example: { scope: 'rates', version: '2026-10-28T09:00:00Z' },
  },
};

const isEventType = (name: string): name is GatewayEventType => Object.hasOwn(eventTable, name);

/** Every type, in the order of the table. */
export const eventTypes: readonly GatewayEventType[] = Object.keys(eventTable).filter(isEventType);

/** Gives the topic of an event. */
export const eventTopicOf = ({ eventType }: Pick<GatewayEvent, 'eventType'>): EventTopicName =>
  eventTable[eventType].topic;

/**
 * Gives the key of an event's record: the booking where there is one, else what it is about.
 * Records of one key keep their order; of a compacted topic the newest of each key is kept.
 */
export const eventKeyOf = (event: GatewayEvent): string => {
  if (event.bookingId !== null) return event.bookingId;
  if (event.eventType === 'content.entities_synced') return event.data.entity;
  if (event.eventType === 'config.changed') return event.data.scope;
  return 'attempt' in event.data ? event.data.attempt : event.eventId;
};
