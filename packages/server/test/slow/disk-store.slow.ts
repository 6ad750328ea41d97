/** Gateways with STORE=disk that are killed while they reserve, one by one: what is told afterwards, and that nothing is sent again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bookingSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { describe, expect, test } from 'vitest';
import { crashTiming } from '../crash/times.ts';
import { settled } from '../support/builders.ts';
import { createDiskWorld, cutOff, expectPending, key, stopDiskWorlds } from '../support/disk-world.ts';
import { expectStoredProblem } from '../support/problems.ts';

stopDiskWorlds();

describe('a gateway on disk that is killed while it reserves', () => {
  test.each<[string, Record<string, string>, ScenarioName]>([
    ['with a key', key, 'timeout_after'],
    ['without a key', {}, 'timeout_after'],
    ['with a key, before 12go executes it', key, 'slow'],
  ])('%s sends nothing again, and tells what a read by cart finds', async (_name, headers, scenario) => {
    const world = await createDiskWorld({ RESERVE_LOOK_UP: 'by_cart' });
    const { api, demo } = world;
    const again = await cutOff(world, headers, scenario);
    const pending = await again();
    const location = expectPending(pending);
    api.sandbox.scenarios.clear();
    const told = await settled(demo, pending);
    expect([told.status, told.headers['x-outcome']]).toEqual([200, 'executed']);
    expect(told.read(bookingSchema).status).toBe('reserved');
    await world.kill();
    await world.start();
    expect((await demo.get(location)).text).toBe(told.text);
    expect((await again()).headers['x-outcome']).toBe('executed');
    expect([api.sandbox.calls('reserve'), api.executed('reserve')]).toEqual([1, 1]);
  });

  test('says that nothing was executed only the settle time after it is back', async () => {
    const world = await createDiskWorld({ RESERVE_LOOK_UP: 'by_cart' });
    const again = await cutOff(world, key, 'timeout_before');
    world.api.sandbox.scenarios.clear();
    const backAtMs = performance.now();
    const told = await settled(world.demo, await again());
    expect(performance.now() - backAtMs).toBeGreaterThan(crashTiming.writeProtocol.settleMs - 1_500);
    expectStoredProblem(told, 'reserve_not_executed', 'not_executed');
    expect([world.api.sandbox.calls('reserve'), world.api.executed('reserve')]).toEqual([1, 0]);
  });

  test.each([
    ['with a key', key],
    ['without a key', {}],
  ])('%s sends nothing again where no read can tell, and stays unknown', async (_name, headers) => {
    const world = await createDiskWorld({ RESERVE_LOOK_UP: 'none' });
    const again = await cutOff(world, headers, 'timeout_after');
    const location = expectPending(await again());
    await sleep(1_000);
    expectPending(await again());
    expectPending(await world.demo.get(location));
    expect([world.api.sandbox.calls('reserve'), world.api.executed('reserve')]).toEqual([1, 1]);
  });
});
