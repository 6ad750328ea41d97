/** L1–L2, A3–A6, A8, A9: what one client may take from the others, and what nobody may reach or change. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { partnerContract } from '@partner-gateway/contract';
import { readConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import { startGateway } from '../../../src/composition/gateway.ts';
import type { Answer } from '../../support/api.ts';
import { besideSettings } from '../../support/beside-settings.ts';
import { bangkokData, bangkokTrip, hanoiTrip, open, ownKey } from '../../support/builders.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import { beginPurchase, codeOf, type Purchase, untilFinal, wordsOf } from '../purchase.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-12&pax=1';
const countOf = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

/** At twenty times its limit, beside one that is quiet. */
const isHeldBack = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({
    clients: {
      rival: {
        rate_limits: { search_per_min: 20, booking_per_min: 10, poll_per_min: 10, master_data_per_min: 10 },
      },
    },
  });
  const ask = (clientId: string) => world.api.as(clientId).get(search);
  const noisy: Answer[] = [];
  const quiet: Answer[] = [];
  // Twenty at a time are no load for an instance, however busy its machine: what is refused is refused for the limit.
  for (let wave = 0; wave < 20; wave += 1) {
    const asked = await Promise.all([...Array.from({ length: 20 }, () => ask('rival')), ask('demo')]);
    noisy.push(...asked.slice(0, -1));
    quiet.push(...asked.slice(-1));
  }
  const admitted = countOf(noisy, 200);
  assert.ok(Math.abs(admitted - 20) <= 1, `${admitted} admitted`);
  assert.equal(countOf(noisy, 429), 400 - admitted);
  assert.equal(countOf(quiet, 200), 20);
  const refused = noisy.find(({ status }) => status === 429);
  assert.ok(Number(refused?.headers['retry-after']) > 0);
  return {
    seen: `${admitted} × 200, ${400 - admitted} × 429; the other client 20 × 200`,
    figure: `${admitted} of 20 ± 1 admitted`,
  };
};

/** More searches than can be served, with bookings beside them. */
const areServed = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({
    environment: { SHED_SEARCH_DELAY_MS: '50', SHED_ALL_DELAY_MS: '10000' },
    // As in production: the flood comes from this process as well, and slows down 12go and the clients.
    timing: { writeGuard: {}, twelveGoTimeoutsMs: {} },
  });
  const purchases: Purchase[] = [];
  while (purchases.length < 12)
    // On a busy machine these are searches that are turned away as well.
    await beginPurchase(world).then(
      (one) => purchases.push(one),
      () => sleep(200),
    );
  let [isOver, shed, served] = [false, 0, 0];
  const flood = async (): Promise<void> => {
    while (!isOver) {
      const answer = await world.api.as('rival').get(search);
      if (codeOf(answer) === 'overloaded') shed += 1;
      else served += 1;
    }
  };
  const flooded = Promise.all(Array.from({ length: 16 }, flood));
  const booked = [];
  for (const { create } of purchases) booked.push(await create());
  isOver = true;
  await flooded;
  const failed = booked.filter(({ status }) => status !== 200 && status !== 202);
  assert.deepEqual(failed.map(wordsOf), []);
  return {
    seen: `${served} searches served, ${shed} shed`,
    figure: `0 of ${booked.length} bookings refused`,
  };
};

/** Seats, carts and reservations that nobody means to pay for. */
const isBounded = async (ground: Ground): Promise<Seen> => {
  const funnel_limits = { carts: 8, carts_per_trip: 5, unconfirmed: 3, unconfirmed_per_trip: 2 };
  const world = await ground.ownWorld({ clients: { demo: { funnel_limits, seat_locks_max: 2 } } });
  const demo = world.as('demo');
  const trip = bangkokTrip();
  const opened = [];
  for (let index = 0; index < 8; index += 1) opened.push(await demo.get(`/itineraries/${trip}?pax=1`));
  assert.equal(countOf(opened, 200), 5);
  const tokens = opened.flatMap(({ text }) => /"booking_token":"([^"]+)"/.exec(text)?.[1] ?? []);
  const created = [];
  for (const booking_token of tokens)
    created.push(await demo.post('/bookings', { booking_token, booking_data: bangkokData() }, ownKey()));
  assert.equal(countOf(created, 200), 2, created.map(wordsOf).join(', '));
  const seated = hanoiTrip();
  const sessions = [await open(demo, seated), await open(demo, seated)];
  const locks = [];
  for (const [index, { booking_token }] of sessions.entries())
    locks.push(
      await demo.post('/seats', {
        booking_token,
        booking_data: { seat_selection: index === 0 ? ['A1', 'B1'] : ['B2'] },
      }),
    );
  const held = locks.filter(({ status }) => status === 200).length;
  assert.ok(held <= 1, locks.map(wordsOf).join(', '));
  const rival = await open(world.as('rival'), seated);
  const other = await world
    .as('rival')
    .post('/seats', { booking_token: rival.booking_token, booking_data: { seat_selection: ['B2'] } });
  return {
    seen: `5 of 8 carts, 2 of 5 reservations; locks ${locks.map(wordsOf).join(', ')}; another client ${wordsOf(other)}`,
    figure: 'never above the bound',
  };
};

