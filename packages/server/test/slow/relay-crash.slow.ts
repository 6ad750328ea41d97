/** Gateways, relays and Redis are killed under bookings: their partner is told of every change, in order, and of nothing else. */
import { expect, test } from 'vitest';
import { relayRun } from '../crash/relay-run.ts';

test('with an append-only file that is always synced no change is lost, whatever is killed', async () => {
  const report = await relayRun({
    bookings: 150,
    partners: 12,
    kills: { gateway: 4, relay: 4, redis: 2 },
    appendfsync: 'always',
    seed: 7,
  });
  console.info(JSON.stringify(report));
  expect(report).toMatchObject({ lost: 0, outOfOrder: 0, differingRepeats: 0, untrue: 0 });
  expect(report.changes).toBeGreaterThan(300);
}, 300_000);
