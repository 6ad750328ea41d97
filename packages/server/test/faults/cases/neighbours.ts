/** K1–K2, P1 and W1: a credit line and exchange rates that fail or lie, and notifications that are forged, doubled and shuffled. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { searchResponseSchema } from '@partner-gateway/contract';
import type { Answer } from '../../support/api.ts';
import { confirm } from '../../support/builders.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, wordsOf } from '../purchase.ts';

type Say = (response: ServerResponse) => void;

const text =
  (status: number, body: string): Say =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const balance = (value: unknown, currency: unknown = 'THB'): Say =>
  text(200, JSON.stringify({ balance: value, currency }));

const badCredit: readonly (readonly [id: string, name: string, say: Say])[] = [
  ['K1a', 'answers 500', text(500, '{}')],
  ['K1b', 'answers garbage', text(200, '<html>100.00</html>')],
  ['K1c', 'answers a number that is no text', balance(100)],
  ['K1d', 'answers a balance with 20 digits', balance('99999999999999999999.00')],
  ['K1e', 'breaks the connection', (response) => response.destroy()],
  ['K1f', 'answers nothing for ever', () => {}],
  ['K1g', 'answers a balance below zero', balance('-1000000.00')],
];

/** Nothing is sent while it cannot be read, and the key works later. */
const failsClosed =
  (say: Say) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const purchase = await beginPurchase(world);
    const sent = world.api.sandbox.calls('reserve');
    world.creditDoor.answer(() => say);
    const refused = await purchase.create();
    assert.match(codeOf(refused), /^credit_(unavailable|line_insufficient)$/, wordsOf(refused));
    assert.equal(refused.headers['x-outcome'], 'not_executed');
    assert.equal(world.api.sandbox.calls('reserve'), sent);
    world.creditDoor.answer(undefined);
    const booked = await purchase.create();
    assert.equal(booked.status, 200, wordsOf(booked));
    return { seen: `${wordsOf(refused)}, then ${wordsOf(booked)}`, figure: '0 reserves' };
  };

/** So many at once on a balance for ten. */
const spendsOnce = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({ timing: { creditHolds: { lingerMs: 600_000 } } });
  world.api.creditLine.set('demo', { balance: '8580.00', currency: 'THB' });
  const creates = 100;
  const purchases = [];
  for (let index = 0; index < creates; index += 1) purchases.push(await beginPurchase(world));
  const answers = await Promise.all(
    purchases.map(async ({ create }): Promise<Answer> => {
      for (;;) {
        const answer = await create();
        if (answer.status !== 503 && answer.status !== 202) return answer;
      }
    }),
  );
  const booked = answers.filter(({ status }) => status === 200).length;
  assert.equal(booked, 10);
  assert.equal(world.api.executed('reserve'), 10);
  return { seen: `${booked} × 200, ${creates - booked} × 402`, figure: 'exactly 10 booked, 0 overspent' };
};

const search =
  '/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=2027-03-09&pax=1&currency=USD';

const grossOf = (answer: Answer): readonly string[] =>
  answer.read(searchResponseSchema).itineraries.map(({ pricing }) => pricing.gross_price.amount);

const badRates: readonly (readonly [id: string, name: string, rate: unknown])[] = [
  ['P1a', 'missing', null],
  ['P1b', 'zero', '0'],
  ['P1c', 'NaN', 'NaN'],
  ['P1d', 'half as much again', '52.80'],
  ['P1e', 'negative', '-35.2'],
];

type Rates = { rates: { from: string; to: string; rate: unknown }[] };

/** A rate that looks wrong is refused, and the old one prices on. */
const isNotPricedWith =
  (rate: unknown) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const demo = world.as('demo');
    const before = grossOf(await demo.get(search));
    assert.ok(before.length > 0);
    world.ratesDoor.bend((_call, body) => {
      for (const row of (body as Rates).rates) if (row.to === 'THB') row.rate = rate;
    });
    await world.api.gateway.parts.copies.rates.refresh();
    assert.deepEqual(grossOf(await demo.get(search)), before);
    return { seen: 'the old rate prices on', figure: `0 wrong prices of ${before.length}` };
  };

const growsOld = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const demo = world.as('demo');
  const before = grossOf(await demo.get(search));
  world.ratesDoor.answer(() => (response) => response.writeHead(500).end());
  world.api.sandbox.clock.advance(16 * 60_000);
  assert.deepEqual(grossOf(await demo.get(search)), before);
  world.api.sandbox.clock.advance(45 * 60_000);
  const refused = await demo.get(search);
  assert.equal(codeOf(refused), 'pricing_stale', wordsOf(refused));
  return { seen: `16 min: priced; 61 min: ${wordsOf(refused)}` };
};