const wishes = {
  price: '0.01',
  total: '0.01',
  netPrice: 1,
  net_price: 1,
  markup: '0',
  clientId: 'rival',
  client_id: 'rival',
  status: 'approved',
};

/** Members that nobody offered, on carts that are fresh. */
const isNotChanged = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  const { answer: booked } = await untilFinal(world, purchase, await purchase.create());
  const right = JSON.parse(booked.text) as { total_price: { amount: string } };
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(wishes))
    for (const place of ['top', 'data', 'passenger'] as const) {
      const { caller, token } = await beginPurchase(world);
      const data = bangkokData();
      const [passenger] = data.passengers;
      const body = {
        booking_token: token,
        booking_data: {
          ...data,
          ...(place === 'data' && { [name]: value }),
          passengers: [{ ...passenger, ...(place === 'passenger' && { [name]: value }) }],
        },
        ...(place === 'top' && { [name]: value }),
      };
      const answer = await caller.post('/bookings', body, ownKey());
      assert.notEqual(answer.status, 500, wordsOf(answer));
      if (answer.status === 200)
        assert.deepEqual((JSON.parse(answer.text) as typeof right).total_price, right.total_price);
      assert.ok(
        !/net_?price|supplier|markup/i.test(answer.text.replaceAll(`"${name}"`, '').replaceAll(name, '')),
        answer.text,
      );
      seen.add(wordsOf(answer));
    }
  return { seen: [...seen].join(', '), figure: `0 prices changed of ${Object.keys(wishes).length * 3}` };
};

const badSettings: readonly (readonly [name: string, change: Record<string, string>])[] = [
  ['no sealing key', { SEALING_KEYS: '' }],
  ['a short sealing key', { SEALING_KEYS: 'k1:c2hvcnQ=' }],
  ['a sealing key of zeros twice', { SEALING_KEYS: 'k1:AAAA,k1:AAAA' }],
  ['a short secret of booking ids', { BOOKING_ID_SECRET: 'c2hvcnQ=' }],
  ['no address of 12go', { TWELVEGO_BASE_URL: '' }],
  ['12go by file', { TWELVEGO_BASE_URL: 'file:///etc/passwd' }],
  ['a port beyond ports', { PORT: '70000' }],
  ['a store that is none', { STORE: 'paper' }],
  ['memory in production', { NODE_ENV: 'production', STORE: 'memory' }],
  ['redis without an address', { STORE: 'redis', REDIS_URL: '' }],
  ['redis by http', { STORE: 'redis', REDIS_URL: 'http://x' }],
  ['sentinels without a name', { STORE: 'redis', REDIS_SENTINELS: 'a:1' }],
  ['no rates', { RATES_URL: '' }],
  ['two sources of rates', { RATES_FILE: '/tmp/x' }],
  [
    'notifications from anybody in production',
    { NODE_ENV: 'production', STORE: 'redis', REDIS_URL: 'redis://x' },
  ],
  ['a short secret of notifications', { NOTIFICATION_SECRET: 'short' }],
  ['sources that are no addresses', { NOTIFICATION_SOURCES: 'example.org' }],
  ['a log level that is none', { LOG_LEVEL: 'everything' }],
  ['a proxy that is everybody', { TRUST_PROXY: 'true' }],
  ['an operator’s key in clear', { OPS_KEY_HASHES: 'me=secret' }],
  ['no nodes', { REDIS_NODES: '0' }],
  ['a look-up that is none', { RESERVE_LOOK_UP: 'perhaps' }],
  ['no calls', { TWELVEGO_CALLS_PER_MIN: '0' }],
  [
    'a cache in the guard’s memory',
    { STORE: 'redis', REDIS_URL: 'redis://x', SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: 'redis://x' },
  ],
  ['no file of clients', { CLIENTS_FILE: '' }],
];

