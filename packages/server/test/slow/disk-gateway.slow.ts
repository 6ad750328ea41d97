/** Whole gateways with STORE=disk: what a kill, a second one on the same file and a full disk leave of their promises. */
import { bookingSchema } from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import {
  createBody,
  createDiskWorld,
  cutOff,
  expectPending,
  key,
  stopDiskWorlds,
} from '../support/disk-world.ts';
import { expectProblem } from '../support/problems.ts';
import { runProgram } from '../support/program.ts';

stopDiskWorlds();

describe('a gateway on disk', () => {
  test('that is killed while it reserves sends nothing again, and says that the outcome is open', async () => {
    const world = await createDiskWorld({ RESERVE_LOOK_UP: 'none' });
    const again = await cutOff(world, key, 'timeout_after');
    expectPending(await again());
    expect([world.api.sandbox.calls('reserve'), world.api.executed('reserve')]).toEqual([1, 1]);
  });

  test('gives the same bytes again after a kill, and books with a token from before it', async () => {
    const { api, demo, kill, start } = await createDiskWorld();
    const [body, opened] = [await createBody(demo), await createBody(demo)];
    const first = await demo.post('/bookings', body, key);
    expect(first.status).toBe(200);
    await kill();
    await start();
    const replayed = await demo.post('/bookings', body, key);
    expect([replayed.status, replayed.text]).toEqual([200, first.text]);
    expect((await demo.post('/bookings', opened)).read(bookingSchema).status).toBe('reserved');
    expect(api.sandbox.calls('reserve')).toBe(2);
  });

  test('is the only one on its file: a second one says so and ends, and the first goes on', async () => {
    const { demo, settings } = await createDiskWorld();
    const second = runProgram('src/programs/gateway.ts', settings);
    expect(await second.ended()).toBe(1);
    expect([second.stdout(), second.stderr()]).toEqual([
      '',
      expect.stringMatching(/^STORE_FILE is held by another process: [^\n]*\n$/),
    ]);
    expect((await demo.post('/bookings', await createBody(demo))).status).toBe(200);
  });

  test('sends nothing while its disk takes nothing, and books when it does again', async () => {
    const { api, demo, limitFiles } = await createDiskWorld();
    const body = await createBody(demo);
    limitFiles('4096:unlimited');
    expectProblem(await demo.post('/bookings', body, key), 'idempotency_unavailable', 'unknown');
    expect(api.sandbox.calls('reserve')).toBe(0);
    limitFiles('unlimited');
    expect((await demo.post('/bookings', body, key)).read(bookingSchema).status).toBe('reserved');
    expect(api.sandbox.calls('reserve')).toBe(1);
  });
});
