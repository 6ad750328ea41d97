/** The credit line around bookings: never spent twice, and nothing is sent while it cannot be read. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSharedRedis, type SharedRedis } from '../../../write-guard/test/support/redis.ts';
import { type Answer, type Api, type Caller, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, createBody, nameOf, open, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';

const price = 858;
const balanceFor = (bookings: number) => ({ balance: `${price * bookings}.00`, currency: 'THB' });
const keyed = (key: string) => ({ 'idempotency-key': key });

/** As a partner does: whatever is not final is asked again under the same key. */
const createUntilFinal = async (caller: Caller, body: object, key: string): Promise<Answer> => {
  for (;;) {
    const answer = await caller.post('/bookings', body, keyed(key));
    if (answer.status !== 503 && answer.status !== 202) return answer;
    await sleep(100);
  }
};

const bookMany = async (callers: readonly Caller[], times: number): Promise<Answer[]> => {
  const bodies: { caller: Caller; body: object }[] = [];
  for (let index = 0; index < times; index += 1) {
    const caller = callers[index % callers.length];
    if (caller === undefined) throw new Error('no caller');
    const day = new Date(Date.now() + (40 + (index % 10)) * 86_400_000).toISOString().slice(0, 10);
    const { booking_token } = await open(caller, `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`);
    bodies.push({ caller, body: { booking_token, booking_data: bangkokData() } });
  }
  return Promise.all(
    bodies.map(({ caller, body }, index) => createUntilFinal(caller, body, `credit-${index}`)),
  );
};

/** Longer than a burst of bookings takes: the balance of the tests does not go down by itself. */
const timing = { creditHolds: { lingerMs: 600_000 } };

describe('many creates at once on a balance for ten', () => {
  it('reserve exactly ten of thirty, in memory', async () => {
    const api = await startApi({ timing, now: Date.now() });
    try {
      api.creditLine.set('demo', balanceFor(10));
      const answers = await bookMany([api.as('demo')], 30);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
      expect(answers.filter(({ status }) => status === 402)).toHaveLength(20);
      expect(api.executed('reserve')).toBe(10);
    } finally {
      await api.close();
    }
  }, 90_000);

  it('reserve exactly ten of forty, through two gateways over one Redis', async () => {
    const redis: SharedRedis = await openSharedRedis();
    const environment = { STORE: 'redis', REDIS_URL: redis.url, REDIS_KEY_PREFIX: redis.keyPrefix };
    const one = await startApi({ timing, now: Date.now(), environment });
    const two = await startApi({
      timing,
      now: Date.now(),
      environment: {
        ...environment,
        SEALING_KEYS: one.config.SEALING_KEYS,
        BOOKING_ID_SECRET: one.config.BOOKING_ID_SECRET,
        TWELVEGO_BASE_URL: one.sandboxUrl,
        CREDIT_LINE_URL: one.creditLine.url,
      },
    });
    try {
      // Tokens of a store's first seconds are not covered by its memory, and would be refused until it has settled.
      await sleep(3_100);
      one.creditLine.set('demo', balanceFor(10));
      const answers = await bookMany([one.as('demo'), two.as('demo')], 40);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
      expect(answers.filter(({ status }) => status === 402)).toHaveLength(30);
      expect(one.executed('reserve')).toBe(10);
    } finally {
      await two.close();
      await one.close();
      await redis.close();
    }
  }, 90_000);
});