const doesNotStart = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const good: Record<string, string> = { ...besideSettings(world.api.config), STORE: 'memory' };
  readConfig(good);
  for (const [name, change] of badSettings) {
    const environment = { ...good, ...change };
    let refusal = '';
    try {
      const gateway = await startGateway(readConfig(environment), {
        log: createLog('silent'),
        version: 'bad',
        nowMs: Date.now,
      });
      await gateway.stop();
    } catch (error) {
      refusal = String(error);
    }
    assert.match(
      refusal,
      new RegExp(`${Object.keys(change).join('|')}|sealing keys|operator key hash|required in production`),
      `${name}: ${refusal}`,
    );
    for (const secret of [good.SEALING_KEYS ?? '', good.BOOKING_ID_SECRET ?? ''])
      assert.ok(!refusal.includes(secret), name);
  }
  return { seen: 'each refused, and named', figure: `${badSettings.length} of ${badSettings.length}` };
};

/** Operators' paths on the partners' port, partners' keys on the operators', and no key anywhere. */
const isKeptApart = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const { api } = world;
  let tried = 0;
  const expect = async (asked: Promise<Answer>, ...statuses: readonly number[]): Promise<void> => {
    const answer = await asked;
    tried += 1;
    assert.ok(statuses.includes(answer.status), wordsOf(answer));
  };
  for (const path of [
    '/ops/v1/open-outcomes',
    '/ops/v1/reload',
    '/metrics',
    '/admin',
    '/debug',
    '/v2/demo/itineraries',
    '/.env',
  ]) {
    await expect(world.as('demo').send('GET', path), 404, 405);
    await expect(api.send('GET', path, { headers: { 'x-ops-key': api.opsKey } }), 401, 404, 405);
  }
  for (const key of ['', 'wrong', api.apiKey])
    await expect(api.ops('/ops/v1/open-outcomes', { 'x-ops-key': key }), 401);
  for (const [name, { method, path, metadata }] of Object.entries(partnerContract)) {
    if (metadata.auth !== 'partner') continue;
    const at = path.replace(':client_id', 'demo').replaceAll(/:\w+/g, 'x');
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { 'x-api-key': api.as('rival').apiKey }])
      await expect(api.send(method, at, { headers }), 401, 429);
    assert.ok(name);
  }
  return { seen: '401, 404 or 405', figure: `0 let in of ${tried}` };
};

const isForOperators = async (ground: Ground): Promise<Seen> => {
  const { api } = await ground.ownWorld({ environment: { METRICS_ACCESS: 'key' } });
  const scrape = (headers: Readonly<Record<string, string | undefined>>): Promise<Answer> =>
    api.ops('/metrics', { 'x-ops-key': undefined, ...headers });
  const strangers = [
    {},
    { 'x-ops-key': '' },
    { 'x-ops-key': 'wrong' },
    { 'x-ops-key': api.apiKey },
    { 'x-api-key': api.apiKey },
    { authorization: 'Bearer wrong' },
    { authorization: `Basic ${api.opsKey}` },
  ];
  for (const headers of strangers) {
    const answer = await scrape(headers);
    assert.equal(answer.status, 401, wordsOf(answer));
    assert.doesNotMatch(answer.text, /gateway_/);
  }
  for (const headers of [{ 'x-ops-key': api.opsKey }, { authorization: `Bearer ${api.opsKey}` }]) {
    const answer = await scrape(headers);
    assert.equal(answer.status, 200, wordsOf(answer));
    assert.match(answer.text, /gateway_request_duration/);
  }
  return { seen: '401 for strangers, 200 for an operator', figure: `0 let in of ${strangers.length}` };
};

export const limits = casesOf({ group: 'limits', speed: 'slow' }, [
  {
    id: 'L1',
    title: 'more searches than can be served, with bookings beside them',
    expected: 'searches are shed, bookings are not',
    run: areServed,
  },
  {
    id: 'L2',
    title: 'one client at twenty times its limit',
    expected: 'its limit is admitted, give or take one; others are served',
    speed: 'quick',
    run: isHeldBack,
  },
  {
    id: 'A3',
    title: 'prices, markups and clients in places where nobody asks for them',
    expected: 'refused or ignored, the price is the same',
    run: isNotChanged,
  },
  {
    id: 'A5',
    title:
      'every route without a key, with a wrong one, with another client’s; operators’ paths at partners’ port',
    expected: '401 or 404',
    speed: 'quick',
    run: isKeptApart,
  },
  {
    id: 'A5b',
    title: 'metrics without a key, with a wrong one, with a client’s, with an operator’s',
    expected: '401, and 200 for the operator',
    speed: 'quick',
    run: isForOperators,
  },
  {
    id: 'A6',
    title: 'carts, reservations and seats that are held without an end',
    expected: 'bounded, and others still book',
    speed: 'quick',
    run: isBounded,
  },
  {
    id: 'A8',
    title: '25 settings that must not be',
    expected: 'refused by name, and without the value',
    speed: 'quick',
    run: doesNotStart,
  },
]);
