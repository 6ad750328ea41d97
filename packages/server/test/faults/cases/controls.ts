/** N1–N9: what shows that the suite can fail: guards switched off, forged histories, planted canaries, toxics that act. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { partnerContract } from '@partner-gateway/contract';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import { createRandom } from '../../../../write-guard/test/crash/random.ts';
import { crashRun } from '../../../../write-guard/test/crash/run.ts';
import { gatewayTarget } from '../../crash/gateway-target.ts';
import type { Answer } from '../../support/api.ts';
import { canaries } from '../canaries.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { Told } from '../fault-world.ts';
import { aimAt, fuzz } from '../fuzz/fuzzer.ts';
import { brokenIn, emptyHistory, foundIn, type History, type Invariant } from '../invariants.ts';
import { startFaultProxy, type Toxic } from '../tcp-fault-proxy.ts';
import { listRechecks, startInside } from './secrets.ts';

/** The usual recipe in the gateway's place, under the same partners and faults. */
const booksTwice = async (ground: Ground): Promise<Seen> => {
  const report = await crashRun(gatewayTarget('simple'), {
    carts: 120,
    partners: 24,
    processes: 2,
    blows: { kill: 2 },
    faultShare: 0.1,
    seed: ground.seed,
  });
  assert.ok(report.doubleBooked > 0, 'the recipe without a guard booked nothing twice');
  return { seen: 'caught', figure: `${report.doubleBooked} of 120 booked twice` };
};

const reserved = (cartId: string): LedgerEntry => ({ operation: 'reserve', at: 0, key: 'k', cartId, bid: 1 });
const answerOf = (status: number, text: string, headers: Record<string, string> = {}): Answer =>
  ({ status, text, headers, read: () => undefined }) as unknown as Answer;
const told = (answer: Answer, more: Partial<Told> = {}): Told => ({
  clientId: 'demo',
  method: 'POST',
  path: '/v1/demo/bookings',
  key: 'key',
  cart: 'cart',
  executions: 1,
  answer,
  ...more,
});
const replayed = { 'idempotent-replayed': 'true' };

/** Histories in which one promise is broken, each in its own way. */
const forged: readonly (readonly [Invariant, Partial<History>])[] = [
  ['I1', { ledger: [reserved('cart'), reserved('cart')] }],
  ['I2', { told: [told(answerOf(200, '{}'), { executions: 0 })] }],
  ['I2', { told: [told(answerOf(409, '{}', { 'x-outcome': 'executed' }), { executions: 0 })] }],
  ['I3', { told: [told(answerOf(502, '{}', { 'x-outcome': 'not_executed' }))] }],
  [
    'I3',
    {
      told: [told(answerOf(409, '{"code":"reserve_not_executed"}'), { executions: 0 })],
      ledger: [reserved('cart')],
    },
  ],
  ['I4', { told: [told(answerOf(200, '{"id":"a"}')), told(answerOf(200, '{"id": "a"}', replayed))] }],
  ['I4', { told: [told(answerOf(409, '1', replayed)), told(answerOf(409, '2', replayed))] }],
  [
    'I8',
    {
      told: [
        told(answerOf(200, '{"id":"BK-1-A"}')),
        told(answerOf(200, '{"id":"BK-1-A"}'), { clientId: 'rival' }),
      ],
    },
  ],
  ['I9', { logLines: ['a line with a secret in it'], secrets: ['secret'] }],
  ['I10', { unhandled: [new Error('nobody waited')] }],
  ['I11', { posts: { reserve: 2, confirm: 0, refund: 0 }, told: [told(answerOf(200, '{}'))] }],
  ['sockets', { files: [20, 400] }],
];

const isCaught = async (): Promise<Seen> => {
  assert.deepEqual(brokenIn(emptyHistory), []);
  for (const [invariant, part] of forged) {
    // What was posted was asked for, unless that is the lie.
    const posts = part.posts ?? emptyHistory.posts;
    const broken = brokenIn({ ...emptyHistory, ...part, posts }).map((one) => one.invariant);
    assert.ok(broken.includes(invariant), `${invariant} was not noticed: ${broken.join(', ')}`);
  }
  return { seen: 'each was caught by its invariant', figure: `${forged.length} of ${forged.length}` };
};

const isFound = async (): Promise<Seen> => {
  for (const canary of canaries.all)
    assert.deepEqual(foundIn(['before', `{"a":"${canary}"}`], canaries.all), [canary]);
  assert.ok(new Set(canaries.all).size >= 40, `only ${new Set(canaries.all).size} canaries`);
  return {
    seen: 'each was found where it was planted',
    figure: `${canaries.all.length} of ${canaries.all.length}`,
  };
};

type Lie = readonly [what: string, status: number, headers: Record<string, string>, body: string];

const problem = (code: string, status: number): string =>
  JSON.stringify({
    type: 'x',
    title: 'x',
    status,
    detail: 'x',
    instance: 'x',
    code,
    correlation_id: 'c',
    retryable: false,
    fault: 'client',
  });
const asProblem = { 'content-type': 'application/problem+json; charset=utf-8', 'x-outcome': 'unknown' };
const lies: readonly Lie[] = [
  ['an undeclared status', 418, {}, ''],
  [
    'a body that does not fit',
    200,
    { 'content-type': 'application/json; charset=utf-8', 'x-outcome': 'unknown' },
    '{"unheard_of":1}',
  ],
  ['no JSON', 200, { 'content-type': 'application/json', 'x-outcome': 'unknown' }, 'nonsense'],
  ['a code with the status of another', 400, asProblem, problem('booking_not_found', 400)],
  ['an internal error', 500, asProblem, problem('internal_error', 500)],
  ['a problem that is no problem', 400, { ...asProblem, 'content-type': 'application/json' }, '{}'],
];

