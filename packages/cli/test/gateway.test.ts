/** The CLI against the real gateway: its partner API and its ops API. */
import { inspectionSchema } from '@partner-gateway/contract';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { bookedId } from './support/booked.ts';
import { runCli } from './support/run-cli.ts';

type Embedded = Awaited<ReturnType<typeof startEmbedded>>;

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.close());

const asDemo = (line: string, isTTY = false) => {
  const { baseUrl, clientId, apiKey, opsBaseUrl, opsKey } = embedded;
  return runCli(line, { isTTY, noColor: true, settings: { baseUrl, clientId, apiKey, opsBaseUrl, opsKey } });
};

const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

test('search lists what the sandbox sells', async () => {
  const line = `search --from-station VNHANMYD --to-station VNSPASPT --date ${date} --pax 2`;
  const { code, stdout } = await asDemo(line, true);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^DEPARTS .*\n.*VNHANMYD {2}VNSPASPT {2}Bus/);
});

test('booking inspect of nothing is not found, as a problem of the ops API', async () => {
  const { code, stdout, stderr } = await asDemo('booking inspect BK-1 --json');
  expect({ code, stdout }).toEqual({ code: exitCodes.not_found.code, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({ code: 'booking_not_found', status: 404 });
});

test('booking inspect tells about a booking what the contract promises', async () => {
  const id = await bookedId(embedded, date);
  const { code, stdout } = await asDemo(`booking inspect ${id} --json`);
  expect(code).toBe(0);
  expect(inspectionSchema.parse(JSON.parse(stdout))).toMatchObject({
    resolved: { asked: id, client_id: 'demo', form: 'issued' },
    booking: { id, status: 'reserved' },
  });
  expect((await asDemo(`booking inspect ${id}`)).stdout).toContain(`${id}  reserved\n`);
});
