/** Kills the shop while its booking is pending, starts it anew, and sees whether the booking is there, once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPartnerFake } from '@partner-gateway/sdk/testing';

const fake = createPartnerFake();
const server = await fake.listen();
const folder = mkdtempSync(join(tmpdir(), 'resume-after-crash-'));
const file = join(folder, 'order.json');

const run = (program: string): ChildProcess =>
  spawn(process.execPath, [new URL(program, import.meta.url).pathname, file], {
    env: {
      PARTNER_GATEWAY_BASE_URL: server.baseUrl,
      PARTNER_GATEWAY_CLIENT_ID: fake.clientId,
      PARTNER_GATEWAY_API_KEY: fake.apiKey,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

try {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 1, times: 1 });
  const shop = run('./sell.ts');
  const died = once(shop, 'exit');
  while (!existsSync(file) && shop.exitCode === null) await sleep(20);
  shop.kill('SIGKILL');
  await died;
  console.log('the shop died while its booking was pending');

  const next = run('./resume.ts');
  let said = '';
  next.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  await once(next, 'close');
  const { bookings } = fake.state();
  console.log(
    `the next process says: ${said.trim()}; there ${bookings.length === 1 ? 'is one booking' : `are ${bookings.length} bookings`}`,
  );
  if (bookings.length !== 1 || !said.startsWith(`${bookings[0]?.id} `)) process.exitCode = 1;
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
