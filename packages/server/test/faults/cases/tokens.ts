/** T1–T3, F18 and API1: sealed texts that were changed, cut, mixed up, taken over or grown old open nothing. */
import assert from 'node:assert/strict';
import { refundOptionsSchema, searchResponseSchema } from '@partner-gateway/contract';
import { bangkokData, confirm, hanoiSapaData, ownKey } from '../../support/builders.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, wordsOf } from '../purchase.ts';

/** One text of each kind that is handed to partners, and how it is opened. */
type Sealed = { readonly kind: string; readonly text: string; readonly opens: (text: string) => boolean };

const isOpened = (open: () => unknown): boolean => {
  try {
    return open() !== undefined;
  } catch {
    return false;
  }
};

const sealedOf = async (world: FaultWorld): Promise<readonly Sealed[]> => {
  const { tokens } = world.api.gateway.parts.deps;
  const demo = world.as('demo');
  const context = { clientId: 'demo', nowSeconds: Math.floor(world.api.sandbox.clock.now() / 1000) };
  const { token } = await beginPurchase(world);
  const { id } = await confirm(demo);
  const preview = await demo.post(`/bookings/${id}/cancel`, { preview: true });
  const option = preview.read(refundOptionsSchema).refund_options[0]?.refund_option ?? '';
  const lost = await beginPurchase(world);
  world.api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
  const location = (await lost.create()).headers.location ?? '';
  const result = location.split('/').at(-1) ?? '';
  return [
    {
      kind: 'booking token',
      text: token,
      opens: (text) => isOpened(() => tokens.booking.open(text, context)),
    },
    {
      kind: 'refund option',
      text: option,
      opens: (text) => isOpened(() => tokens.refundOption.open(text, context)),
    },
    {
      kind: 'poll token',
      text: result,
      opens: (text) => isOpened(() => tokens.incompleteResult.open(text, context)),
    },
  ];
};

const flipped = function* (text: string): Generator<string> {
  const bytes = Buffer.from(text, 'latin1');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield copy.toString('latin1');
  }
};

const truncated = function* (text: string): Generator<string> {
  for (let length = 0; length < text.length; length += 1) {
    yield text.slice(0, length);
    yield text.slice(length + 1);
  }
};

const everyChange = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  let tried = 0;
  for (const { kind, text, opens } of await sealedOf(world)) {
    assert.ok(opens(text), `${kind}: the text itself does not open`);
    for (const change of [flipped, truncated])
      for (const changed of change(text)) {
        tried += 1;
        assert.ok(!opens(changed), `${kind}: ${changed}`);
      }
  }
  return { seen: 'all refused', figure: `0 accepted of ${tried}` };
};

/** Splices of two texts, of any kinds, at any place; repeats, swaps and insertions. */
const anyMixture = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const sealed = await sealedOf(world);
  const others = await sealedOf(world);
  const texts = [...sealed, ...others].map(({ text }) => text);
  const known = new Set(texts);
  const pick = (below: number): number => Math.floor(ground.random() * below);
  const runs = 100_000;
  let accepted = 0;
  for (let run = 0; run < runs; run += 1) {
    const [one = '', other = ''] = [texts[pick(texts.length)], texts[pick(texts.length)]];
    const between = pick(3) === 0 ? String.fromCharCode(33 + pick(90)) : '';
    const mixed = one.slice(0, pick(one.length + 1)) + between + other.slice(pick(other.length + 1));
    if (!known.has(mixed)) accepted += sealed.filter(({ opens }) => opens(mixed)).length;
  }
  assert.equal(accepted, 0);
  return { seen: 'all refused', figure: `0 accepted of ${runs}` };
};

const isRefusedAgain = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  const body = { booking_token: purchase.token, booking_data: bangkokData() };
  const calls = world.api.upstreamCalls();
  const byRival = await world.as('rival').post('/bookings', body, ownKey());
  assert.equal(codeOf(byRival), 'invalid_booking_token', wordsOf(byRival));
  assert.equal(world.api.upstreamCalls(), calls, '12go was asked');
  const booked = await purchase.create();
  assert.equal(booked.status, 200);
  const spent = await world.as('demo').post('/bookings', body, ownKey());
  assert.equal(spent.headers['x-outcome'], 'executed', wordsOf(spent));
  assert.equal(world.executions(purchase.cart), 1);
  const old = await beginPurchase(world);
  world.api.sandbox.clock.advance(21 * 60_000);
  const expired = await old.create();
  assert.equal(codeOf(expired), 'booking_token_expired', wordsOf(expired));
  return { seen: `another client ${wordsOf(byRival)}; spent ${wordsOf(spent)}; old ${wordsOf(expired)}` };
};

/** Every id of one client on every route, by others. */
const isNobodyElses = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const demo = world.as('demo');
  const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-08&pax=1';
  const itinerary = (await demo.get(search)).read(searchResponseSchema).itineraries[0]?.id ?? '';
  const { id } = await confirm(demo);
  const [option] = (await sealedOf(world)).filter(({ kind }) => kind === 'refund option');
  const result = (await sealedOf(world)).find(({ kind }) => kind === 'poll token')?.text ?? '';
  const { token } = await beginPurchase(world);
  const calls = world.api.upstreamCalls();
  let tried = 0;
  for (const stranger of ['rival', 'strict']) {
    const caller = world.as(stranger);
    const answers = [
      await caller.get(`/bookings/${id}`),
      await caller.get(`/bookings/${id}/ticket`),
      await caller.post(`/bookings/${id}/confirm`, undefined, ownKey()),
      await caller.send('PUT', `/v1/${stranger}/bookings/${id}/confirm`, { headers: ownKey() }),
      await caller.post(`/bookings/${id}/cancel`, { refund_option: option?.text }, ownKey()),
      await caller.get(`/itineraries/${itinerary}`),
      await caller.get(`/incomplete_results/${result}`),
      await caller.post('/bookings', { booking_token: token, booking_data: bangkokData() }, ownKey()),
      await caller.post('/bookings/quote', { booking_token: token, booking_data: bangkokData() }),
      await caller.post('/seats', {
        booking_token: token,
        booking_data: { seat_selection: hanoiSapaData.seat_selection },
      }),
      await caller.send('GET', `/v1/demo/bookings/${id}`),
    ];
    for (const answer of answers) {
      tried += 1;
      assert.ok([400, 401, 404, 422].includes(answer.status), wordsOf(answer));
      assert.ok(!answer.text.includes(id), answer.text);
    }
  }
  assert.equal(world.api.upstreamCalls(), calls, '12go was asked');
  return { seen: 'all refused', figure: `0 read and 0 calls upstream of ${tried}` };
};

export const tokens = casesOf({ group: 'tokens', speed: 'quick' }, [
  {
    id: 'T1',
    title: 'every bit of a sealed text is flipped, and every cut is made',
    expected: 'refused',
    speed: 'slow',
    run: everyChange,
  },
  {
    id: 'T2',
    title: '100,000 mixtures of sealed texts of any kind',
    expected: 'refused',
    speed: 'slow',
    run: anyMixture,
  },
  {
    id: 'T3',
    title: 'a booking token of another client, spent, or too old',
    expected: '422, the booking that there is, 404',
    run: isRefusedAgain,
  },
  {
    id: 'A1',
    title: 'every id of one client at every route, by others',
    expected: '400, 401, 404 or 422, and 12go is not asked',
    run: isNobodyElses,
  },
]);
