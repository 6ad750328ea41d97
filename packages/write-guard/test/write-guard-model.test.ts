/** The protocol, searched exhaustively: no order of steps, crashes, losses, fail-overs and clock steps books a cart twice. */
import { describe, expect, it } from 'vitest';
import { explore } from './model/explore.ts';
import { createWriteModel, type Guards, type ModelOptions } from './model/write-model.ts';

/** The larger searches are in `write-guard-model.slow.ts`. */
const cases: (ModelOptions & { statesMin: number })[] = [
  { keys: [0, 0], memoryLosses: 1, clockSteps: 1, statesMin: 20_000 },
  { keys: [0, 0], memoryLosses: 1, readsBeforeSending: true, statesMin: 10_000 },
];

describe('the write protocol', () => {
  it.each(cases)(
    'never executes twice and never tells a lie: %j',
    ({ statesMin, ...options }) => {
      const result = explore(createWriteModel(options));
      expect(result.violation).toBeUndefined();
      // A model that lost its steps would find nothing wrong either.
      expect(result.states).toBeGreaterThan(statesMin);
    },
    60_000,
  );

  const lies = ['I1', 'I2', 'I3'] as const;
  const removals: [rule: string, guard: keyof Guards, options: ModelOptions][] = [
    ['G1, no re-execution after a lease', 'noReExecution', { keys: [0, 0] }],
    ['G2, the send window', 'sendWindow', { keys: [0, 0] }],
    ['G3, the settle time', 'settleTime', { keys: [0, 0] }],
    ['G3, its count from an even clock', 'steadyClock', { keys: [0, 0], clockSteps: 1 }],
    ['G4, coverage of the token by the memory', 'coverage', { keys: [0, 0], memoryLosses: 1 }],
    ['G4, the epoch check inside the scripts', 'epochInScript', { keys: [0, 0], memoryLosses: 1 }],
    ['G4, the check of the server’s run inside the scripts', 'runInScript', { keys: [0, 0], failovers: 1 }],
    ['G5, the watch over the store’s clock', 'clockWatched', { keys: [0, 0], clockSteps: 1 }],
    ['G7, refusal without the store, be it after a read', 'refusedWithoutStore', { keys: [0, 0] }],
  ];
  it.each(removals)(
    'goes wrong without %s',
    (_, guard, options) => {
      const result = explore(createWriteModel({ ...options, invariants: lies, guards: { [guard]: false } }));
      expect(result.violation?.broken).toMatch(/^I[123]/);
      expect(result.violation?.story.length).toBeLessThanOrEqual(16);
    },
    60_000,
  );

  it('denies what was executed where an answer speaks of its attempt instead of the operation', () => {
    const result = explore(createWriteModel({ keys: [0, 0], guards: { operationOutcome: false } }));
    expect(result.violation?.broken).toMatch(/^I4/);
  });
});