describe('the credit line', () => {
  let api: Api;
  let service: Recorder;
  let demo: Caller;

  const say = (status: number, text: string) =>
    service.answer(() => (response: ServerResponse) => void response.writeHead(status).end(text));
  const sayBalance = (balance: unknown, currency: unknown = 'THB') =>
    say(200, JSON.stringify({ balance, currency }));

  beforeAll(async () => {
    service = await startRecorder();
    api = await startApi({ environment: { CREDIT_LINE_URL: service.url } });
    demo = api.as('demo');
  });
  afterEach(() => sayBalance('1000000.00'));
  afterAll(async () => {
    await api.close();
    await service.close();
  });

  it.each<[string, () => void]>([
    ['fails', () => say(500, '{}')],
    ['does not know the client', () => say(404, '{}')],
    ['redirects', () => say(302, '')],
    ['answers nothing', () => say(200, '')],
    ['answers garbage', () => say(200, '<html>balance: 100</html>')],
    ['answers a number that is not text', () => sayBalance(100)],
    ['answers no number', () => sayBalance('NaN')],
    ['answers an exponent', () => sayBalance('1e9')],
    ['answers a huge balance', () => sayBalance('99999999999999999999.00')],
    ['answers a balance beyond what is counted exactly', () => sayBalance('999999999999999.00')],
    ['answers no currency', () => sayBalance('100.00', '')],
    ['answers a currency without a rate', () => sayBalance('100.00', 'XTS')],
    [
      'breaks the connection',
      () => service.answer(() => (response: ServerResponse) => void response.destroy()),
    ],
  ])('that %s stops a booking before it is sent, and its key works later', async (how, break_) => {
    const body = await createBody(demo);
    const key = keyed(`later-${how.replaceAll(' ', '-')}`);
    const sent = api.sandbox.calls('reserve');
    break_();
    expectProblem(await demo.post('/bookings', body, key), 'credit_unavailable', 'not_executed');
    expect(api.sandbox.calls('reserve')).toBe(sent);
    sayBalance('1000000.00');
    expect((await demo.post('/bookings', body, key)).status).toBe(200);
    expect(api.sandbox.calls('reserve')).toBe(sent + 1);
  });

  it('that does not answer stops a booking after two seconds', async () => {
    const body = await createBody(demo);
    service.answer(() => () => {});
    expectProblem(await demo.post('/bookings', body), 'credit_unavailable', 'not_executed');
  });

  it.each(['0.00', '857.99', '-5.00', '-1000000.00'])(
    'with %s refuses a booking of 858.00',
    async (balance) => {
      const body = await createBody(demo);
      const sent = api.sandbox.calls('reserve');
      sayBalance(balance);
      expectProblem(await demo.post('/bookings', body), 'credit_line_insufficient', 'not_executed');
      expect(api.sandbox.calls('reserve')).toBe(sent);
    },
  );

  it('that is topped up lets the same key through', async () => {
    const body = await createBody(demo);
    sayBalance('0.00');
    expectProblem(
      await demo.post('/bookings', body, keyed('top-up')),
      'credit_line_insufficient',
      'not_executed',
    );
    sayBalance('1000000.00');
    const answer = await demo.post('/bookings', body, keyed('top-up'));
    expect(answer.read(bookingSchema).status).toBe('reserved');
    expect(answer.headers['idempotent-replayed']).toBeUndefined();
  });

  it('is asked again at confirm, with the same refusals', async () => {
    const { id } = await reserve(demo);
    sayBalance('0.00');
    expectProblem(await demo.post(`/bookings/${id}/confirm`), 'credit_line_insufficient', 'not_executed');
    say(500, '');
    expectProblem(await demo.post(`/bookings/${id}/confirm`), 'credit_unavailable', 'not_executed');
    sayBalance('1000000.00');
    expect((await demo.post(`/bookings/${id}/confirm`)).status).toBe(200);
  });
});

