/** H2: requests made from the contract's own schemas, and every answer held against what its route declares. */
import assert from 'node:assert/strict';
import { partnerContract } from '@partner-gateway/contract';
import { createRandom } from '../../../../write-guard/test/crash/random.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import { aimAt, fuzz } from '../fuzz/fuzzer.ts';

const fuzzed =
  (count: (ground: Ground) => number) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.ownWorld();
    const aim = await aimAt(world, createRandom(ground.seed), ground.seed);
    const { sent, statuses, routes, faults, slowestMs } = await fuzz(aim, count(ground));
    assert.deepEqual(faults.slice(0, 10), [], `${faults.length} undeclared answers`);
    assert.deepEqual(
      Object.keys(routes).toSorted(),
      Object.keys(partnerContract).toSorted(),
      'a route was left out',
    );
    const told = Object.entries(statuses).map(([status, times]) => `${times} × ${status}`);
    return { seen: told.join(', '), figure: `0 undeclared answers of ${sent}; slowest ${slowestMs} ms` };
  };

const shortRun = 600;

export const fuzzedRequests = casesOf({ group: 'fuzz', speed: 'quick' }, [
  {
    id: 'H2',
    title: 'generated requests to every route, in short',
    expected: 'declared status, media type, body and headers, master data included',
    excused: ['I11'],
    run: fuzzed(() => shortRun),
  },
  {
    id: 'H2x50000',
    title: 'generated requests to every route',
    expected: 'declared status, media type, body and headers, master data included',
    speed: 'slow',
    excused: ['I11'],
    run: fuzzed(({ fuzzed: count }) => count),
  },
]);
