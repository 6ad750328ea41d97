/** Who answers a request. */
import { type Asked, chooseSide, type Rollout, untouched } from '@partner-gateway/rollout';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const sealed = `k1.${'A'.repeat(120)}`;
const old = '7b6f1a52-7f0e-4a7e-8a43-1f0a6a2f8f10';
const plain = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';

const all = (percent: number, mode: 'percent' | 'shadow' = 'percent'): Rollout => ({
  ...untouched,
  rules: (['stations', 'search', 'funnel', 'post_booking'] as const).map((endpoint) => ({
    endpoint,
    client: '*',
    mode,
    ...(mode === 'percent' && { percent }),
  })),
});

const asked = (endpoint: string, given: Partial<Asked> = {}): Asked => ({
  endpoint,
  client: 'acme',
  sticky: () => 'correlation',
  ...given,
});

const sideOf = (rollout: Rollout, question: Asked) => chooseSide(rollout, question).side;

describe('whatever the shares are', () => {
  test.each([
    asked('get_itinerary', { itineraryId: sealed }),
    asked('lock_seats', { token: sealed }),
    asked('create_booking', { token: sealed }),
    asked('incomplete_results', { resultId: sealed }),
    asked('confirm_booking', { bookingId: 'BK-8451207-7GQ2M' }),
    asked('booking_details', { bookingId: 'BK-8451207-7GQ2M' }),
    asked('booking_details', { bookingId: '8451207' }),
    asked('quote_booking', { token: old }),
    asked('list_events'),
  ])('the gateway answers what only it can: %j', (question) => {
    for (const percent of [0, 50, 100])
      expect(chooseSide(all(percent), question)).toMatchObject({ side: 'gateway', isBound: true });
  });

  test.each([
    asked('get_itinerary', { itineraryId: 'an id of another form' }),
    asked('lock_seats', { token: old }),
    asked('create_booking', { token: old }),
    asked('create_booking', { token: 'eyJh.eyJz.c2ln' }),
    asked('incomplete_results', { resultId: old }),
    asked('confirm_booking', { bookingId: 'aZ09bY18cX' }),
  ])('the old system ends what began there: %j', (question) => {
    for (const percent of [0, 50, 100])
      expect(chooseSide(all(percent), question)).toMatchObject({ side: 'legacy', isBound: true });
  });

  test('what nobody moves stays where it was', () => {
    expect(sideOf(all(100), asked('unknown'))).toBe('legacy');
  });
});

describe('what both can answer', () => {
  const questions = ['search', 'stations', 'get_itinerary'].map((endpoint) =>
    asked(endpoint, endpoint === 'get_itinerary' ? { itineraryId: plain } : {}),
  );

  test.each([...questions, asked('ticket', { bookingId: 'aZ09bY18cX' })])(
    'goes by the rule: %j',
    (question) => {
      expect(sideOf(all(0), question)).toBe('legacy');
      expect(sideOf(all(100), question)).toBe('gateway');
    },
  );

  test('is answered by one side for requests of one key, and a growing share keeps whom it has', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(100), fc.nat(100), (sticky, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        for (const question of questions) {
          const first = sideOf(all(less), { ...question, sticky: () => sticky });
          expect(sideOf(all(less), { ...question, sticky: () => sticky })).toBe(first);
          if (first === 'gateway')
            expect(sideOf(all(more), { ...question, sticky: () => sticky })).toBe('gateway');
        }
      }),
    );
  });

  test.each([5, 25, 50])('is the gateway’s for %i %% of the keys', (percent) => {
    const rollout = all(percent);
    const count = Array.from({ length: 20_000 }, (_, index) =>
      sideOf(rollout, asked('search', { sticky: () => `key ${index}` })),
    ).filter((side) => side === 'gateway').length;

    expect(Math.abs(count / 200 - percent)).toBeLessThan(1);
  });
});

test('a shadow copies a part of what the old system answers, 10 % where it is not said, and answers nothing', () => {
  const rollout = all(0, 'shadow');
  const choices = Array.from({ length: 10_000 }, (_, index) =>
    chooseSide(rollout, asked('search', { sticky: () => `key ${index}` })),
  );

  expect(choices.filter(({ side }) => side !== 'legacy')).toStrictEqual([]);
  expect(Math.abs(choices.filter(({ isCopied }) => isCopied).length / 100 - 10)).toBeLessThan(1.5);
});
