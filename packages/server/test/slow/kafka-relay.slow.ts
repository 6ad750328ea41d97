/** A whole funnel's events in Kafka: read by a consumer that is not ours, in order for each booking, old topics and new ones alike. */
import { type GatewayEvent, gatewayEventSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../kafka-events/test/support/broker.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';

const oldTopics = {
  'booking.reserved': ['BookSucceeded'],
  'booking.confirmed': ['ConfirmationSucceeded'],
  'booking.status_changed': ['ReservationChanged', 'SupplierReservationChanged'],
};

let cluster: Cluster;
let api: Api;
beforeAll(async () => {
  cluster = await startCluster();
  await cluster.up();
  api = await startApi({
    environment: { KAFKA_BROKERS: cluster.address, KAFKA_LEGACY_TOPICS: JSON.stringify(oldTopics) },
  });
}, 60_000);
afterAll(async () => {
  await api.close();
  await cluster.close();
});

const eventsIn = async (topic: string): Promise<GatewayEvent[]> =>
  (await cluster.read(topic)).map(({ value }) => gatewayEventSchema.parse(JSON.parse(value)));
const typesOf = (events: readonly GatewayEvent[]): string[] => events.map(({ eventType }) => eventType);
const ofBooking = (events: readonly GatewayEvent[], bookingId: string) =>
  events.filter((event) => event.bookingId === bookingId);
const seenOnce = (events: readonly GatewayEvent[]): GatewayEvent[] => [
  ...new Map(events.map((event) => [event.eventId, event])).values(),
];

describe('the events of a booking', () => {
  test('reach the topics of their types, in order, from checkout to cancel', async () => {
    const demo = api.as('demo');
    const { id } = await confirm(demo);
    expect((await demo.post(`/bookings/${id}/cancel`)).status).toBe(200);
    await until(async () => {
      const lifecycle = seenOnce(await eventsIn('booking.lifecycle'));
      expect(typesOf(ofBooking(lifecycle, id))).toEqual([
        'booking.reserved',
        'booking.confirm_requested',
        'booking.confirmed',
        'booking.cancel_requested',
        'booking.cancelled',
      ]);
      expect(typesOf(lifecycle)).toEqual(
        expect.arrayContaining(['checkout.requested', 'checkout.responded', 'booking.requested']),
      );
    }, 500);
    const statuses = ofBooking(seenOnce(await eventsIn('booking.status_change')), id);
    expect(statuses.map(({ data }) => ('status' in data ? data.status : ''))).toEqual([
      'reserved',
      'approved',
      'cancelled',
    ]);
    const keys = (await cluster.read('booking.status_change')).map(({ key }) => key);
    expect(keys).toContain(id);
  }, 60_000);

  test('are the same in the old topics, record for record', async () => {
    for (const [eventType, topics] of Object.entries(oldTopics)) {
      const source = eventType === 'booking.status_changed' ? 'booking.status_change' : 'booking.lifecycle';
      const fresh = seenOnce(await eventsIn(source)).filter((event) => event.eventType === eventType);
      expect(fresh.length).toBeGreaterThan(0);
      for (const topic of topics) expect(seenOnce(await eventsIn(topic))).toEqual(fresh);
    }
  });

  test('say what was read anew, once', async () => {
    expect(typesOf(await eventsIn('integration.config'))).toContain('config.changed');
    const synced = (await eventsIn('content.entity_sync')).map(({ data }) =>
      'entity' in data ? data.entity : '',
    );
    expect(synced.toSorted()).toEqual(['operators', 'pois', 'stations']);
  });

  test('wait while there is no broker, holding up no booking, and are published when it is back', async () => {
    cluster.down();
    const startedMs = performance.now();
    const bookings = [await confirm(api.as('demo')), await confirm(api.as('demo'))];
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await cluster.up();
    await until(async () => {
      const lifecycle = seenOnce(await eventsIn('booking.lifecycle'));
      for (const { id } of bookings)
        expect(typesOf(ofBooking(lifecycle, id))).toEqual([
          'booking.reserved',
          'booking.confirm_requested',
          'booking.confirmed',
        ]);
    }, 500);
  }, 120_000);
});
