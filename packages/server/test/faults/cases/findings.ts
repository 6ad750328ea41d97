/** F9b, F15, F18, F21: what was once found broken and is in no other group, so that it stays mended. */
import assert from 'node:assert/strict';
import { startRedisServer } from '../../../../write-guard/test/support/redis.ts';
import { confirm, ownKey } from '../../support/builders.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import { beginPurchase, codeOf, tripFromNow, wordsOf } from '../purchase.ts';

/** Nobody can look a reserve up by its cart: a notification names the booking, and it is read. */
const isSettledByNews = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({ environment: { RESERVE_LOOK_UP: 'none' } });
  const purchase = await beginPurchase(world);
  world.api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
  const first = await purchase.create();
  assert.equal(first.status, 202, wordsOf(first));
  const bid = world.api.sandbox.ledger.findLast(({ operation }) => operation === 'reserve')?.bid;
  const path = '/v1/notifications/onetwogo?client_id=demo';
  assert.equal((await world.api.send('POST', path, { body: { bid } })).status, 200);
  await world.api.gateway.parts.outcomes.resolver.tick();
  const polled = await purchase.caller.get(first.headers.location ?? '');
  assert.equal(polled.status, 200, wordsOf(polled));
  assert.equal((await purchase.create()).text, polled.text);
  return { seen: `${wordsOf(first)}, then ${wordsOf(polled)}` };
};

const isToldAsItIs = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const demo = world.as('demo');
  const { id } = await confirm(demo);
  const cancelled = await demo.post(`/bookings/${id}/cancel`, {}, ownKey());
  assert.equal(cancelled.status, 200, wordsOf(cancelled));
  const again = await demo.post(`/bookings/${id}/confirm`, undefined, ownKey());
  assert.equal(codeOf(again), 'confirm_failed', wordsOf(again));
  assert.match(again.text, /is cancelled now/);
  return { seen: wordsOf(again) };
};

const isNotRead = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const { integration_booking_id: bid } = await confirm(world.as('demo'));
  const seen = [];
  for (const id of [bid, `BK-${bid}`]) {
    const answer = await world.as('native').get(`/bookings/${id}`);
    assert.equal(codeOf(answer), 'booking_not_found', wordsOf(answer));
    seen.push(wordsOf(answer));
  }
  return { seen: seen.join(', '), figure: '0 read' };
};

const isTakenSoon = async (ground: Ground): Promise<Seen> => {
  const redis = await startRedisServer();
  ground.closeAfter(redis.remove);
  const world = await ground.ownWorld({
    now: Date.now(),
    environment: { STORE: 'redis', REDIS_URL: redis.url },
  });
  const early = await beginPurchase(world, tripFromNow(45));
  const startedMs = performance.now();
  const refused = await early.create();
  if (refused.status !== 200) assert.equal(codeOf(refused), 'idempotency_memory_young', wordsOf(refused));
  let days = 45;
  await eventually(
    async () => {
      days += 1;
      return (await (await beginPurchase(world, tripFromNow(days))).create()).status;
    },
    (status) => status === 200,
    { everyMs: 200 },
  );
  const tookMs = Math.round(performance.now() - startedMs);
  assert.ok(tookMs < 6_000, `${tookMs} ms`);
  return { seen: `${wordsOf(refused)}, then 200 for a new itinerary`, figure: `${tookMs} ms` };
};

export const findings = casesOf({ group: 'gateway', speed: 'quick' }, [
  {
    id: 'F9b',
    title: 'a reserve is lost, and 12go cannot be asked by cart',
    expected: '202, then 200 once a notification named the booking and it was read',
    run: isSettledByNews,
  },
  {
    id: 'F15',
    title: 'a booking is confirmed with a new key after it was cancelled',
    expected: 'told that it is cancelled',
    run: isToldAsItIs,
  },
  {
    id: 'F18',
    title: 'a client asks by the bare 12go id for the booking of another with the same 12go account',
    expected: '404',
    run: isNotRead,
  },
  {
    id: 'F21',
    title: 'the first itineraries of a new Redis',
    expected: 'refused as young, and new ones booked within seconds',
    speed: 'slow',
    run: isTakenSoon,
  },
]);
