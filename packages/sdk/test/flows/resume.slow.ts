/** A booking outlives the process that waits for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from '@partner-gateway/sdk';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOffer } from '../support/offer.ts';

const program = fileURLToPath(new URL('../support/waiting-program.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'partner-sdk-resume-'));
const file = join(folder, 'pending.json');

let embedded: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(async () => {
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--conditions=@partner-gateway/source', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PARTNER_GATEWAY_BASE_URL: embedded.baseUrl,
      PARTNER_GATEWAY_CLIENT_ID: embedded.clientId,
      PARTNER_GATEWAY_API_KEY: embedded.apiKey,
    },
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
};

test('a process killed while it waits is followed by one that ends with the same booking, made once', async () => {
  const gateway = createClient(embedded);
  const offer = await openOffer(gateway);
  const reserves = () => embedded.sandbox.ledger.filter(({ operation }) => operation === 'reserve').length;
  const before = reserves();
  embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });

  const first = start(file, JSON.stringify(offer));
  expect((await first.lines.next()).value).toBe('pending');
  first.child.kill('SIGKILL');
  const [code, signal] = await once(first.child, 'exit');
  expect([code, signal]).toEqual([null, 'SIGKILL']);

  expect(readFileSync(file, 'utf8')).not.toContain(embedded.apiKey);
  const second = start(file);
  expect((await second.lines.next()).value).toBe('pending');
  const booking = JSON.parse((await second.lines.next()).value ?? '');
  expect(booking).toMatchObject({ status: 'reserved' });

  const again = await gateway.createBooking(offer, { idempotencyKey: 'order-77' });
  expect(again).toEqual({ state: 'finished', booking });
  expect(reserves()).toBe(before + 1);
});
