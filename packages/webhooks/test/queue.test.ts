/** What the queue promises, on Redis and in memory alike: lanes in order, one holder at a time, nothing lost, the dead kept. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../write-guard/test/support/redis.ts';
import { useSharedStore } from '../../write-guard/test/support/shared-redis.ts';
import type {
  DeadLetterBounds,
  DeathReason,
  QueuedWebhook,
  TakenWebhook,
  WebhookQueue,
} from '../src/index.ts';
import { inMemory, onRedis, type Store, webhook } from './support/webhooks.ts';

const sharedRedis = useSharedStore();

const leaseMs = 60;
const takeOf = async (queue: WebhookQueue, clientId: string, limit = 10): Promise<readonly TakenWebhook[]> =>
  (await queue.takeDue(clientId, { limit, leaseMs: 60_000 })).taken;
const idsOf = (webhooks: readonly { readonly eventId: string }[]): string[] =>
  webhooks.map(({ eventId }) => eventId).toSorted();
const first = (taken: readonly TakenWebhook[]): TakenWebhook => {
  const [one] = taken;
  if (one === undefined) throw new Error('nothing was taken');
  return one;
};

type Opened = Store & {
  readonly client: string;
  fill(...webhooks: readonly QueuedWebhook[]): Promise<number>;
};

const opened = (store: Store): Opened => {
  const client = `acme-${randomUUID().slice(0, 8)}`;
  return { ...store, client, fill: (...webhooks) => store.queue.enqueue(client, webhooks, '99-0') };
};

const bury = async ({ queue, client }: Opened, reason: DeathReason = 'exhausted', outcome = '503') => {
  for (const taken of await takeOf(queue, client)) await queue.bury(client, taken, { reason, outcome });
};

// Some of them wait, each for a client of its own.
describe.concurrent.each<[string, (bounds?: Partial<DeadLetterBounds>) => Opened]>([
  ['in memory', (bounds) => opened(inMemory(bounds))],
  ['on Redis', (bounds) => opened(onRedis(sharedRedis(), bounds))],
])('the queue %s', (_name, open) => {
  it('gives the head of each lane, whole, and the next one once that is delivered', async () => {
    const { queue, client, fill } = open();
    const { position: _position, ...second } = webhook(2, 'BK-2');
    const { correlationId: _id, ...bare } = webhook(4, 'BK-4');
    expect(await fill(webhook(1, 'BK-1'), webhook(2, 'BK-2'), webhook(3, 'BK-1'), bare)).toBe(4);
    const taken = await takeOf(queue, client);
    expect(idsOf(taken)).toEqual(['evt_1', 'evt_2', 'evt_4']);
    expect(taken.find(({ lane }) => lane === 'BK-2')).toEqual({
      ...second,
      attempts: 0,
      lease: expect.any(String),
    });
    expect(taken.find(({ lane }) => lane === 'BK-4')).not.toHaveProperty('correlationId');
    expect(await takeOf(queue, client)).toEqual([]);
    for (const one of taken) expect(await queue.delivered(client, one)).toBe(true);
    expect(idsOf(await takeOf(queue, client))).toEqual(['evt_3']);
  });

  it('keeps clients apart', async () => {
    const { queue, client, fill } = open();
    await fill(webhook(1, 'BK-1'));
    expect(await takeOf(queue, `${client}-2`)).toEqual([]);
    expect(await queue.enqueue(`${client}-2`, [webhook(1, 'BK-1')], '1-0')).toBe(1);
  });

  it('takes in nothing twice: neither positions that it is past, nor event ids that wait or are dead', async () => {
    const store = open();
    const { queue, client } = store;
    expect(await queue.enqueue(client, [webhook(1, 'BK-1'), webhook(2, 'BK-1')], '10-0')).toBe(2);
    for (const taken of await takeOf(queue, client)) await queue.delivered(client, taken);
    expect(await queue.enqueue(client, [webhook(1, 'BK-1'), webhook(2, 'BK-1')], '10-0')).toBe(0);
    expect(await queue.enqueue(client, [webhook(9, 'BK-1')], '9-5')).toBe(0);
    expect(await queue.enqueue(client, [{ ...webhook(2, 'BK-1'), position: '11-0' }], '11-0')).toBe(0);
    await bury(store);
    expect(await queue.enqueue(client, [{ ...webhook(2, 'BK-1'), position: '12-0' }], '12-0')).toBe(0);
    expect(await queue.enqueue(client, [{ ...webhook(9, 'BK-1'), position: '12-1' }], '12-1')).toBe(1);
  });

  it('takes in what has no position beside the rest, each event id once while it waits or is dead', async () => {
    const store = open();
    const { queue, client, fill } = store;
    const { position: _position, ...unplaced } = webhook(1, 'BK-1');
    expect(await queue.enqueueUnplaced(client, unplaced)).toBe(true);
    expect(await queue.enqueueUnplaced(client, unplaced)).toBe(false);
    expect(await fill(webhook(2, 'BK-1'))).toBe(1);
    const taken = first(await takeOf(queue, client));
    expect(taken).toEqual({ ...unplaced, attempts: 0, lease: expect.any(String) });
    await queue.bury(client, taken, { reason: 'exhausted' });
    expect(await queue.enqueueUnplaced(client, unplaced)).toBe(false);
    const { correlationId: _id, ...bare } = { ...unplaced, eventId: 'evt_3', lane: 'BK-3' };
    expect(await queue.enqueueUnplaced(client, bare)).toBe(true);
    const rest = await takeOf(queue, client);
    expect(idsOf(rest)).toEqual(['evt_2', 'evt_3']);
    expect(rest.find(({ lane }) => lane === 'BK-3')).not.toHaveProperty('correlationId');
    const large = { ...bare, payload: 'é'.repeat(10_241) };
    await expect(queue.enqueueUnplaced(client, large)).rejects.toThrow(RangeError);
  });

  it('orders positions as the ids of streams, however long', async () => {
    const { queue, client } = open();
    const at = (number: number, position: string) => ({ ...webhook(number, 'BK-1'), position });
    expect(await queue.enqueue(client, [at(1, '9-99')], '9-99')).toBe(1);
    expect(await queue.enqueue(client, [at(2, '10-0')], '10-0')).toBe(1);
    expect(await queue.enqueue(client, [at(3, '10-10')], '10-10')).toBe(1);
    expect(await queue.enqueue(client, [at(4, '10-9')], '10-9')).toBe(0);
    const large = ['18446744073709551614', '18446744073709551615'];
    expect(await queue.enqueue(client, [at(5, `${large[0]}-1`)], `${large[0]}-1`)).toBe(1);
    expect(await queue.enqueue(client, [at(6, `${large[0]}-0`)], `${large[0]}-0`)).toBe(0);
    expect(await queue.enqueue(client, [at(7, `${large[1]}-0`)], `${large[1]}-0`)).toBe(1);
  });

  it('refuses what it cannot keep before anything has changed', async () => {
    const { queue, client } = open();
    const refused = (changed: Partial<QueuedWebhook>, upTo = '5-0') =>
      expect(
        queue.enqueue(client, [webhook(1, 'BK-1'), { ...webhook(2, 'BK-1'), ...changed }], upTo),
      ).rejects.toThrow(RangeError);
    await refused({ position: '6-0' });
    await refused({ position: 'first' });
    await refused({ payload: 'é'.repeat(10_241) });
    await refused({}, '5');
    expect(await queue.backlog(client)).toMatchObject({ waiting: 0 });
    expect(await queue.enqueue(client, [{ ...webhook(2, 'BK-1'), payload: 'é'.repeat(10_240) }], '5-0')).toBe(
      1,
    );
  });

  it('holds a lane back until its head is due again, and no other lane', async () => {
    const { queue, client, fill, passTime } = open();
    await fill(webhook(1, 'BK-1'), webhook(2, 'BK-1'), webhook(3, 'BK-2'), webhook(4, 'BK-2'));
    for (const taken of await takeOf(queue, client)) {
      if (taken.lane === 'BK-1') await queue.retryIn(client, taken, { delayMs: 60_000, outcome: '503' });
      else await queue.retryIn(client, taken, { delayMs: 20, outcome: '503' });
    }
    await passTime(20);
    for (const taken of await takeOf(queue, client)) {
      expect(taken).toMatchObject({ eventId: 'evt_3', attempts: 1 });
      await queue.delivered(client, taken);
    }
    expect(idsOf(await takeOf(queue, client))).toEqual(['evt_4']);
    const { taken, nextDueInMs = 0 } = await queue.takeDue(client, { limit: 10, leaseMs });
    expect(taken).toEqual([]);
    expect(nextDueInMs).toBeGreaterThan(40_000);
    expect(nextDueInMs).toBeLessThanOrEqual(60_000);
  });

  it('tells when the next one is due: now, after a lease, never', async () => {
    const { queue, client, fill } = open();
    const nextOf = async (limit: number) =>
      (await queue.takeDue(client, { limit, leaseMs: 60_000 })).nextDueInMs;
    expect(await nextOf(1)).toBeUndefined();
    await fill(webhook(1, 'BK-1'), webhook(2, 'BK-2'));
    expect(await nextOf(1)).toBe(0);
    expect(await nextOf(1)).toBeGreaterThan(50_000);
  });

  it('gives a head to another worker after its lease, and then listens to that one only', async () => {
    const { queue, client, fill, passTime } = open();
    await fill(webhook(1, 'BK-1'), webhook(2, 'BK-1'));
    const early = first((await queue.takeDue(client, { limit: 1, leaseMs })).taken);
    await passTime(leaseMs);
    const late = first(await takeOf(queue, client));
    expect([late.eventId, late.attempts]).toEqual(['evt_1', 0]);
    expect(await queue.bury(client, early, { reason: 'exhausted', outcome: '500' })).toBe(false);
    expect(await queue.retryIn(client, early, { delayMs: 0, outcome: '500' })).toBe(false);
    expect(await queue.delivered(client, early)).toBe(false);
    expect(await queue.bury(client, late, { reason: 'gone', outcome: '410' })).toBe(true);
    expect(await queue.bury(client, late, { reason: 'gone', outcome: '410' })).toBe(false);
    expect(await queue.deadLetters(client, { limit: 10 })).toMatchObject([
      { eventId: 'evt_1', reason: 'gone' },
    ]);
    expect(idsOf(await takeOf(queue, client))).toEqual(['evt_2']);
  });

  it('listens to a worker that is late while nobody else has taken its lane', async () => {
    const { queue, client, fill, passTime } = open();
    await fill(webhook(1, 'BK-1'));
    const taken = first((await queue.takeDue(client, { limit: 1, leaseMs })).taken);
    await passTime(leaseMs);
    expect(await queue.delivered(client, taken)).toBe(true);
    expect(await takeOf(queue, client)).toEqual([]);
  });

  it('lets a lane go on after its head is dead, and tells of the dead, the latest first, by pages', async () => {
    const store = open();
    const { queue, client } = store;
    await store.fill(webhook(1, 'BK-1'), webhook(2, 'BK-1'), webhook(3, 'BK-2'));
    const taken = (await takeOf(queue, client)).toSorted((one, other) => one.lane.localeCompare(other.lane));
    await queue.retryIn(client, first(taken), { delayMs: 0, outcome: 'timeout' });
    await queue.bury(client, first(await takeOf(queue, client)), { reason: 'exhausted', outcome: '503' });
    await queue.bury(client, first(taken.slice(1)), { reason: 'endpoint_missing' });
    await bury(store, 'gone', '410');
    const all = await queue.deadLetters(client, { limit: 10 });
    expect(all).toMatchObject([
      { eventId: 'evt_2', lane: 'BK-1', reason: 'gone', attempts: 1, outcome: '410' },
      { eventId: 'evt_3', lane: 'BK-2', reason: 'endpoint_missing', attempts: 0 },
      { eventId: 'evt_1', lane: 'BK-1', reason: 'exhausted', attempts: 2, outcome: '503' },
    ]);
    expect(all[1]).not.toHaveProperty('outcome');
    const [page] = [await queue.deadLetters(client, { limit: 1, before: all[0]?.number ?? 0 })];
    expect(page).toEqual([all[1]]);
    expect(await queue.backlog(client)).toEqual({ waiting: 0, oldestAgeMs: 0, dead: 3, forgotten: 0 });
  });

  it('puts the dead back at the ends of their lanes, in the order that they died, as if never tried', async () => {
    const store = open();
    const { queue, client } = store;
    await store.fill(webhook(1, 'BK-1'), webhook(2, 'BK-1'), webhook(3, 'BK-2'));
    await bury(store);
    await bury(store);
    expect(await queue.replay(client, ['evt_3', 'evt_7'])).toBe(1);
    expect(await takeOf(queue, client)).toMatchObject([
      { eventId: 'evt_3', attempts: 0, correlationId: 'c-3' },
    ]);
    await queue.enqueue(client, [{ ...webhook(4, 'BK-1'), position: '100-0' }], '100-0');
    expect(await queue.replay(client, 'all')).toBe(2);
    expect(await queue.replay(client, 'all')).toBe(0);
    const order: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const taken = first(await takeOf(queue, client));
      order.push(taken.eventId);
      await queue.delivered(client, taken);
    }
    expect(order).toEqual(['evt_4', 'evt_1', 'evt_2']);
    expect(await queue.backlog(client)).toMatchObject({ dead: 0 });
  });

  it('forgets the dead over a number, the oldest first, and counts them', async () => {
    const store = open({ deadMax: 2 });
    const { queue, client } = store;
    await store.fill(...[1, 2, 3].map((number) => webhook(number, 'BK-1')));
    for (let count = 0; count < 3; count += 1) await bury(store);
    expect(idsOf(await queue.deadLetters(client, { limit: 10 }))).toEqual(['evt_2', 'evt_3']);
    expect(await queue.backlog(client)).toMatchObject({ dead: 2, forgotten: 1 });
  });

  it('forgets the dead after a while, counts them, and takes their webhooks in again', async () => {
    const store = open({ deadLifeMs: 30 });
    const { queue, client } = store;
    await store.fill(webhook(1, 'BK-1'), webhook(2, 'BK-2'));
    await bury(store);
    await store.passTime(30);
    expect(await queue.deadLetters(client, { limit: 10 })).toEqual([]);
    expect(await queue.replay(client, 'all')).toBe(0);
    await queue.enqueue(client, [{ ...webhook(2, 'BK-1'), position: '101-0' }], '101-0');
    expect(await takeOf(queue, client)).toMatchObject([{ eventId: 'evt_2', attempts: 0 }]);
    expect(await queue.backlog(client)).toMatchObject({ dead: 0, waiting: 1, forgotten: 2 });
  });

  it('tells how many wait and for how long', async () => {
    const { queue, client, fill, passTime } = open();
    await fill(webhook(1, 'BK-1'), webhook(2, 'BK-1'));
    await passTime(40);
    const { waiting, oldestAgeMs } = await queue.backlog(client);
    expect(waiting).toBe(2);
    expect(oldestAgeMs).toBeGreaterThanOrEqual(40);
  });

  it('disables an endpoint that failed for long enough without a success, once', async () => {
    const { endpoints, client, passTime } = open();
    expect(await endpoints.read(client)).toEqual({});
    expect(await endpoints.noteFailure(client, 60)).toBe(false);
    await passTime(60);
    await endpoints.noteSuccess(client);
    expect(await endpoints.noteFailure(client, 60)).toBe(false);
    expect(await endpoints.read(client)).toEqual({ failingSinceMs: expect.any(Number) });
    await passTime(60);
    expect(await endpoints.noteFailure(client, 60)).toBe(true);
    expect(await endpoints.noteFailure(client, 60)).toBe(false);
    expect(await endpoints.read(client)).toMatchObject({ disabled: { reason: 'failing' } });
  });

  it('keeps the first reason of a disabled endpoint until it is enabled, which forgets its failures', async () => {
    const { endpoints, client, passTime } = open();
    await endpoints.noteFailure(client, 60_000);
    expect(await endpoints.disable(client, 'gone')).toBe(true);
    expect(await endpoints.disable(client, 'operator')).toBe(false);
    await endpoints.noteSuccess(client);
    expect(await endpoints.read(client)).toEqual({ disabled: { reason: 'gone', atMs: expect.any(Number) } });
    expect(await endpoints.enable(client)).toBe(true);
    expect(await endpoints.enable(client)).toBe(false);
    await passTime(1);
    expect(await endpoints.read(client)).toEqual({});
  });
});

/** What a worker may do with the head that it has; one that dies does nothing. */
const deeds = fc.constantFrom('deliver', 'retry', 'bury', 'die');

