/** Promises of the instruments: what is counted, recorded and observed is what a scraper reads. */
import { expect, test } from 'vitest';
import { startTelemetry } from '../src/index.ts';

test('a scraper reads what was counted, recorded and observed', async () => {
  const { metrics, scrape } = await startTelemetry();
  metrics.count('gateway.mapping.missing', { entity: 'station' }, 3);
  metrics.record('gateway.12go.duration', 40, { upstream_endpoint: 'trip', client_id: 'acme' });
  metrics.observe('gateway.booking.open_outcomes', () => 2);
  metrics.observe('gateway.booking.oldest_open_outcome', () => undefined);
  const text = await scrape();
  expect(text).toMatch(/^gateway_mapping_missing_total\{entity="station"[^}]*\} 3$/m);
  expect(text).toMatch(
    /^gateway_12go_duration[a-z_]*_count\{upstream_endpoint="trip",client_id="acme"[^}]*\} 1$/m,
  );
  expect(text).toMatch(/^gateway_booking_open_outcomes[^ ]* 2$/m);
  expect(text).not.toMatch(/^gateway_booking_oldest_open_outcome[^ ]* /m);
});

test('the first failures of 12go are seen to grow: each usual one begins at 0, once', async () => {
  const { metrics, scrape } = await startTelemetry();
  const series = async () =>
    (await scrape())
      .split('\n')
      .filter((line) => /^gateway_12go_errors_total\{upstream_endpoint="search",status_code="500"/.test(line))
      .map((line) => line.split(' ').at(-1));
  expect(await series()).toEqual(['0']);
  metrics.count('gateway.12go.errors', { upstream_endpoint: 'search', status_code: 500 });
  expect(await series()).toEqual(['1']);
});
