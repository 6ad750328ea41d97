/** X1–X9 and U17–U18: the eight classic toxics, a stall and stale connections, on the line to 12go. */
import assert from 'node:assert/strict';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, untilFinal, wordsOf } from '../purchase.ts';
import type { Direction, Toxic } from '../tcp-fault-proxy.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-06&pax=1';

/** What a search and a create may be answered under a toxic. */
type Line = {
  readonly poison: (world: FaultWorld) => void | Promise<void>;
  /** Whether everything works, only slower. */
  readonly works: boolean;
};

const toxic =
  (one: Toxic, ...directions: readonly Direction[]): Line['poison'] =>
  ({ link }) => {
    link.cut();
    for (const direction of directions) link.poison(direction, one);
  };

/** A search and a create under it; after it was taken off, the same key comes to its end and a new cart is booked. */
const playOn =
  ({ poison, works }: Line) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const purchase = await beginPurchase(world);
    await poison(world);
    const startedMs = performance.now();
    const read = await purchase.caller.get(search);
    const write = await purchase.create();
    const tookMs = Math.round(performance.now() - startedMs);
    if (works)
      assert.deepEqual([read.status, write.status], [200, 200], `${wordsOf(read)} / ${wordsOf(write)}`);
    else {
      assert.match(
        codeOf(read),
        /^(upstream_error|upstream_timeout|upstream_unreadable|overloaded)$/,
        wordsOf(read),
      );
      assert.notEqual(write.status, 500, wordsOf(write));
      assert.ok(write.headers['x-outcome'], wordsOf(write));
    }
    await world.link.heal();
    world.link.cut();
    // A write that was never sent may be asked for again; one that is unknown is told in the end.
    const next = write.status === 202 ? write : await purchase.create();
    const { answer } = await untilFinal(world, purchase, next);
    assert.equal(answer.status === 200, world.executions(purchase.cart) === 1, wordsOf(answer));
    const fresh = await (await beginPurchase(world)).create();
    assert.equal(fresh.status, 200, wordsOf(fresh));
    return { seen: `${wordsOf(read)}; ${wordsOf(write)}, then ${wordsOf(answer)}`, figure: `${tookMs} ms` };
  };

const lines: readonly (readonly [id: string, title: string, line: Line])[] = [
  [
    'X1',
    'latency of 40 ± 20 ms',
    { poison: toxic({ kind: 'latency', ms: 40, jitterMs: 20 }, 'up', 'down'), works: true },
  ],
  [
    'X2',
    'a bandwidth of 400 KB a second',
    { poison: toxic({ kind: 'bandwidth', bytesPerSecond: 400_000 }, 'down'), works: true },
  ],
  [
    'X3',
    'connections that close slowly',
    { poison: toxic({ kind: 'slow_close', ms: 300 }, 'up', 'down'), works: true },
  ],
  ['X4', 'answers that never come', { poison: toxic({ kind: 'timeout', ms: 3_000 }, 'down'), works: false }],
  [
    'X5',
    'connections that are reset',
    { poison: toxic({ kind: 'reset_peer', afterMs: 5 }, 'up'), works: false },
  ],
  [
    'X6',
    'pieces of 64 bytes',
    { poison: toxic({ kind: 'slicer', bytes: 64, delayMs: 0 }, 'up', 'down'), works: true },
  ],
  [
    'X7',
    'connections that end after 100 bytes',
    { poison: toxic({ kind: 'limit_data', bytes: 100 }, 'down'), works: false },
  ],
  ['X8', 'nobody who listens', { poison: ({ link }) => link.down(), works: false }],
  ['X9', 'a stall without a disconnect', { poison: toxic({ kind: 'stall' }, 'up'), works: false }],
];

/** Refused before a byte was sent: the claim is given back. */
const isReleased = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  await world.link.down();
  const refused = await purchase.create();
  assert.equal(refused.headers['x-outcome'], 'not_executed', wordsOf(refused));
  assert.ok([502, 503].includes(refused.status), wordsOf(refused));
  await world.link.heal();
  const booked = await purchase.create();
  assert.equal(booked.status, 200, wordsOf(booked));
  return { seen: `${wordsOf(refused)}, then ${wordsOf(booked)} by the same key` };
};

const isUnnamed = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({ environment: { TWELVEGO_BASE_URL: 'http://twelvego.invalid' } });
  const answer = await world.as('demo').get(search);
  assert.equal(codeOf(answer), 'upstream_error', wordsOf(answer));
  assert.ok(!answer.text.includes('invalid'), answer.text);
  return { seen: wordsOf(answer), figure: 'the name is not told' };
};

/** Connections that were kept, and are reset by the next request on them. */
const isReadAgain = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  world.link.poison('up', { kind: 'stale' });
  const read = await purchase.caller.get(search);
  assert.equal(read.status, 200, wordsOf(read));
  const write = await purchase.create();
  const { answer } = await untilFinal(world, purchase, write);
  assert.equal(answer.status === 200, world.executions(purchase.cart) === 1, wordsOf(answer));
  return { seen: `read 200; ${wordsOf(write)}, then ${wordsOf(answer)}` };
};

/** The address of a network for documentation: nobody answers a SYN there. */
const isBlackHole = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({ environment: { TWELVEGO_BASE_URL: 'http://192.0.2.1:9' } });
  const startedMs = performance.now();
  const answer = await world.as('demo').get(search);
  const tookMs = Math.round(performance.now() - startedMs);
  assert.match(codeOf(answer), /^upstream_(error|timeout)$/, wordsOf(answer));
  return { seen: wordsOf(answer), figure: `${tookMs} ms` };
};

export const linesTo12go = casesOf({ group: 'toxics', speed: 'quick' }, [
  ...lines.map(([id, title, line]) => ({
    id,
    title: `the line to 12go: ${title}`,
    expected: line.works
      ? '200 and 200'
      : 'the supplier’s failure with its outcome; afterwards the key ends truly and carts are booked',
    // Whoever waits for nothing waits long.
    speed: ['X4', 'X9'].includes(id) ? ('slow' as const) : ('quick' as const),
    run: playOn(line),
  })),
  {
    id: 'U17a',
    title: 'the connection for a reserve is refused',
    expected: 'not_executed, and the same key books later',
    run: isReleased,
  },
  { id: 'U17b', title: 'the name of 12go is not known', expected: '502 without the name', run: isUnnamed },
  { id: 'U17c', title: 'nobody answers a SYN', expected: '502 or 504', run: isBlackHole },
  {
    id: 'U18',
    title: 'kept connections are reset by their next request',
    expected: 'the read is tried again; the write is never sent twice',
    run: isReadAgain,
  },
]);
