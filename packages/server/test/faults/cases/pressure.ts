/** U19–U20, F11, E13: a 12go that fails, dawdles or hangs: who is asked no more, who waits, and that bookings go on. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../support/api.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, wordsOf } from '../purchase.ts';

const openMs = 400;
const readMs = 800;

/** A world that watches its circuits, and has connections as in production. */
const startWatching = (ground: Ground): Promise<FaultWorld> =>
  ground.ownWorld({
    environment: { TWELVEGO_CONNECTIONS: '50' },
    timing: { callControl: { openMs, reopenMs: 600 }, twelveGoTimeoutsMs: { search: readMs } },
  });

const searchOn = (day: number): string =>
  `/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-04-${String(1 + (day % 28)).padStart(2, '0')}&pax=1`;

const answerSearches = ({ door }: FaultWorld, answer: (response: ServerResponse) => void): void =>
  door.answer(({ url }) => (url.startsWith('/search/') ? answer : undefined));

const isWrite = ({ method, url }: { readonly method: string; readonly url: string }): boolean =>
  method === 'POST' && url.startsWith('/reserve/');

/** Asks until the circuit is open, which is when 12go hears of no more. */
const untilOpen = async (world: FaultWorld): Promise<{ readonly asked: number; readonly ms: number }> => {
  const startedMs = performance.now();
  for (let asked = 1; asked <= 200; asked += 1) {
    const before = world.door.passed.length;
    await world.as('demo').get(searchOn(asked));
    if (world.door.passed.length === before) return { asked: asked - 1, ms: performance.now() - startedMs };
  }
  throw new Error('no circuit opened');
};

/** Every search fails; then all is well again. */
const opensAndCloses = async (ground: Ground): Promise<Seen> => {
  const world = await startWatching(ground);
  const purchase = await beginPurchase(world);
  const from = world.door.passed.length;
  answerSearches(world, (response) => response.writeHead(502).end());
  const { asked, ms } = await untilOpen(world);
  assert.ok(ms < 2_000, `open after ${ms} ms`);
  const calls = world.door.passed.length - from;
  assert.ok(calls / asked <= 1.1 + 1 / asked, `${calls} calls for ${asked} searches`);
  const booked = await purchase.create();
  assert.equal(booked.status, 200, wordsOf(booked));
  const writes = world.door.passed.filter(isWrite).length;
  assert.equal(writes, 1);
  world.door.answer(undefined);
  const recoveredMs = performance.now();
  await eventually(
    () => world.as('demo').get(searchOn(1)),
    ({ status }) => status === 200,
    { everyMs: 100 },
  );
  const closedAfter = performance.now() - recoveredMs;
  assert.ok(closedAfter < 15_000, `closed after ${closedAfter} ms`);
  return {
    seen: `open after ${Math.round(ms)} ms, closed ${Math.round(closedAfter)} ms after recovery, a booking meanwhile ${wordsOf(booked)}`,
    figure: `${calls} calls for ${asked} searches; 0 writes as probes`,
  };
};

/** Reserves fail; none is sent to find out whether they still do. */
const isNeverAProbe = async (ground: Ground): Promise<Seen> => {
  const world = await startWatching(ground);
  const purchases = [];
  for (let made = 0; made < 10; made += 1) purchases.push(await beginPurchase(world));
  world.door.answer((call) => (isWrite(call) ? (response) => response.writeHead(500).end() : undefined));
  const answers: Answer[] = [];
  for (const { create } of purchases) answers.push(await create());
  const sent = world.door.passed.filter(isWrite).length;
  assert.ok(sent < purchases.length, `${sent} were sent`);
  const refused = answers.slice(sent);
  for (const answer of refused) assert.equal(answer.headers['x-outcome'], 'not_executed', wordsOf(answer));
  world.door.answer(undefined);
  const last = purchases.at(-1);
  await eventually(
    async () => (await last?.create())?.status,
    (status) => status === 200,
    { everyMs: 200 },
  );
  const probes = world.door.passed.filter(isWrite).length - sent - 1;
  assert.equal(probes, 0);
  return { seen: `${sent} sent, ${refused.length} refused unsent; then 200`, figure: '0 writes as probes' };
};

/** Searches that take nine tenths of their time. */
const isTooSlow = async (ground: Ground): Promise<Seen> => {
  const world = await startWatching(ground);
  const normal = await Promise.all([timed(world), timed(world), timed(world)]);
  const held: NodeJS.Timeout[] = [];
  answerSearches(world, (response) => {
    held.push(
      setTimeout(
        () =>
          response.writeHead(200, { 'content-type': 'application/json' }).end('{"trips":[],"recheck":[]}'),
        0.9 * readMs,
      ),
    );
  });
  const slow = Array.from({ length: 60 }, (_, index) => world.as('rival').get(searchOn(index)));
  const during = await Promise.all([timed(world), timed(world), timed(world)]);
  await Promise.all(slow);
  const before = world.door.passed.length;
  const refused = await world.as('rival').get(searchOn(3));
  assert.equal(world.door.passed.length, before, `12go was asked: ${wordsOf(refused)}`);
  for (const timer of held) clearTimeout(timer);
  const [p, q] = [Math.max(...normal), Math.max(...during)].map(Math.round);
  return {
    seen: `slow searches open their circuit: ${wordsOf(refused)}; bookings ${p} ms before, ${q} ms beside them`,
    figure: `${held.length} slow calls`,
  };
};

/** How long a booking takes from its opening to its reservation. */
const timed = async (world: FaultWorld): Promise<number> => {
  const startedMs = performance.now();
  const answer = await (await beginPurchase(world)).create();
  assert.ok([200, 202].includes(answer.status), wordsOf(answer));
  return performance.now() - startedMs;
};

/** Searches that hang, far more than there is room for. */
const isHeldBack = async (ground: Ground): Promise<Seen> => {
  const world = await startWatching(ground);
  let [open, most] = [0, 0];
  answerSearches(world, (response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
  });
  const searches = Array.from({ length: 150 }, (_, index) => world.as('rival').get(searchOn(index)));
  await sleep(100);
  const booked = await timed(world);
  const answers = await Promise.all(searches);
  assert.ok(most <= 30, `${most} at once`);
  const counts = Object.entries(Object.groupBy(answers, wordsOf)).map(
    ([words, those = []]) => `${those.length} × ${words}`,
  );
  assert.ok(
    answers.every(({ status }) => [502, 503, 504].includes(status)),
    counts.join(', '),
  );
  return {
    seen: `${counts.join(', ')}; a booking beside them in ${Math.round(booked)} ms`,
    figure: `${most} connections at most`,
  };
};

export const pressure = casesOf({ group: 'limits', speed: 'slow' }, [
  {
    id: 'U19',
    title: 'every search of 12go fails, then all is well',
    expected: 'open within 2 s, closed within 15 s, read amplification at most 1.10',
    run: opensAndCloses,
  },
  {
    id: 'U19b',
    title: 'every reserve fails, then all is well',
    expected: 'refused unsent after some; no write finds out whether 12go is well',
    run: isNeverAProbe,
  },
  {
    id: 'U20',
    title: 'searches take nine tenths of their time',
    expected: 'their circuit opens; bookings go on',
    run: isTooSlow,
  },
  {
    id: 'F11',
    title: '150 searches that hang',
    expected: 'thirty connections at most, the rest 503; bookings go on',
    run: isHeldBack,
  },
]);
