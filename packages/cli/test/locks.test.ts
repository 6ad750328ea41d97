/** `locks list` and `locks release`: whose seats, until when, and a release that is meant. */
import {
  opsContract,
  releasedSeatLocksSchema,
  type SeatLocks,
  seatLocksSchema,
} from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { releaseSeatLocksPath, seatLocksPath } from '../src/commands/locks.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { runCli } from './support/run-cli.ts';

const listed: SeatLocks = seatLocksSchema.parse({
  seat_locks: [
    {
      seat: 'A1',
      client_id: 'acme',
      session_id: '00d1f3a97b2c4e58',
      trip_id: 'VN0fSc0fY87jib04V0pW41sL',
      date: '2026-12-05',
      locked_until: '2026-10-28T09:56:00',
    },
  ],
  count: 3,
  read_at: '2026-10-28T09:41:00',
});
const released = releasedSeatLocksSchema.parse({
  released: ['A1', 'B1'],
  effect: 'Nothing changes at 12go.',
  released_at: '2026-10-28T09:42:00',
});

test('lists who holds which seat until when, and says that there are more', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, listed));
  const line = 'locks list --trip VN0fSc0fY87jib04V0pW41sL --date 2026-12-05';
  const { code, stdout, stderr } = await runCli(line, { baseUrl, isTTY: true, noColor: true });
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "SEAT  CLIENT  SESSION           TRIP                      DATE        UNTIL (UTC)
    A1    acme    00d1f3a97b2c4e58  VN0fSc0fY87jib04V0pW41sL  2026-12-05  2026-10-28T09:56:00
    "
  `);
  expect(stderr).toBe('2 more are not shown.\n');
  expect(asked[0]?.url.pathname).toBe(opsContract.seatLocks.path);
  expect(seatLocksPath).toBe(opsContract.seatLocks.path);
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
    trip_id: 'VN0fSc0fY87jib04V0pW41sL',
    date: '2026-12-05',
  });
});

const releasing =
  'locks release --client acme --session 00d1f3a97b2c4e58 --trip VN0fSc0fY87jib04V0pW41sL --date 2026-12-05 --reason test';

test('releases what the named environment is asked for, and says what that is not', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, released));
  const { host } = new URL(baseUrl);
  const { code, stdout, stderr, questions } = await runCli(releasing, { baseUrl, answers: [host] });
  expect([code, stdout]).toEqual([0, 'A1\nB1\n']);
  expect(questions?.[0]).toContain('session 00d1f3a97b2c4e58 of acme');
  expect(stderr).toContain('Nothing changes at 12go.');
  expect(asked[0]?.url.pathname).toBe(opsContract.releaseSeatLocks.path);
  expect(releaseSeatLocksPath).toBe(opsContract.releaseSeatLocks.path);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    client_id: 'acme',
    session_id: '00d1f3a97b2c4e58',
    trip_id: 'VN0fSc0fY87jib04V0pW41sL',
    date: '2026-12-05',
    reason: 'test',
  });
});

test.each([releasing, `${releasing} --confirm-environment elsewhere`, 'locks list', 'locks list --trip x'])(
  '%s is refused before anything is asked',
  async (line) => {
    const { baseUrl, asked } = await answeringServer(json(200, released));
    expect((await runCli(line, { baseUrl })).code).toBe(exitCodes.usage.code);
    expect(asked).toEqual([]);
  },
);