const perform = (deed: string, { queue, client }: Opened, taken: TakenWebhook): Promise<boolean> => {
  if (deed === 'retry') return queue.retryIn(client, taken, { delayMs: 0, outcome: '503' });
  if (deed === 'bury') return queue.bury(client, taken, { reason: 'exhausted', outcome: '500' });
  return deed === 'deliver' ? queue.delivered(client, taken) : Promise.resolve(false);
};

const laneOf = fc.constantFrom('BK-1', 'BK-2', 'BK-3');

type Step =
  | { readonly do: 'fill'; readonly webhooks: readonly { readonly at: number; readonly lane: string }[] }
  | { readonly do: 'work'; readonly deed: string }
  /** All of them for 0. */
  | { readonly do: 'replay'; readonly at: number };

describe('the queue', () => {
  it('delivers or buries every webhook once and each lane in its order, whatever befalls its workers', async () => {
    const lanes = fc.array(laneOf, { minLength: 1, maxLength: 12 });
    const plans = fc.array(deeds, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lanes, plans, async (laneOfEach, plan) => {
        const store = opened(inMemory());
        await store.fill(...laneOfEach.map((lane, index) => webhook(index + 1, lane)));
        const ended: string[] = [];
        const steps = [...plan];
        while ((await store.queue.backlog(store.client)).waiting > 0) {
          for (const taken of await takeOf(store.queue, store.client, 2)) {
            const deed = steps.shift() ?? 'deliver';
            await perform(deed, store, taken);
            if (deed === 'deliver' || deed === 'bury') ended.push(taken.eventId);
          }
          await store.passTime(60_000);
        }
        for (const lane of new Set(laneOfEach)) {
          const wanted = laneOfEach.flatMap((one, index) => (one === lane ? [`evt_${index + 1}`] : []));
          expect(ended.filter((eventId) => wanted.includes(eventId))).toEqual(wanted);
        }
        expect(ended.length).toBe(laneOfEach.length);
      }),
      { numRuns: 20 },
    );
  });

  it('does the same in memory and on Redis, whatever is asked of it', async () => {
    const fillings = fc.record({ at: fc.nat(30), lane: laneOf });
    const steps: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ do: fc.constant('fill' as const), webhooks: fc.array(fillings, { maxLength: 4 }) }),
      fc.record({ do: fc.constant('work' as const), deed: deeds }),
      fc.record({ do: fc.constant('replay' as const), at: fc.nat(30) }),
    );
    const lookAt = async ({ queue, client }: Opened) => ({
      dead: (await queue.deadLetters(client, { limit: 50 })).map(({ atMs, ...letter }) => letter),
      backlog: { ...(await queue.backlog(client)), oldestAgeMs: 0 },
    });
    const told = async (
      store: Opened,
      step: typeof steps extends fc.Arbitrary<infer Step> ? Step : never,
    ) => {
      const { queue, client } = store;
      if (step.do === 'replay') return queue.replay(client, step.at === 0 ? 'all' : [`evt_${step.at}`]);
      if (step.do === 'fill') {
        const webhooks = step.webhooks.map(({ at, lane }) => webhook(at, lane));
        const upTo = webhooks.reduce(
          (most, { position }) => Math.max(most, Number.parseInt(position, 10)),
          0,
        );
        return queue.enqueue(client, webhooks, `${upTo}-0`);
      }
      const taken = (await takeOf(queue, client)).toSorted((one, other) =>
        one.lane.localeCompare(other.lane),
      );
      const held: boolean[] = [];
      for (const one of taken) held.push(await perform(step.deed, store, one));
      return { held, taken: taken.map(({ lease, ...rest }) => rest) };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 20 }), async (script) => {
        const stores = [opened(inMemory({ deadMax: 3 })), opened(onRedis(sharedRedis(), { deadMax: 3 }))];
        for (const step of script) {
          const [one, other] = await Promise.all(
            stores.map(async (store) => ({ told: await told(store, step), seen: await lookAt(store) })),
          );
          expect(other).toEqual(one);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('what Redis holds of a queue', () => {
  it('has a life, every key of it, and a head that is gone holds up nothing', async () => {
    const store = opened(onRedis(sharedRedis()));
    const { queue, endpoints, client, fill } = store;
    await fill(webhook(1, 'BK-1'), webhook(2, 'BK-2'), webhook(3, 'BK-3'), webhook(4, 'BK-3'));
    await bury(store);
    await queue.replay(client, ['evt_1']);
    await endpoints.noteFailure(client, 0);
    const redis = sharedRedis();
    const prefix = redis.options.keyPrefix ?? '';
    const keys = (await keysOf(redis, `${prefix}webhooks:{${client}}*`)).map((key) =>
      key.slice(prefix.length),
    );
    expect(keys.length).toBeGreaterThan(6);
    for (const key of keys) expect([key, await redis.pttl(key)]).not.toEqual([key, -1]);

    await redis.del(`webhooks:{${client}}:item:evt_1`, `webhooks:{${client}}:lane:BK-3`);
    await takeOf(queue, client);
    expect((await queue.backlog(client)).forgotten).toBe(1);
    await queue.enqueue(client, [webhook(100, 'BK-9')], '100-0');
    expect(idsOf(await takeOf(queue, client))).toEqual(['evt_100']);
  });
});
