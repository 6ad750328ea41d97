/** Old ids from an export to a partner's answer: imported, read by a real gateway, compared with the old rows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookingSchema } from '@partner-gateway/contract';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { expect, onTestFinished, test } from 'vitest';
import { exitCodes } from '../../src/failure.ts';
import { bookedId } from '../support/booked.ts';
import { runCli } from '../support/run-cli.ts';

const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

test('a booking of the old system is read by its old id once it is imported, and is alike', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-removal-'));
  const fileOf = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const old = await startEmbedded();
  const account = old.clients.find(({ clientId }) => clientId === old.clientId);
  const id = await bookedId(old, date);
  const read = await fetch(`${old.baseUrl}/v1/demo/bookings/${id}`, { headers: { 'x-api-key': old.apiKey } });
  const booking = bookingSchema.parse(await read.json());
  const ids = join(folder, 'old-booking-ids.json');
  const rows = fileOf('ids.csv', `id,bid,client\naZ09bY18cX,${booking.integration_booking_id},demo\n`);
  const imported = await runCli(['rollout', 'import-ids', rows, '--out', ids], {
    settings: { opsBaseUrl: old.opsBaseUrl, opsKey: old.opsKey },
  });
  expect([imported.code, imported.stderr]).toEqual([0, '1 new, 0 that were there, 0 wrong; 1 in all.\n']);

  const gateway = await startEmbedded({
    clients: { demo: { api_key_hashes: account?.settings.api_key_hashes } },
    environment: { TWELVEGO_BASE_URL: old.sandboxUrl, OLD_BOOKING_IDS_FILE: ids },
  });
  onTestFinished(async () => {
    await Promise.all([gateway.close(), old.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const dualRead = (name: string, row: object) =>
    runCli(['rollout', 'dual-read', fileOf(name, JSON.stringify(row)), '--log', join(folder, 'log.jsonl')], {
      settings: { baseUrl: gateway.baseUrl },
      profiles: { variables: { PARTNER_REPLAY_KEY_DEMO: old.apiKey } },
    });
  const row = { id: 'aZ09bY18cX', client: 'demo', booking: { ...booking, id: 'aZ09bY18cX' } };
  const alike = await dualRead('alike.jsonl', row);
  const unknown = await dualRead('unknown.jsonl', { ...row, id: 'bZ09bY18cX' });

  expect(alike).toMatchObject({ code: 0 });
  expect(unknown.code).toBe(exitCodes.unhealthy.code);
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toContain('"difference":"status"');
});
