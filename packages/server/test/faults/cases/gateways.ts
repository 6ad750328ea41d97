/** G1–G9, C1–C3 and S1: gateways that are stopped, ended, raced, starved and told another time, and clients that leave. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { crashRun, violations } from '../../../../write-guard/test/crash/run.ts';
import { explore } from '../../../../write-guard/test/model/explore.ts';
import { createWriteModel } from '../../../../write-guard/test/model/write-model.ts';
import { startRedisServer } from '../../../../write-guard/test/support/redis.ts';
import { gatewayTarget } from '../../crash/gateway-target.ts';
import { crashTiming } from '../../crash/times.ts';
import { sendTo } from '../../support/api.ts';
import { besideSettings } from '../../support/beside-settings.ts';
import { bangkokData, ownKey } from '../../support/builders.ts';
import { runProgram } from '../../support/program.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, tripFromNow, untilFinal, wordsOf } from '../purchase.ts';
import { endAll } from './redis-faults.ts';

const search = '/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-11&pax=1';

/** The settings of a program that stands beside the gateway of a world, with its neighbours. */
const settingsOf = ({ api }: FaultWorld): Record<string, string> => ({
  ...besideSettings(api.config),
  STORE: 'memory',
  DRAIN_SECONDS: '1',
});

const listensAt = async (stdout: () => string): Promise<string> => {
  const said = await eventually(stdout, (text) => /"Listening".*\n/.test(text), { limitMs: 30_000 });
  const line = said.split('\n').find((one) => one.includes('"Listening"')) ?? '{}';
  return `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
};

/** Told to end under load: what it took on it answers. */
const endsInOrder = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  const program = runProgram('src/programs/gateway.ts', settingsOf(world));
  ground.closeAfter(async () => program.kill());
  const baseUrl = await listensAt(program.stdout);
  const headers = { 'x-api-key': world.api.apiKey };
  let [answered, cut, refused, isOver] = [0, 0, 0, false];
  const ask = async (): Promise<void> => {
    while (!isOver) {
      try {
        const { status } = await sendTo(baseUrl, 'GET', search, { headers });
        if (status === 200) answered += 1;
        else refused += 1;
        await sleep(40);
      } catch (error) {
        if ((error as { code?: string }).code === 'ECONNREFUSED') isOver = true;
        else cut += 1;
      }
    }
  };
  const asked = Promise.all(Array.from({ length: 8 }, ask));
  await eventually(
    () => answered,
    (count) => count > 40,
  );
  program.signal('SIGTERM');
  // As a balancer does: it sends nothing more to whoever says that it is not ready.
  await eventually(
    async () => (await sendTo(baseUrl, 'GET', '/ready')).status,
    (status) => status === 503,
  );
  isOver = true;
  await asked;
  assert.equal(await program.ended(), 0);
  assert.equal(cut, 0);
  return { seen: `${answered} answered, ${refused} refused, exit 0`, figure: '0 cut' };
};

/** A short run of the crash bench. */
const survivesKills = async (ground: Ground): Promise<Seen> => {
  const report = await crashRun(gatewayTarget('gateway'), {
    carts: 150,
    partners: 24,
    processes: 2,
    blows: { kill: 4, flush: 1, stall: 1, partition: 1 },
    faultShare: 0.04,
    seed: ground.seed,
  });
  assert.equal(violations(report), 0, JSON.stringify(report));
  return {
    seen: `${report.booked} booked, ${report.notExecuted} safely refused, 4 kills`,
    figure: `0 doubles, 0 lies, 0 unresolved of ${report.carts}`,
  };
};

/** Stopped at any moment of a create, longer than its lease, and let go again. */
const isStopped =
  (stopMs: number, times: number) =>
  async (ground: Ground): Promise<Seen> => {
    const { world, begin } = await ground.redisWorld();
    const [gateway] = world.gateways;
    if (gateway === undefined) throw new Error('there is no gateway');
    let slowestMs = 0;
    for (let time = 0; time < times; time += 1) {
      const stories = await begin(4);
      const asked = Promise.all(stories.map((story) => story.ask(0, 5_000)));
      await sleep(40 * ground.random());
      gateway.process().pause();
      await sleep(stopMs);
      gateway.process().resume();
      const resumedMs = performance.now();
      await eventually(
        async () => (await fetch(`${gateway.url()}/health`)).status,
        (status) => status === 200,
      );
      slowestMs = Math.max(slowestMs, performance.now() - resumedMs);
      await asked;
      await endAll(stories);
    }
    assert.ok(slowestMs < 3_000, `back after ${slowestMs} ms`);
    return {
      seen: `${4 * times} carts, each with its true end`,
      figure: `0 doubles; back after ${Math.round(slowestMs)} ms at most`,
    };
  };

/** Gone in mid create, again and again. */
const goesOn =
  (times: number) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    for (let time = 0; time < times; time += 1) {
      const { caller, token, cart } = await beginPurchase(world);
      const body = { booking_token: token, booking_data: bangkokData() };
      const key = ownKey();
      world.api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', times: 1, delayMs: 30 });
      const outgoing = request(`${world.api.baseUrl}/v1/demo/bookings`, {
        method: 'POST',
        agent: false,
        headers: { ...key, 'x-api-key': caller.apiKey, 'content-type': 'application/json' },
      });
      outgoing.on('error', () => {});
      outgoing.end(JSON.stringify(body));
      await sleep(30 * ground.random());
      outgoing.destroy();
      const answer = await caller.post('/bookings', body, key);
      await eventually(
        () => world.executions(cart),
        (count) => count === 1,
      );
      const end = await eventually(
        () => caller.post('/bookings', body, key),
        ({ status }) => status === 200,
      );
      assert.ok([200, 202, 409].includes(answer.status), wordsOf(answer));
      assert.equal(end.status, 200, wordsOf(end));
      world.api.sandbox.scenarios.clear();
    }
    return { seen: 'each write went on, and is replayed', figure: `0 aborted, 0 doubles of ${times}` };
  };

/** The same cart and key at both gateways at once. */
const isOneOfTwo = async (ground: Ground): Promise<Seen> => {
  const { begin } = await ground.redisWorld();
  const pairs = 60;
  for (let done = 0; done < pairs; done += 12) {
    const stories = await begin(12);
    await Promise.all(
      stories.map((story) => Promise.all([story.ask(0), story.ask(1), story.ask(0), story.ask(1)])),
    );
    assert.equal(await endAll(stories), 12);
  }
  return { seen: 'one execution each', figure: `0 doubles of ${pairs} × 4` };
};

/** So many at once under one key. */
const isOneOfMany =
  (times: number) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const purchase = await beginPurchase(world);
    const answers = await Promise.all(Array.from({ length: times }, purchase.create));
    assert.equal(world.executions(purchase.cart), 1);
    const statuses = Object.entries(Object.groupBy(answers, ({ status }) => String(status)));
    for (const { status } of answers) assert.ok([200, 202, 409].includes(status), String(status));
    return {
      seen: statuses.map(([status, those = []]) => `${those.length} × ${status}`).join(', '),
      figure: `1 execution of ${times}`,
    };
  };

/** Hardly any files left to open. */
const isStarved = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  const program = fileURLToPath(new URL('../../../src/programs/gateway.ts', import.meta.url));
  const child = spawn(
    'sh',
    ['-c', 'ulimit -n 96; exec "$0" "$@"', process.execPath, '--conditions=@partner-gateway/source', program],
    { env: { PATH: process.env.PATH ?? '', ...settingsOf(world) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  ground.closeAfter(async () => child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const baseUrl = await listensAt(() => stdout);
  const ended = once(child, 'exit').then(() => 'ended');
  const ask = async (): Promise<string> => {
    try {
      const response = await fetch(`${baseUrl}${search}`, {
        headers: { 'x-api-key': world.api.apiKey },
        signal: AbortSignal.timeout(4_000),
      });
      return String(response.status);
    } catch {
      return 'no answer';
    }
  };
  const told = await Promise.all(Array.from({ length: 300 }, ask));
  assert.equal(await Promise.race([ended, sleep(200).then(() => 'runs')]), 'runs');
  const after = await eventually(ask, (status) => status === '200', { everyMs: 100 });
  const counts = Object.entries(Object.groupBy(told, (one) => one)).map(
    ([one, those = []]) => `${those.length} × ${one}`,
  );
  assert.ok(!told.includes('500'), counts.join(', '));
  return { seen: `${counts.join(', ')}, then ${after}`, figure: 'no crash' };
};

const second = 1_000;
const steps: readonly (readonly [id: string, name: string, ms: number])[] = [
  ['C1a', '30 s ahead', 30 * second],
  ['C1b', '30 s back', -30 * second],
  ['C1c', '10 min ahead', 600 * second],
  ['C1d', '10 min back', -600 * second],
  ['C1e', 'a day ahead', 86_400 * second],
  ['C1f', 'a day back', -86_400 * second],
];

/** The wall clock of one gateway of two jumps while carts are asked for. */
const isJudgedAlike =
  (ms: number) =>
  async (ground: Ground): Promise<Seen> => {
    const { world, begin } = await ground.redisWorld();
    const [gateway] = world.gateways;
    const stories = await begin(4);
    try {
      gateway?.process().tell(`clock ${ms}`);
      await Promise.all(stories.map((story) => story.ask(0)));
      // What a clock a day ahead takes for expired, the other gateway still books, when it is asked.
      const booked = await endAll(stories, /^said for good/);
      const told = stories.map(({ asked }) => `${asked[0]?.status} ${asked[0]?.code ?? ''}`.trim());
      return { seen: [...new Set(told)].join(', '), figure: `0 doubles; ${booked} of 4 booked` };
    } finally {
      gateway?.process().tell(`clock ${-ms}`);
    }
  };

const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

/** Three steps of a rotation, with funnels that go from pod to pod at each of them; then a key that is dropped at once. */
const rotates = async (ground: Ground): Promise<Seen> => {
  const redis = await startRedisServer();
  ground.closeAfter(redis.remove);
  const [old, next] = [newKey('k1'), newKey('k2')];
  const common = {
    STORE: 'redis',
    REDIS_URL: redis.url,
    BOOKING_ID_SECRET: randomBytes(32).toString('base64'),
  };
  const pods: FaultWorld[] = [];
  for (const SEALING_KEYS of [old, `${old},${next}`, `${next},${old}`, next]) {
    const upstream = pods[0] && { TWELVEGO_BASE_URL: pods[0].api.config.TWELVEGO_BASE_URL };
    pods.push(
      await ground.ownWorld({
        now: Date.now(),
        timing: crashTiming,
        environment: { ...common, SEALING_KEYS, ...upstream },
      }),
    );
  }
  let days = 50;
  const funnel = async (from: FaultWorld, to: FaultWorld) => {
    days += 1;
    const { token } = await beginPurchase(from, tripFromNow(days));
    return to.api
      .as('demo')
      .post('/bookings', { booking_token: token, booking_data: bangkokData() }, ownKey());
  };
  const [first, , , last] = pods as [FaultWorld, FaultWorld, FaultWorld, FaultWorld];
  // The first tokens of a new Redis are not covered by its memory.
  await eventually(
    () => funnel(first, first),
    ({ status }) => status === 200,
    { everyMs: 200 },
  );
  let funnels = 0;
  for (const [step, pod] of pods.slice(1).entries()) {
    const before = pods[step] ?? first;
    for (const [from, to] of [
      [before, pod],
      [pod, before],
    ] as const) {
      const answer = await funnel(from, to);
      assert.equal(answer.status, 200, `step ${step + 1}: ${wordsOf(answer)}`);
      funnels += 1;
    }
  }
  const dropped = await funnel(first, last);
  assert.equal(codeOf(dropped), 'invalid_booking_token', wordsOf(dropped));
  return {
    seen: `${funnels} funnels over all steps: 200; of a key that was dropped: ${wordsOf(dropped)}`,
    figure: `0 failed of ${funnels}`,
  };
};

const faultNames = [
  'reset_after',
  'server_error',
  'truncated',
  'html_answer',
  'timeout_after',
  'slow',
] as const;

/** Faults of every kind for a while, with searches beside them. */
const lasts = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  const until = performance.now() + 20_000;
  let [funnels, searches] = [0, 0];
  const heapOf = (): number => process.memoryUsage().heapUsed;
  const before = heapOf();
  while (performance.now() < until) {
    const purchase = await beginPurchase(world);
    const scenario = faultNames[Math.floor(ground.random() * faultNames.length)];
    if (scenario !== undefined && ground.random() < 0.5)
      world.api.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1, delayMs: 200 });
    const [first] = await Promise.all([
      purchase.create(),
      sendTo(world.api.baseUrl, 'GET', search, { headers: { 'x-api-key': world.api.apiKey } }),
    ]);
    searches += 1;
    await world.api.gateway.parts.deps.writes.guard.drain(5_000);
    await untilFinal(world, purchase, first);
    funnels += 1;
    if (funnels % 10 === 0) await world.reset();
  }
  const grew = Math.round((heapOf() - before) / 1_048_576);
  return {
    seen: `${funnels} funnels, ${searches} searches`,
    figure: `all invariants hold; heap +${grew} MB, ledger and log of the test included`,
  };
};

/** Every order of steps at once, and not some: a model of two attempts, with a crash after each step. */
const isSearched = async (): Promise<Seen> => {
  const { states, violation } = explore(createWriteModel({ keys: [0, 0], memoryLosses: 1 }));
  assert.equal(violation, undefined);
  return { seen: `${states} states of the protocol`, figure: '0 doubles, 0 lies' };
};

export const gateways = casesOf({ group: 'gateway', speed: 'slow' }, [
  {
    id: 'G1',
    title: 'a gateway is told to end under load',
    expected: 'no request is cut, exit 0',
    run: endsInOrder,
  },
  {
    id: 'G2',
    title: 'gateways are killed at random under retried creates',
    expected: '0 doubles, 0 lies, 0 unresolved',
    run: survivesKills,
  },
  {
    id: 'G3',
    title:
      'a gateway is killed after each step of a create, in every order: write-guard-model.test.ts, in short',
    expected: 'no order books twice or tells a lie',
    speed: 'elsewhere',
    run: isSearched,
  },
  {
    id: 'G4',
    title: 'a gateway stops for 2.5 s in mid create, longer than its lease',
    expected: 'no cart is booked twice',
    run: isStopped(2_500, 2),
  },
  {
    id: 'G5',
    title: 'a gateway answers nothing for 2 s',
    expected: 'back within 3 s',
    run: isStopped(2_000, 1),
  },
  {
    id: 'G6',
    title: 'a client leaves in mid create',
    expected: 'the write goes on, and is replayed',
    speed: 'quick',
    excused: ['I11'],
    run: goesOn(8),
  },
  {
    id: 'G6x100',
    title: 'a client leaves in mid create, 100 times',
    expected: 'the write goes on, and is replayed',
    excused: ['I11'],
    run: goesOn(100),
  },
  { id: 'G7', title: 'one cart at two gateways at once', expected: 'one execution', run: isOneOfTwo },
  {
    id: 'G8',
    title: '1,000 creates at once under one key',
    expected: 'one execution; the rest 409, 202 or its replay',
    run: isOneOfMany(1_000),
  },
  {
    id: 'G8b',
    title: '60 creates at once under one key',
    expected: 'one execution; the rest 409, 202 or its replay',
    speed: 'quick',
    run: isOneOfMany(60),
  },
  {
    id: 'G9',
    title: 'a gateway with 96 files to open, and 300 clients',
    expected: 'no crash, no 500, and it recovers',
    run: isStarved,
  },
  { id: 'S1', title: 'faults of every kind for 20 s', expected: 'all invariants hold', run: lasts },
]);

export const clocks = casesOf({ group: 'clocks', speed: 'slow' }, [
  ...steps.map(([id, name, ms]) => ({
    id,
    title: `the clock of one gateway of two jumps ${name}`,
    expected: 'no cart is booked twice, and no answer is false',
    run: isJudgedAlike(ms),
  })),
  {
    id: 'C2',
    title: 'a rotation of keys in its three steps, with pods at different ones, then a key dropped at once',
    expected: 'every funnel goes on; that of a dropped key is 422',
    excused: ['I11'],
    run: rotates,
  },
]);
