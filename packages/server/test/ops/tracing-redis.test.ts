/** Commands of Redis as spans: below what sent them, by their name, and with nothing of what they say. */
import { bookingSchema } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { startApi } from '../support/api.ts';
import { startCollector } from '../support/collector.ts';
import { create, startRedis, stopAfterAll, untilBooked } from '../support/redis-gateway.ts';

stopAfterAll();

test('a booking shows its commands of Redis, without a key or a value', async () => {
  const [redis, collector] = [await startRedis(), await startCollector()];
  const api = await startApi({
    now: Date.now(),
    environment: {
      STORE: 'redis',
      REDIS_URL: redis.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  await untilBooked(api);
  const { id } = (await create(api)).read(bookingSchema);
  await api.close();
  const spans = collector.spans();
  const root = spans.find(
    ({ name, attributes }) => name === 'receive_request' && attributes.booking_id === id,
  );
  const those = spans.filter(({ traceId }) => traceId === root?.traceId);
  const commands = those.filter(({ name }) => name.startsWith('redis.'));
  expect(commands.length).toBeGreaterThan(3);
  for (const { attributes, parentSpanId, name } of commands) {
    expect(name).toMatch(/^redis\.[a-z_]+$/);
    expect(attributes).toEqual({});
    expect(those.map(({ spanId }) => spanId)).toContain(parentSpanId);
  }
  await collector.close();
});
