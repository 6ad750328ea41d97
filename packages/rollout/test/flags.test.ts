/** The rollout: its rules, its documents, its changes. */
import { partnerContract } from '@partner-gateway/contract';
import {
  changed,
  endpointsOfStep,
  latest,
  newEndpoints,
  type Rollout,
  readRollout,
  ruleFor,
  shareOf,
  stepOf,
  steps,
  untouched,
} from '@partner-gateway/rollout';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const author = { name: 'lan', reason: 'a canary', nowMs: Date.UTC(2026, 10, 28) };
const rulesOf = (rules: unknown): Rollout =>
  readRollout(JSON.stringify({ ...untouched, revision: 1, rules }));

describe('what is moved', () => {
  test('is every endpoint of partners, in a step or new', () => {
    const ofPartners = Object.values(partnerContract)
      .filter(({ metadata }) => metadata.auth === 'partner')
      .map(({ metadata: { endpoint } }) => endpoint);

    expect(
      ofPartners.filter((name) => stepOf(name) === undefined && !newEndpoints.includes(name)),
    ).toStrictEqual([]);
  });

  test('is no endpoint that the contract does not know', () => {
    const known = new Set<string>(Object.values(partnerContract).map(({ metadata }) => metadata.endpoint));

    expect(
      [...steps.flatMap(endpointsOfStep), ...newEndpoints].filter((name) => !known.has(name)),
    ).toStrictEqual([]);
  });
});

describe('a rule', () => {
  test('for a client comes before one for all, and one for an endpoint before one for its step', () => {
    const rollout = rulesOf([
      { endpoint: 'post_booking', client: '*', mode: 'legacy' },
      { endpoint: 'ticket', client: '*', mode: 'percent', percent: 5 },
      { endpoint: 'post_booking', client: 'acme', mode: 'gateway' },
    ]);
    const modeOf = (client: string, endpoint: string) => ruleFor(rollout, { client, endpoint })?.mode;

    expect(modeOf('zeta', 'ticket')).toBe('percent');
    expect(modeOf('zeta', 'booking_details')).toBe('legacy');
    expect(modeOf('acme', 'ticket')).toBe('gateway');
    expect(modeOf('acme', 'search')).toBeUndefined();
  });

  test.each([
    [{ endpoint: 'get_itinerary', client: '*', mode: 'gateway' }, 'moves with the rest of the funnel'],
    [{ endpoint: 'serach', client: '*', mode: 'gateway' }, 'is none that is moved; expected stations'],
    [{ endpoint: 'list_events', client: '*', mode: 'legacy' }, 'is none that is moved'],
    [{ endpoint: 'search', client: 'a b', mode: 'gateway' }, 'must be a client id, or * for all'],
    [{ endpoint: 'search', client: '*', mode: 'percent' }, 'is required with mode percent'],
    [{ endpoint: 'search', client: '*', mode: 'percent', percent: 101 }, 'must be from 0 to 100'],
    [{ endpoint: 'search', client: '*', mode: 'percent', percent: '5' }, 'must be a number from 0 to 100'],
    [{ endpoint: 'search', client: '*', mode: 'gateway', percent: 5 }, 'goes with mode percent only'],
    [
      { endpoint: 'search', client: '*', mode: 'legacy', copy_percent: 5 },
      'goes with modes shadow and percent',
    ],
    [{ endpoint: 'search', client: '*', mode: 'canary' }, 'must be one of legacy, shadow, percent, gateway'],
    [{ endpoint: 'search', client: '*', mode: 'percent', procent: 5 }, 'procent'],
  ])('%j is refused, and said why', (rule, text) => {
    expect(() => rulesOf([rule])).toThrow(text);
  });

  test('may not be there twice', () => {
    const rule = { endpoint: 'search', client: '*', mode: 'gateway' };

    expect(() => rulesOf([rule, { ...rule, mode: 'legacy' }])).toThrow('is the second for search of *');
  });

  test('without one the old system answers and nothing is copied', () => {
    expect(shareOf(undefined)).toStrictEqual({ percent: 0, copyPercent: 0 });
  });
});

describe('a change', () => {
  const rule = { endpoint: 'search', client: '*', mode: 'percent', percent: 5 } as const;

  test('takes the place of the rule for the same endpoint and client, and says who, why and since when', () => {
    const once = changed(untouched, { kind: 'set', rule }, author);
    const twice = changed(once, { kind: 'set', rule: { ...rule, percent: 25 } }, author);

    expect(twice).toMatchObject({ revision: 2, changed_by: 'lan', reason: 'a canary' });
    expect(twice.rules).toStrictEqual([{ ...rule, percent: 25, since: '2026-11-28T00:00:00.000Z' }]);
    expect(changed(twice, { kind: 'remove', endpoint: 'search', client: '*' }, author).rules).toStrictEqual(
      [],
    );
  });

  test('that takes away what is not there is refused', () => {
    const gone = { kind: 'remove', endpoint: 'search', client: 'acme' } as const;

    expect(() => changed(untouched, gone, author)).toThrow('there is no rule for search of acme');
  });

  test('of two made at once the same one counts everywhere, and a later one before both', () => {
    const change = fc.record({
      percent: fc.integer({ min: 0, max: 100 }),
      nowMs: fc.integer({ min: 0, max: 3 }),
    });
    const after = ({ percent, nowMs }: { percent: number; nowMs: number }) =>
      changed(untouched, { kind: 'set', rule: { ...rule, percent } }, { ...author, nowMs });
    fc.assert(
      fc.property(change, change, change, (first, second, third) => {
        const [one, other] = [after(first), after(second)];
        const winner = latest(one, other);

        expect(latest(other, one)).toStrictEqual(winner);
        expect(latest(latest(one, other), after(third))).toStrictEqual(
          latest(one, latest(other, after(third))),
        );
        const later = changed(winner, { kind: 'remove', endpoint: 'search', client: '*' }, author);
        expect(latest(later, one)).toBe(later);
      }),
      { numRuns: 200 },
    );
  });
});
