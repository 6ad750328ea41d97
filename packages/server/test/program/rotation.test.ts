/** Sealing keys rotated in three steps over two gateways that are not in step: no funnel fails, and an emergency is survived. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, expect, it } from 'vitest';
import { openSharedRedis } from '../../../write-guard/test/support/redis.ts';
import { type Api, type Caller, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, hanoiSapa, open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const [one, two] = [key('k1', 1), key('k2', 2)];
/** Each step is a rollout; the first entry writes. */
const steps = [one, `${one},${two}`, `${two},${one}`, two];
const bookingIdSecret = Buffer.alloc(32, 9).toString('base64');

/** What both gateways believe of a cart. */
const shared = await openSharedRedis();
afterAll(() => shared.close());
/** Each world's carts are its own. */
let worlds = 0;

const start = (ring: string, first?: Api) => {
  if (first === undefined) worlds += 1;
  return startApi({
    environment: {
      SEALING_KEYS: ring,
      BOOKING_ID_SECRET: bookingIdSecret,
      STORE: 'redis',
      REDIS_URL: shared.url,
      REDIS_KEY_PREFIX: `${shared.keyPrefix}${worlds}:`,
      ...(first !== undefined && { TWELVEGO_BASE_URL: first.sandboxUrl }),
    },
  });
};

/** Opened at one gateway, booked at the other, as a load balancer does it. */
const funnel = async (from: Caller, to: Caller): Promise<string> => {
  const { booking_token } = await open(from, bangkokTrip());
  const answer = await to.post('/bookings', { booking_token, booking_data: bangkokData() });
  return answer.read(bookingSchema).status;
};

it('no funnel fails while two gateways are one step of a rotation apart', async () => {
  const world = await start(one);
  try {
    for (const [index, ring] of steps.slice(0, 3).entries()) {
      const behind = await start(ring, world);
      const ahead = await start(steps[index + 1] ?? ring, world);
      // The last step comes when every token of the old key has ended.
      const pairs: readonly (readonly [Api, Api])[] =
        index === 2
          ? [
              [behind, ahead],
              [ahead, behind],
            ]
          : [
              [behind, ahead],
              [ahead, behind],
              [behind, behind],
            ];
      const funnels = pairs.flatMap(([from, to]) =>
        Array.from({ length: 8 }, () => funnel(from.as('demo'), to.as('demo'))),
      );
      expect(new Set(await Promise.all(funnels))).toEqual(new Set(['reserved']));
      await behind.close();
      await ahead.close();
    }
  } finally {
    await world.close();
  }
}, 60_000);

it('a key that is taken away at once ends its tokens with 422, and new ones work', async () => {
  const before = await start(one);
  const after = await start(two, before);
  try {
    const { booking_token } = await open(before.as('demo'), bangkokTrip());
    const demo = after.as('demo');
    const answer = await demo.post('/bookings', { booking_token, booking_data: bangkokData() });
    // It could have been booked with while its key was there.
    expectProblem(answer, 'invalid_booking_token', 'unknown');
    expect(after.executed('reserve')).toBe(0);
    expect(await funnel(demo, demo)).toBe('reserved');
  } finally {
    await after.close();
    await before.close();
  }
});

it('a booking token is at most 512 bytes', async () => {
  const api = await start(two);
  try {
    const { booking_token } = await open(api.as('demo'), hanoiSapa, 2);
    expect(Buffer.byteLength(booking_token)).toBeLessThanOrEqual(512);
  } finally {
    await api.close();
  }
});
