/** The protocol, searched exhaustively: no order of steps, crashes, expiries and memory losses books a cart twice. */
import { describe, expect, it } from 'vitest';
import { explore } from './model/explore.ts';
import { createWriteModel, type Guards } from './model/write-model.ts';

describe('the write protocol', () => {
  it.each([
    { keys: [0, 0, 0], memoryLosses: 2, statesMin: 45_000 },
    { keys: [0, 0, 1], memoryLosses: 2, statesMin: 250_000 },
    { keys: [0, 0, 0, 0], memoryLosses: 1, statesMin: 100_000 },
    { keys: [0, 0], memoryLosses: 2, readsBeforeSending: true, statesMin: 5_000 },
  ])(
    'never executes twice and never tells a lie: $keys, $memoryLosses memory losses',
    ({ statesMin, ...options }) => {
      const result = explore(createWriteModel(options));
      expect(result.violation).toBeUndefined();
      // A model that lost its steps would find nothing wrong either.
      expect(result.states).toBeGreaterThan(statesMin);
    },
    60_000,
  );

  it.each([
    ['G1, no re-execution after a lease', 'noReExecution'],
    ['G2, the send window', 'sendWindow'],
    ['G3, the settle time', 'settleTime'],
    ['G4, coverage of the token by the memory', 'coverage'],
    ['G4, the epoch check inside the scripts', 'epochInScript'],
  ] satisfies [string, keyof Guards][])(
    'goes wrong without %s',
    (_, guard) => {
      const result = explore(
        createWriteModel({ keys: [0, 0, 0], memoryLosses: 1, guards: { [guard]: false } }),
      );
      expect(result.violation?.broken).toMatch(/^I[123]/);
      expect(result.violation?.story.length).toBeLessThanOrEqual(15);
    },
    60_000,
  );
});
