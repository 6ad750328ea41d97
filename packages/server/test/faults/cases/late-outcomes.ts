/** U21–U22: reads that are behind, and a reserve that 12go executes when nobody waits for it any more. */
import assert from 'node:assert/strict';
import { sendTo } from '../../support/api.ts';
import { bangkokData, ownKey } from '../../support/builders.ts';
import type { Passed } from '../door.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, type Purchase, untilFinal, wordsOf } from '../purchase.ts';

const settleMs = 120_000;

/** For a while the booking of the cart cannot be found, although it exists. */
const isNotDeniedEarly = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  const { api, door } = world;
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
  door.answer(({ url }) =>
    url.includes('/by-cart/')
      ? (response) =>
          response.writeHead(404, { 'content-type': 'application/json' }).end('{"messages":["Not found"]}')
      : undefined,
  );
  const first = await purchase.create();
  assert.equal(first.status, 202, wordsOf(first));
  for (const _second of [1, 2, 3, 4, 5]) {
    api.sandbox.clock.advance(1_000);
    await api.gateway.parts.outcomes.resolver.tick();
    const polled = await purchase.caller.get(first.headers.location ?? '');
    assert.equal(polled.status, 202, wordsOf(polled));
  }
  door.answer(undefined);
  const { answer } = await untilFinal(world, purchase, first);
  assert.equal(answer.status, 200, wordsOf(answer));
  return { seen: `202 while it cannot be read, then ${wordsOf(answer)}` };
};

/** A reserve that is held on its way, until it is let go. */
const holdReserve = ({ door, api }: FaultWorld) => {
  let held: Passed | undefined;
  door.answer((call) => {
    if (call.method !== 'POST' || !call.url.startsWith('/reserve/')) return undefined;
    held = call;
    return () => {}; // no answer, as long as anybody waits
  });
  return async (): Promise<void> => {
    if (held === undefined) throw new Error('no reserve was held');
    const { method, url, body } = held;
    await sendTo(api.sandboxUrl, method, url, { body, headers: { 'content-type': 'application/json' } });
  };
};

const passed = (from: number, { api }: FaultWorld): number => api.sandbox.clock.now() - from;

/** Let go a second before the settle time ends. */
const isFoundInTime = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  const purchase = await beginPurchase(world);
  const letGo = holdReserve(world);
  const madeAt = world.api.sandbox.clock.now();
  const first = await purchase.create();
  assert.equal(first.status, 202, wordsOf(first));
  await world.api.gateway.parts.deps.writes.guard.drain(5_000);
  world.api.sandbox.clock.advance(settleMs - 1_000 - passed(madeAt, world));
  const before = await purchase.caller.get(first.headers.location ?? '');
  assert.equal(before.status, 202, wordsOf(before));
  await letGo();
  const { answer } = await untilFinal(world, purchase, first);
  assert.equal(answer.status, 200, wordsOf(answer));
  return { seen: `202, executed 119 s later, then ${wordsOf(answer)}` };
};

/** The same cart under another key: 12go is read before anything is sent. */
const askAnew = async (world: FaultWorld, { caller, token }: Purchase) => {
  const body = { booking_token: token, booking_data: bangkokData() };
  const answer = await caller.post('/bookings', body, ownKey());
  return { answer, told: world.logLines.some((line) => line.includes('"reason":"late_execution"')) };
};

/** Let go after it was told that it had not happened: more than 12go is assumed to take. */
const isNoticed = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  const purchase = await beginPurchase(world);
  const letGo = holdReserve(world);
  const first = await purchase.create();
  await world.api.gateway.parts.deps.writes.guard.drain(5_000);
  const { answer } = await untilFinal(world, purchase, first);
  assert.equal(codeOf(answer), 'reserve_not_executed', wordsOf(answer));
  await letGo();
  const { answer: again, told } = await askAnew(world, purchase);
  assert.equal(again.status, 200, wordsOf(again));
  assert.ok(told, 'nobody noticed the late execution');
  return {
    seen: `${wordsOf(answer)}, executed afterwards; asked for under another key: ${wordsOf(again)} and the alarm`,
  };
};

export const lateOutcomes = casesOf({ group: 'upstream', speed: 'quick' }, [
  {
    id: 'U21',
    title: 'reads of 12go are five seconds behind',
    expected: 'no early “not executed”',
    run: isNotDeniedEarly,
  },
  {
    id: 'U22a',
    title: 'a reserve is executed a second before its settle time ends',
    expected: '202 until then, then 200',
    speed: 'slow',
    run: isFoundInTime,
  },
  {
    id: 'U22b',
    title: 'a reserve is executed after its settle time, against what is assumed of 12go',
    expected:
      'told as not executed; the next create of the cart finds the booking, with the alarm late_execution',
    excused: ['I3'],
    speed: 'slow',
    run: isNoticed,
  },
]);