/** A server that lies in one way; the fuzzer has to say so of every answer, and of most lies of every route. */
const isSeenThrough = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const { next } = await aimAt(world, createRandom(ground.seed), ground.seed);
  for (const [what, status, headers, body] of lies) {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'x-correlation-id': 'c-1', ...headers }).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { faults, sent } = await fuzz({ baseUrl, next }, 60);
    server.close();
    server.closeAllConnections();
    assert.ok(faults.length >= sent / 2, `${what}: ${faults.length} of ${sent} noticed`);
  }
  assert.ok(Object.keys(partnerContract).length > 15);
  return {
    seen: lies.map(([what]) => what).join(', '),
    figure: `${lies.length} of ${lies.length} lies noticed`,
  };
};

const reachesInside = async (ground: Ground): Promise<Seen> => {
  const inside = await startInside(ground);
  const world = await ground.ownWorld({
    environment: { TWELVEGO_RECHECK_HOSTS: `http://127.0.0.1:${inside.port}` },
  });
  await listRechecks(world, [`http://127.0.0.1:${inside.port}/`]);
  assert.equal(inside.connections(), 1);
  return { seen: 'the listener hears of a call that is allowed', figure: '1 connection' };
};

/** After it an exchange is taken for one that stalls, also on a busy machine. */
const stalledMs = 600;

/** An echo behind the proxy; how an exchange of 64 bytes through it ends, and after how long. */
const exchangeThrough = async (
  ground: Ground,
  poison: (proxy: Awaited<ReturnType<typeof startFaultProxy>>) => void | Promise<void>,
) => {
  const echo = createTcpServer(
    { allowHalfOpen: true },
    (socket) => void socket.on('error', () => {}).pipe(socket),
  );
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const proxy = await startFaultProxy((echo.address() as AddressInfo).port, ground.random);
  ground.closeAfter(async () => {
    await proxy.close();
    echo.close();
  });
  await poison(proxy);
  const startedMs = performance.now();
  const socket: Socket = connect(proxy.port, '127.0.0.1');
  let [bytes, pieces, error] = [0, 0, ''];
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    pieces += 1;
    if (bytes === 64) socket.end();
  });
  socket.on('error', (cause: Error & { code?: string }) => {
    error = cause.code ?? cause.message;
  });
  socket.write(Buffer.alloc(64, 'x'));
  const limit = setTimeout(() => socket.destroy(), stalledMs);
  await once(socket, 'close').catch(() => {});
  clearTimeout(limit);
  return { bytes, pieces, error, ms: Math.round(performance.now() - startedMs) };
};

type Exchange = Awaited<ReturnType<typeof exchangeThrough>>;
const whole = ({ bytes }: Exchange): boolean => bytes === 64;

const toxics: readonly (readonly [Toxic | 'down' | 'none', (seen: Exchange) => boolean])[] = [
  ['none', (seen) => whole(seen)],
  [{ kind: 'latency', ms: 120 }, (seen) => whole(seen) && seen.ms >= 115],
  [{ kind: 'bandwidth', bytesPerSecond: 640 }, (seen) => whole(seen) && seen.pieces > 1],
  [{ kind: 'slicer', bytes: 8, delayMs: 10 }, (seen) => whole(seen) && seen.pieces > 2],
  [{ kind: 'slow_close', ms: 150 }, (seen) => whole(seen) && seen.ms >= 145],
  [{ kind: 'timeout', ms: 60 }, (seen) => seen.bytes === 0 && seen.ms < stalledMs],
  [{ kind: 'reset_peer', afterMs: 10 }, (seen) => seen.bytes === 0 && seen.error === 'ECONNRESET'],
  [{ kind: 'limit_data', bytes: 16 }, (seen) => seen.bytes === 16],
  [{ kind: 'stall' }, (seen) => seen.bytes === 0 && seen.ms >= stalledMs - 10],
  ['down', (seen) => seen.error === 'ECONNREFUSED'],
];

const act = async (ground: Ground): Promise<Seen> => {
  const seen = await Promise.all(
    toxics.map(async ([toxic, isAsItShould]) => {
      const result = await exchangeThrough(ground, (proxy) => {
        if (toxic === 'down') return proxy.down();
        if (toxic !== 'none') proxy.poison('down', toxic);
      });
      const name = typeof toxic === 'string' ? toxic : toxic.kind;
      assert.ok(isAsItShould(result), `${name}: ${JSON.stringify(result)}`);
      return name;
    }),
  );
  return { seen: seen.join(', '), figure: `${seen.length - 1} toxics act` };
};

export const controls = casesOf({ group: 'control', speed: 'quick' }, [
  {
    id: 'N1',
    title: 'control: the usual recipe in the gateway’s place',
    expected: 'carts are booked twice, and that is noticed',
    speed: 'slow',
    run: booksTwice,
  },
  {
    id: 'N2',
    title: 'control: histories in which one promise is broken',
    expected: 'each is noticed',
    run: isCaught,
  },
  { id: 'N3', title: 'control: planted canaries', expected: 'each is found', run: isFound },
  {
    id: 'N4',
    title: 'control: the fuzzer against servers that lie',
    expected: 'each lie is noticed',
    excused: ['I11'],
    run: isSeenThrough,
  },
  {
    id: 'N5',
    title: 'control: an inside address that is allowed',
    expected: 'the listener hears of it',
    run: reachesInside,
  },
  { id: 'N6', title: 'control: each toxic on an echo', expected: 'each acts, and none without it', run: act },
]);