describe('a credit hold', () => {
  let api: Api;
  let upstream: Recorder;
  let demo: Caller;

  beforeAll(async () => {
    upstream = await startRecorder();
    api = await startApi({
      environment: { TWELVEGO_BASE_URL: upstream.url },
      timing: { writeGuard: { syncWaitMs: 1_000 } },
    });
    upstream.forwardTo(api.sandboxUrl);
    demo = api.as('demo');
  });
  afterEach(() => {
    upstream.answer(undefined);
    api.creditLine.set('demo', balanceFor(1_000));
  });
  afterAll(async () => {
    await api.close();
    await upstream.close();
  });

  /** A line of its own for each test: earlier holds of another currency do not count. */
  const onlyOne = (): void => {
    api.sandbox.clock.advance(60_000);
    api.creditLine.set('demo', balanceFor(1));
  };

  it('ends when 12go refuses', async () => {
    const refused = await createBody(demo, nameOf('gone_at_reserve'));
    const next = await createBody(demo);
    onlyOne();
    expectProblem(await demo.post('/bookings', refused), 'trip_unavailable', 'not_executed');
    expect((await demo.post('/bookings', next)).status).toBe(200);
  });

  it('stays while the outcome is unknown, and ends when it is known', async () => {
    const lost = await createBody(demo, nameOf('server_error'));
    const next = await createBody(demo);
    onlyOne();
    expect((await demo.post('/bookings', lost, keyed('lost'))).status).toBe(202);
    expectProblem(await demo.post('/bookings', next), 'credit_line_insufficient', 'not_executed');
    api.sandbox.clock.advance(130_000);
    await expect
      .poll(async () => (await demo.post('/bookings', next)).status, { timeout: 10_000, interval: 200 })
      .toBe(200);
  });

  it('ends when the form could not be read after all', async () => {
    const body = await createBody(demo);
    const next = await createBody(demo);
    onlyOne();
    upstream.answer((_method, url) =>
      url.startsWith('/checkout/') ? (response) => void response.writeHead(500).end() : undefined,
    );
    expect((await demo.post('/bookings', body)).status).toBeGreaterThanOrEqual(500);
    upstream.answer(undefined);
    expect((await demo.post('/bookings', next)).status).toBe(200);
  });

  it('of an attempt that lost its claim ends, and leaves that of its successor alone', async () => {
    const body = await createBody(demo);
    const next = await createBody(demo);
    const { booking_token: other } = await open(demo, bangkokTrip());
    onlyOne();
    const { creditHolds } = api.gateway.parts.deps.writes;
    const hold = { clientId: 'demo', currency: 'THB', amountMinor: 1n, balanceMinor: 0n };
    let letGo = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isFirst = true;
    const checkout = await startRecorder();
    checkout.forwardTo(api.sandboxUrl);
    upstream.answer((method, url) => {
      if (!url.startsWith('/checkout/') || !isFirst) return undefined;
      isFirst = false;
      return (response) =>
        void waiting.then(async () => {
          const form = await fetch(`${checkout.url}${url}`, { method });
          response.writeHead(form.status, { 'content-type': 'application/json' }).end(await form.text());
        });
    });
    const slow = demo.post('/bookings', body, keyed('slow'));
    await expect.poll(() => isFirst).toBe(false);
    api.sandbox.clock.advance(31_000);
    const successor = await demo.post('/bookings', body, keyed('successor'));
    expect(successor.status).toBe(200);
    api.creditLine.set('demo', balanceFor(2));
    letGo();
    expectProblem(await slow, 'idempotency_unavailable', 'unknown');
    expect(await creditHolds.hold({ ...hold, holdId: 'probe' })).toEqual({
      kind: 'insufficient',
      heldByOthersMinor: BigInt(price) * 100n,
    });
    api.sandbox.clock.advance(6_000);
    expect((await demo.post('/bookings', { ...next, booking_token: other })).status).toBe(200);
    await checkout.close();
  });

  it('of an attempt whose process died before it sent anything ends with its lease', async () => {
    const { booking_token } = await open(demo, bangkokTrip());
    const next = await createBody(demo);
    onlyOne();
    const { deps, stores, outcomes } = api.gateway.parts;
    const subject = { clientId: 'demo', operation: 'reserve', subject: 'cart-of-the-dead' } as const;
    const { memoryId, issuedAtMs } = await deps.writes.guard.stampToken('demo');
    await stores.guard.writes.begin(subject, {
      attemptId: 'dead',
      recordKey: 'dead',
      keyed: false,
      fingerprint: booking_token,
      requestId: 'dead',
      context: '',
      token: { memoryId, issuedAtMs },
    });
    const hold = { clientId: 'demo', currency: 'THB', holdId: 'cart:cart-of-the-dead', attemptId: 'dead' };
    const amountMinor = BigInt(price) * 100n;
    await deps.writes.creditHolds.hold({ ...hold, amountMinor, balanceMinor: amountMinor });
    expectProblem(await demo.post('/bookings', next), 'credit_line_insufficient', 'not_executed');
    api.sandbox.clock.advance(31_000);
    await outcomes.resolver.tick();
    await expect.poll(async () => (await demo.post('/bookings', next)).status).toBe(200);
  });

  it('of a confirm that lost its claim ends', async () => {
    const { id } = await reserve(demo);
    const next = await createBody(demo);
    onlyOne();
    // The process was paused while it read the booking: its lease is over before it may send.
    upstream.answer((_method, url) => {
      if (url.startsWith('/booking/')) api.sandbox.clock.advance(31_000);
      return undefined;
    });
    expectProblem(await demo.post(`/bookings/${id}/confirm`), 'idempotency_unavailable', 'unknown');
    upstream.answer(undefined);
    expect(api.executed('confirm')).toBe(0);
    expect((await demo.post('/bookings', next)).status).toBe(200);
  });
});
