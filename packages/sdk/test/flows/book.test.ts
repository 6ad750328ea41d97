/** A booking ends in a branch for each thing that the caller does next, and is never made twice or dearer than agreed. */
import { type BookingOrder, type BookOptions, book } from '@partner-gateway/sdk/flows';
import { describe, expect, test } from 'vitest';
import { clientOf } from '../support/client.ts';
import { type ScriptedServer, type Step, scriptedServer } from '../support/scripted-server.ts';
import { accepted, example, json, problem, reset } from '../support/steps.ts';

const usd = (amount: string) => ({ currency: 'USD', amount });
const reserved = example('booking-reserved') as { id: string };
const approved = example('booking-approved') as object;
const { id } = reserved;

/** The steps of each call, in turn, the last one for good. Everything goes well at 41.70 USD unless told otherwise. */
type Script = Readonly<
  Partial<Record<'quote' | 'seats' | 'create' | 'confirm' | 'poll' | 'read', readonly Step[]>>
>;

const quoteOf = (amount: string, problems: readonly object[] = []): Step =>
  json(200, { ...(example('quote') as object), total_price: usd(amount), problems });
const reservedAt = (amount: string): Step => json(200, { ...reserved, total_price: usd(amount) });
const movedTo = (amount: string): Step =>
  problem('price_changed', {
    outcome: 'executed',
    price_changed: { quoted: usd('41.70'), current: usd(amount), booking_id: id },
  });

