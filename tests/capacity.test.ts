/** The model of capacity rests on figures that were measured, agrees with what is played event by event, and is what its page shows. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandOf, searchMs, usualWorkload, type Workload } from '../bench/capacity/demand.ts';
import { createAgenda } from '../bench/capacity/events.ts';
import { instanceMemoryMiB, searchBytes, searchCpuMs } from '../bench/capacity/measured.ts';
import { planFor, usualSetup } from '../bench/capacity/model.ts';
import { waitShare } from '../bench/capacity/queue.ts';
import { simulate } from '../bench/capacity/simulation.ts';
import { toTable } from '../bench/capacity/table.ts';

const page = (name: string): string => readFileSync(new URL(`../docs/${name}.md`, import.meta.url), 'utf8');
/** One blank between words, as a table has it whose columns are aligned. */
const spaced = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
const unlimited = { ...usualSetup, callsPerMin: 10_000_000 };

test('its figures are those that the page of the bench names for it', () => {
  const bench = page('performance');
  for (const { trips, ms } of Object.values(searchCpuMs))
    expect(bench).toContain(`${ms.toFixed(2)} ms of ${trips} trips`);
  expect(bench).toContain(`${searchBytes.upstream} bytes in, ${searchBytes.answer} out`);
  expect(bench).toContain(`${searchBytes.answer} to ${searchBytes.compressed} bytes`);
  expect(bench).toContain(`${instanceMemoryMiB} MiB at 300 searches/s`);
});

test('an instance takes as many searches as the bench counted on a core of its own, to within a tenth', () => {
  const perSecond = { 10: 1_097, 140: 202 };
  for (const [trips, measured] of Object.entries(perSecond)) {
    const share = 1_000 / searchMs(Number(trips)) / measured;
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  }
});

test.each([10, 100, 1_000])('%i partners take what the model says when they are played', (partners) => {
  const workload: Workload = { ...usualWorkload, partners, searchesPerMin: partners * 15 };
  const plan = planFor(workload, unlimited);
  const { instances } = plan;
  const played = simulate({ workload, setup: unlimited, instances, minutes: 4, seed: 11 });
  const { searchCallsPerSecond } = plan.demand;
  expect(played.connectionsBusy / ((searchCallsPerSecond * workload.latencyMs) / 1_000)).toBeCloseTo(1, 1);
  expect(
    (played.busyCores * instances) / ((searchCallsPerSecond * searchMs(workload.trips)) / 1_000),
  ).toBeCloseTo(1, 1);
  expect(played.waitedShare).toBeLessThanOrEqual(unlimited.waitShareMax);
  expect(played.refusedByLane).toBe(0);
});

test('what 12go’s limit refuses in the play is what the model says', () => {
  const workload: Workload = { ...usualWorkload, searchesPerMin: 2_000 };
  const { limit, instances } = planFor(workload);
  const played = simulate({ workload, setup: usualSetup, instances, minutes: 4, seed: 11 });
  expect(limit.searchesRefusedShare).toBeCloseTo(0.6, 5);
  expect(Math.abs(played.refusedByLimit / played.searches - limit.searchesRefusedShare)).toBeLessThan(0.03);
});

test('more of anything never takes less', () => {
  const workloads = fc.record({
    ...Object.fromEntries(Object.entries(usualWorkload).map(([name, usual]) => [name, fc.constant(usual)])),
    searchesPerMin: fc.integer({ min: 1, max: 30_000 }),
    latencyMs: fc.integer({ min: 50, max: 5_000 }),
    trips: fc.integer({ min: 1, max: 1_000 }),
  }) as fc.Arbitrary<Workload>;
  fc.assert(
    fc.property(
      workloads,
      fc.constantFrom('searchesPerMin', 'latencyMs', 'trips' as const),
      (workload, name) => {
        const [less, more] = [workload, { ...workload, [name]: workload[name] * 1.5 }].map((one) =>
          planFor(one),
        );
        expect(more?.instances).toBeGreaterThanOrEqual(less?.instances ?? 0);
        expect(more?.costPerMonth.total).toBeGreaterThanOrEqual(less?.costPerMonth.total ?? 0);
        expect(more?.limit.partnersMax).toBeLessThanOrEqual(less?.limit.partnersMax ?? 0);
      },
    ),
    { numRuns: 40 },
  );
});

test('one of the instances can be gone, and no search waits for want of the others', () => {
  const workload: Workload = { ...usualWorkload, partners: 400, searchesPerMin: 6_000 };
  const { instances } = planFor(workload, unlimited);
  const played = simulate({ workload, setup: unlimited, instances: instances - 1, minutes: 2, seed: 5 });
  expect(played.waitedShare).toBeLessThanOrEqual(unlimited.waitShareMax);
});

test('who waits is what Erlang’s tables say, and events come in order', () => {
  expect(waitShare(10, 8)).toBeCloseTo(0.409, 3);
  expect(waitShare(1, 0.5)).toBeCloseTo(0.5, 6);
  expect([waitShare(3, 0), waitShare(3, 4)]).toEqual([0, 1]);
  fc.assert(
    fc.property(fc.array(fc.nat(1_000)), (times) => {
      const agenda = createAgenda();
      for (const atMs of times) agenda.add(atMs, () => {});
      const taken = times.map(() => agenda.next()?.atMs);
      expect(taken).toEqual(times.toSorted((one, other) => one - other));
      expect(agenda.next()).toBeUndefined();
    }),
  );
});

test('its page shows what it says of the usual workload', () => {
  expect(spaced(page('capacity'))).toContain(spaced(toTable(planFor(usualWorkload))));
  expect(demandOf(usualWorkload).callsPerSecond * 60).toBeCloseTo(663, 6);
});
