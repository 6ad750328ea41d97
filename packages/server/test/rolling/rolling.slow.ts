/** A rolling restart behind HAProxy, with the settings that operators are given: no partner notices. */
import { expect, test } from 'vitest';
import { failuresOf } from './load.ts';
import { playRolling } from './play.ts';

test('three gateways are restarted one after another at 200 searches a second, and nothing fails', async () => {
  const { restarts, sent, seen, logged } = await playRolling({ rounds: 1, perSecond: 200 });
  process.stdout.write(`${sent} requests, ${JSON.stringify(seen)}\n`);
  expect([restarts, failuresOf(seen)], logged.join('\n')).toEqual([3, {}]);
  expect(seen['search 200']).toBeGreaterThan(1_000);
  expect(seen['create 200']).toBeGreaterThan(3);
}, 120_000);