const usual: Required<Script> = {
  quote: [quoteOf('41.70')],
  seats: [json(200, example('locked-seats'))],
  create: [reservedAt('41.70')],
  confirm: [json(200, approved)],
  poll: [reservedAt('41.70')],
  read: [json(200, approved)],
};
const paths = [
  ['quote', /\/quote$/],
  ['seats', /\/seats$/],
  ['confirm', /\/confirm$/],
  ['poll', /\/incomplete_results\//],
  ['create', /^POST .*\/bookings$/],
  ['read', /^GET .*\/bookings\//],
] as const;

const scripted = async (script: Script): Promise<ScriptedServer & { calls: () => readonly string[] }> => {
  const counts = new Map<string, number>();
  const nameOf = (asked: string) => paths.find(([, path]) => path.test(asked))?.[0] ?? 'read';
  const server = await scriptedServer((response, received) => {
    const name = nameOf(`${received.method} ${received.url}`);
    const steps = script[name] ?? usual[name];
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    steps[Math.min(nth, steps.length - 1)]?.(response, received);
  });
  return { ...server, calls: () => server.received.map(({ method, url }) => nameOf(`${method} ${url}`)) };
};

const order: BookingOrder = {
  itinerary: { booking_token: 'k1.token' },
  booking_data: { passengers: [{ first_name: 'Lan' }] },
};

const run = async (script: Script, terms: Partial<BookingOrder> = {}, options: BookOptions = {}) => {
  const server = await scripted(script);
  const gateway = clientOf(server, { retries: 0 });
  const outcome = await book(gateway, { ...order, ...terms }, options);
  const sent = (name: string) =>
    server.received
      .filter((_, index) => server.calls()[index] === name)
      .map(({ headers, body }) => ({
        key: headers['idempotency-key'],
        total: body === '' ? undefined : JSON.parse(body).total_price,
        body,
      }));
  return { outcome, server, sent };
};

const totals = (sent: readonly { readonly total: unknown }[]) => sent.map(({ total }) => total);

describe('a booking', () => {
  test('is quoted, reserved at the exact total of the quote, and confirmed', async () => {
    const { outcome, server, sent } = await run({}, {}, { idempotencyKey: 'order-77' });
    expect(outcome).toEqual({ state: 'confirmed', booking: approved });
    expect(server.calls()).toEqual(['quote', 'create', 'confirm']);
    expect(sent('create')[0]).toMatchObject({ key: 'order-77', total: usd('41.70') });
    expect(sent('confirm')[0]).toMatchObject({ key: 'order-77.confirm' });
  });

  test('stops at the reservation when it is not to be confirmed', async () => {
    const { outcome, server } = await run({}, {}, { confirm: false });
    expect(outcome).toMatchObject({ state: 'reserved', booking: { id, status: 'reserved' } });
    expect(server.calls()).toEqual(['quote', 'create']);
  });

  test('holds the seats it is given, and books those', async () => {
    const { server, sent } = await run({}, { seats: ['A1'] });
    expect(server.calls()).toEqual(['quote', 'seats', 'create', 'confirm']);
    for (const name of ['quote', 'seats', 'create']) {
      expect(JSON.parse(sent(name)[0]?.body ?? '').booking_data.seat_selection).toEqual(['A1']);
    }
  });

  test('waits for what the supplier has not answered yet', async () => {
    const notYet = accepted({ location: '/incomplete_results/k1.x', 'retry-after': '0' });
    const { outcome, server } = await run({ create: [notYet], poll: [notYet, reservedAt('41.70')] });
    expect(outcome.state).toBe('confirmed');
    expect(server.calls()).toEqual(['quote', 'create', 'poll', 'poll', 'confirm']);
  });

  test('that ran before under its key goes on from the reservation it made', async () => {
    const done = quoteOf('41.70', [{ code: 'already_reserved', message: 'was used', booking_id: id }]);
    const again = await run({ quote: [done] }, { seats: ['A1'] }, { idempotencyKey: 'order-77' });
    expect(again.outcome.state).toBe('confirmed');
    expect(again.server.calls()).toEqual(['quote', 'create', 'confirm']);
    const stranger = await run({ quote: [done] });
    expect(stranger.outcome).toMatchObject({ state: 'rejected', code: 'already_reserved', bookingId: id });
    expect(stranger.server.calls()).toEqual(['quote']);
  });

  test('that ran before is found by its key and total when its token has ended', async () => {
    const terms = { expected_total: usd('41.70') };
    const script = { quote: [problem('booking_token_expired')] };
    expect((await run(script, terms, { idempotencyKey: 'order-77' })).outcome.state).toBe('confirmed');
    expect((await run(script, terms)).outcome).toMatchObject({ state: 'rejected', step: 'quote' });
  });

  test('that somebody has confirmed is confirmed', async () => {
    const confirm = [problem('already_confirmed', { outcome: 'executed', booking_id: id })];
    expect((await run({ confirm })).outcome).toEqual({ state: 'confirmed', booking: approved });
  });
});

describe('a price that moved', () => {
  test('before the quote is a branch, and nothing is reserved until it is accepted', async () => {
    const { outcome, server, sent } = await run(
      { create: [reservedAt('41.70')] },
      { expected_total: usd('40.00') },
    );
    expect(outcome).toMatchObject({ state: 'price_changed', old: usd('40.00'), new: usd('41.70') });
    expect(server.calls()).toEqual(['quote']);
    if (outcome.state !== 'price_changed') return;
    expect((await outcome.accept()).state).toBe('confirmed');
    expect(totals(sent('create'))).toEqual([usd('41.70')]);
  });

  test('within the tolerance goes on at the new exact total', async () => {
    const terms = { expected_total: usd('40.00'), tolerance: usd('1.70') };
    const { outcome, sent } = await run({}, terms);
    expect(outcome.state).toBe('confirmed');
    expect(totals(sent('create'))).toEqual([usd('41.70')]);
  });

  test('by a cent more than the tolerance is a branch', async () => {
    const terms = { expected_total: usd('40.00'), tolerance: usd('1.69') };
    expect((await run({}, terms)).outcome.state).toBe('price_changed');
  });

  test('between quote and create is a branch, under the same key when it is accepted', async () => {
    const mismatch = problem('cost_mismatch', { outcome: 'not_executed', expected_total: usd('42.00') });
    const { outcome, sent } = await run({ create: [mismatch, reservedAt('42.00')] });
    expect(outcome).toMatchObject({
      state: 'price_changed',
      old: usd('41.70'),
      new: usd('42.00'),
      bookingId: undefined,
    });
    if (outcome.state !== 'price_changed') return;
    expect((await outcome.accept()).state).toBe('confirmed');
    expect(totals(sent('create'))).toEqual([usd('41.70'), usd('42.00')]);
    expect(new Set(sent('create').map(({ key }) => key)).size).toBe(1);
  });

  test.for([
    ['as the gateway says', movedTo('44.10')],
    ['as the reservation says', reservedAt('44.10')],
  ] as const)('while it is reserved, %s, is a branch that confirms that reservation', async ([, step]) => {
    const { outcome, server } = await run({ create: [step] });
    expect(outcome).toMatchObject({
      state: 'price_changed',
      old: usd('41.70'),
      new: usd('44.10'),
      bookingId: id,
    });
    expect(server.calls()).toEqual(['quote', 'create']);
    if (outcome.state !== 'price_changed') return;
    expect((await outcome.accept()).state).toBe('confirmed');
    expect(server.calls()).toEqual(['quote', 'create', 'confirm']);
  });

  test('while it is reserved, within the tolerance, goes on', async () => {
    const { outcome } = await run({ create: [movedTo('44.10')] }, { tolerance: usd('2.40') });
    expect(outcome.state).toBe('confirmed');
  });

  test('adds up to no more than the tolerance over several moves', async () => {
    const terms = { expected_total: usd('41.00'), tolerance: usd('1.00') };
    const { outcome } = await run({ create: [reservedAt('42.40')] }, terms);
    expect(outcome).toMatchObject({ state: 'price_changed', old: usd('41.00'), new: usd('42.40') });
  });

  test('into another currency is a branch, whatever the tolerance', async () => {
    const terms = {
      expected_total: { currency: 'EUR', amount: '41.70' },
      tolerance: { currency: 'EUR', amount: '99.00' },
    };
    expect((await run({}, terms)).outcome.state).toBe('price_changed');
  });

  test('with a tolerance in another currency is a mistake, found before anything is reserved', async () => {
    const server = await scripted({});
    const terms = { ...order, tolerance: { currency: 'EUR', amount: '1.00' } };
    await expect(book(clientOf(server), terms)).rejects.toThrow(TypeError);
    expect(server.calls()).toEqual(['quote']);
  });
});

describe('a refusal', () => {
  test('of the quote names every problem, and nothing was reserved', async () => {
    const problems = [
      { code: 'missing_parameter', field: 'booking_data.email', message: 'is required' },
      { code: 'credit_line_insufficient', message: 'is too low' },
    ];
    const { outcome, server } = await run({ quote: [quoteOf('41.70', problems)] });
    expect(outcome).toMatchObject({ state: 'rejected', step: 'quote', code: 'missing_parameter', problems });
    expect(server.calls()).toEqual(['quote']);
  });

  test.for([
    ['quote', { quote: [problem('trip_unavailable')] }, 'trip_unavailable'],
    ['quote', { quote: [reset] }, 'connection_failed'],
    ['seats', { seats: [problem('seat_locked')] }, 'seat_locked'],
    ['create', { create: [problem('trip_unavailable', { outcome: 'not_executed' })] }, 'trip_unavailable'],
  ] as const)('at %s is a branch with its code', async ([step, script, code]) => {
    const { outcome } = await run(script, { seats: ['A1'] });
    expect(outcome).toMatchObject({ state: 'rejected', step, code, error: { code }, bookingId: undefined });
  });

  test('of the confirm names the reservation', async () => {
    const { outcome } = await run({ confirm: [problem('confirm_failed', { outcome: 'not_executed' })] });
    expect(outcome).toMatchObject({
      state: 'rejected',
      step: 'confirm',
      code: 'confirm_failed',
      bookingId: id,
    });
  });

  test('is also a confirm that ends in a booking the supplier declined', async () => {
    const { outcome } = await run({ confirm: [json(200, { ...approved, status: 'declined' })] });
    expect(outcome).toMatchObject({ state: 'rejected', step: 'confirm', code: 'confirm_failed' });
  });
});

describe('an outcome that is not known', () => {
  test('of the create is reconciled by the same create under the same key', async () => {
    const { outcome, server, sent } = await run({ create: [reset, reservedAt('41.70')] });
    expect(outcome).toMatchObject({ state: 'unknown', step: 'create', error: { kind: 'connection' } });
    if (outcome.state !== 'unknown') return;
    expect((await outcome.reconcile()).state).toBe('confirmed');
    expect(server.calls()).toEqual(['quote', 'create', 'create', 'confirm']);
    const [first, second] = sent('create');
    expect(second).toEqual(first);
    expect(first?.key).toBe(outcome.idempotencyKey);
  });

  test('of the confirm is reconciled by the same confirm under the same key', async () => {
    const { outcome, sent } = await run({ confirm: [reset, json(200, approved)] });
    expect(outcome).toMatchObject({ state: 'unknown', step: 'confirm' });
    if (outcome.state !== 'unknown') return;
    expect((await outcome.reconcile()).state).toBe('confirmed');
    expect(sent('confirm').map(({ key }) => key)).toEqual([outcome.idempotencyKey, outcome.idempotencyKey]);
  });

  test('within the deadline is pending, as JSON and with a way to go on', async () => {
    const notYet = accepted({ location: '/incomplete_results/k1.x', 'retry-after': '30' });
    const { outcome, server } = await run(
      { create: [notYet, reservedAt('41.70')] },
      {},
      { deadlineMs: 5_000 },
    );
    expect(outcome).toMatchObject({
      state: 'pending',
      step: 'create',
      pending: { incompleteResultId: 'k1.x' },
    });
    if (outcome.state !== 'pending') return;
    expect((await outcome.resume({ deadlineMs: 4_000 })).state).toBe('confirmed');
    expect(server.calls()).toEqual(['quote', 'create', 'create', 'confirm']);
  });
});
