/** Events: one envelope, a topic and a key for each type, and nothing that was not declared. */
import {
  errorCodes,
  eventKeyOf,
  eventTable,
  eventTopicOf,
  eventTopics,
  eventTypes,
  type GatewayEventType,
  gatewayEventSchema,
  partnerEventPageSchema,
} from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';

const envelope = {
  eventId: 'e1',
  eventVersion: 1,
  timestamp: '2026-10-28T09:42:15.381Z',
  correlationId: 'c1',
  traceId: null,
  clientId: 'acme',
  bookingId: 'BK-1',
};
const eventOf = (eventType: GatewayEventType, members: object = {}) => ({
  ...envelope,
  eventType,
  ...(eventTable[eventType].key === 'entity' && { clientId: null, bookingId: null }),
  data: eventTable[eventType].example,
  ...members,
});

describe('topics of events', () => {
  it('are five with 19 partitions, three copies, and only settings compacted', () => {
    const topics = Object.entries(eventTopics);
    expect(topics.map(([, { partitions }]) => partitions)).toEqual([6, 6, 3, 3, 1]);
    expect(topics.map(([, { retentionMs }]) => retentionMs / 86_400_000)).toEqual([7, 7, 3, 3, 7]);
    expect(new Set(topics.map(([, { replicationFactor }]) => replicationFactor))).toEqual(new Set([3]));
    const compacted = topics.filter(([, { cleanupPolicy }]) => cleanupPolicy === 'compact');
    expect(compacted.map(([name]) => name)).toEqual(['integration.config']);
  });

  it('all have types, and each type has one of them', () => {
    const used = new Set(eventTypes.map((eventType) => eventTopicOf({ eventType })));
    expect([...used].toSorted()).toEqual(Object.keys(eventTopics).toSorted());
    expect(eventTypes).toHaveLength(16);
  });
});

describe('an event', () => {
  it.each(eventTypes)('of type %s comes out as it went in', (eventType) => {
    expect(gatewayEventSchema.parse(eventOf(eventType))).toEqual(eventOf(eventType));
  });

  it('loses what is not declared, so that no name of a passenger is published by mistake', () => {
    const spoken = { ...eventTable['booking.reserved'].example, passengers: ['Ada'] };
    const parsed = gatewayEventSchema.parse(eventOf('booking.reserved', { data: spoken, first_name: 'Ada' }));
    expect(JSON.stringify(parsed)).not.toContain('Ada');
  });

  it.each([
    ['an unknown type', { eventType: 'booking.lost' }],
    ['another version of its data', { eventVersion: 2 }],
    ['a time without milliseconds', { timestamp: '2026-10-28T09:42:15Z' }],
    ['a time that is not UTC', { timestamp: '2026-10-28T09:42:15.381+02:00' }],
    ['no booking where there must be one', { bookingId: null }],
    ['a number for an amount', { data: { ...eventTable['booking.reserved'].example, total: 31.2 } }],
  ])('is refused with %s', (_, members) => {
    expect(gatewayEventSchema.safeParse(eventOf('booking.reserved', members)).success).toBe(false);
  });

  it.each(errorCodes)('tells a failure as %s', (code) => {
    const data = { ...eventTable['booking.reserve_failed'].example, code };
    expect(gatewayEventSchema.safeParse(eventOf('booking.reserve_failed', { data })).success).toBe(true);
  });
});

describe('the key of an event', () => {
  const keyOf = (eventType: GatewayEventType, members: object = {}) =>
    eventKeyOf(gatewayEventSchema.parse(eventOf(eventType, members)));

  it('is the booking, so that all of one booking are in order', () => {
    const ofBookings = eventTypes.filter((eventType) => eventTable[eventType].key === 'booking');
    expect(new Set(ofBookings.map((eventType) => keyOf(eventType)))).toEqual(new Set(['BK-1']));
  });

  it('is the attempt while there is no booking, the same for a request and its failure', () => {
    const nobody = { bookingId: null };
    expect(keyOf('booking.requested', nobody)).toBe(keyOf('booking.reserve_failed', nobody));
    expect(keyOf('checkout.requested', nobody)).toBe(eventTable['checkout.requested'].example.attempt);
  });

  it('is the entity or the scope of what is not of a booking, and the event itself where nothing is known', () => {
    expect(keyOf('content.entities_synced')).toBe('stations');
    expect(keyOf('config.changed')).toBe('rates');
    expect(keyOf('notification.received', { bookingId: null })).toBe('e1');
  });
});

describe('the feed of partners', () => {
  it('has in each of its events what a notification says', () => {
    const page = {
      events: [
        {
          id: 'e1',
          type: 'booking.status_changed',
          occurred_at: '2026-10-28T09:42:15.381Z',
          data: {
            booking_id: 'BK-1',
            status: 'approved',
            previous_status: null,
            ticket_url: null,
            updated_at: '2026-10-28T09:42:15',
          },
        },
      ],
      next: 'MTc2LTA',
    };
    expect(partnerEventPageSchema.parse(page)).toEqual(page);
  });
});
