/** The larger searches of the write protocol: more attempts, and what can go wrong at once. */
import { describe, expect, it } from 'vitest';
import { explore } from './model/explore.ts';
import { createWriteModel, type ModelOptions } from './model/write-model.ts';

const cases: (ModelOptions & { statesMin: number })[] = [
  { keys: [0, 0], failovers: 1, statesMin: 20_000 },
  { keys: [0, 0, 0], memoryLosses: 2, statesMin: 45_000 },
  { keys: [0, 1], failovers: 1, tokenOf: 1, statesMin: 40_000 },
  { keys: [0, 0], memoryLosses: 2, readsBeforeSending: true, statesMin: 45_000 },
  { keys: [0, 0, 1], memoryLosses: 2, statesMin: 200_000 },
  { keys: [0, 0, 0, 0], memoryLosses: 1, statesMin: 100_000 },
  { keys: [0, 0], memoryLosses: 1, clockSteps: 2, statesMin: 50_000 },
  { keys: [0, 1], failovers: 1, memoryLosses: 1, statesMin: 500_000 },
  { keys: [0, 0], failovers: 1, clockSteps: 1, statesMin: 300_000 },
  { keys: [0, 0], failovers: 1, memoryLosses: 1, readsBeforeSending: true, statesMin: 500_000 },
  { keys: [0, 0], clockSteps: 1, memoryLosses: 1, readsBeforeSending: true, statesMin: 100_000 },
];

describe('the write protocol', () => {
  let total = 0;
  it.each(cases)('never executes twice and never tells a lie: %j', ({ statesMin, ...options }) => {
    const result = explore(createWriteModel(options), 5_000_000);
    total += result.states;
    console.info(`${JSON.stringify(options)}: ${result.states} states, ${total} so far`);
    expect(result.violation).toBeUndefined();
    expect(result.states).toBeGreaterThan(statesMin);
  });

  it('goes wrong without G6, the majority', () => {
    const invariants = ['I1', 'I2', 'I3'] as const;
    const guards = { majority: false };
    const result = explore(createWriteModel({ keys: [0, 0], failovers: 1, invariants, guards }));
    expect(result.violation?.broken).toMatch(/^I[123]/);
    expect(result.violation?.story.length).toBeLessThanOrEqual(16);
  });

  it('executes twice without G6, the majority, although attempts read before they send', () => {
    const result = explore(
      createWriteModel({
        keys: [0, 0],
        failovers: 1,
        readsBeforeSending: true,
        invariants: ['I1'],
        guards: { majority: false },
      }),
    );
    expect(result.violation?.broken).toMatch(/^I1/);
    expect(result.violation?.story.length).toBeLessThanOrEqual(16);
  });
});