const secret = 'a secret of the notifications';
const path = '/v1/notifications/onetwogo?client_id=demo';

const stateOf = async (world: FaultWorld, id: string): Promise<string> =>
  (JSON.parse((await world.as('demo').get(`/bookings/${id}`)).text) as { status: string }).status;

/** Whatever is posted, 12go alone is believed. */
const changesNothing = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({ environment: { NOTIFICATION_SECRET: secret } });
  const { id, integration_booking_id: bid } = await confirm(world.as('demo'));
  const before = await stateOf(world, id);
  const signed = (body: string) => ({
    'content-type': 'application/json',
    'x-12go-signature': createHmac('sha256', secret).update(body).digest('hex'),
  });
  const send = async (body: string, headers: Record<string, string> = signed(body)): Promise<number> =>
    (await world.api.send('POST', path, { body, headers })).status;
  const told = JSON.stringify({ bid, type: 'booking_canceled', new_data: { status: 'cancelled' } });
  const statuses: Record<number, number> = {};
  const stamps = Array.from({ length: 300 }, (_, index) => ({ index, order: ground.random() }));
  for (const { index } of stamps.toSorted((one, other) => one.order - other.order)) {
    const status = await send(JSON.stringify({ bid, type: 'booking_updated', stamp: index }));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  assert.deepEqual(statuses, { 200: 300 });
  assert.deepEqual([await send(told), await send(told)], [200, 200]);
  const forged = [
    {},
    { 'x-12go-signature': '0'.repeat(64) },
    { 'x-12go-signature': signed('{}')['x-12go-signature'] },
  ];
  for (const headers of forged) assert.equal(await send(told, headers), 401);
  assert.equal(await send(`{"bid":1,"x":"${'y'.repeat(1_048_576)}"}`), 413);
  assert.equal(await send('{"bid":'), 200);
  assert.equal(await stateOf(world, id), before);
  return {
    seen: `300 shuffled and 2 lies taken, 3 forged 401, 1 MB 413, half a text set aside`,
    figure: `0 wrong states; it stays ${before}`,
  };
};

/** Without credentials: nothing is kept for strangers, known and unknown clients look alike. */
const leavesNoTrace = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const { journal } = world.api.gateway.parts.deps.writes;
  const calls = world.api.upstreamCalls();
  const count = 500;
  for (let bid = 900_000_000; bid < 900_000_000 + count; bid += 1)
    assert.equal((await world.api.send('POST', path, { body: { bid } })).status, 200);
  assert.deepEqual(await journal.read({ clientId: 'demo', id: '900000001' }), []);
  // What bookings that are known were notified of before may be read meanwhile.
  assert.ok(world.api.upstreamCalls() - calls < 10);
  const [known, unknown] = await Promise.all(
    ['demo', 'nobody'].map((clientId) =>
      world.api.send('POST', `/v1/notifications/onetwogo?client_id=${clientId}`, { body: { bid: 1 } }),
    ),
  );
  assert.deepEqual([unknown?.status, unknown?.text], [known?.status, known?.text]);
  return { seen: `${count} × 200 and nothing kept`, figure: '0 calls upstream' };
};

export const neighbours = casesOf({ group: 'neighbours', speed: 'quick' }, [
  ...badCredit.map(([id, name, say]) => ({
    id,
    title: `the credit line ${name}`,
    expected: 'nothing is sent, and the key works later',
    speed: id === 'K1f' ? ('slow' as const) : ('quick' as const),
    run: failsClosed(say),
  })),
  {
    id: 'K2',
    title: '100 creates at once on a balance for ten',
    expected: 'exactly ten',
    speed: 'slow',
    run: spendsOnce,
  },
  ...badRates.map(([id, name, rate]) => ({
    id,
    title: `an exchange rate is ${name}`,
    expected: 'refused; the old one prices on',
    run: isNotPricedWith(rate),
  })),
  {
    id: 'P1f',
    title: 'exchange rates are 16 and 61 minutes old',
    expected: 'priced, then 503 pricing_stale',
    run: growsOld,
  },
  {
    id: 'W1',
    title: 'notifications are shuffled, doubled, forged, huge and broken',
    expected: '200, 401, 413, 400, and the state is what 12go says',
    run: changesNothing,
  },
  {
    id: 'F2',
    title: 'a flood of notifications without credentials',
    expected: '200, nothing kept, F19: no client told apart',
    run: leavesNoTrace,
  },
]);
