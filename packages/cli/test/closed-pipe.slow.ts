/** Every command at work when whoever reads its output leaves: it ends without a word. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminCluster, startAdminCluster } from '../../kafka-events/test/support/admin-cluster.ts';
import { hashKey } from '../src/commands/keys/key-hash.ts';
import { bookedId } from './support/booked.ts';
import { linesOf } from './support/command-lines.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'partner-cli-pipe-'));
const bin = join(folder, 'bin.js');
const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const trip = `--from-station VNHANMYD --to-station VNSPASPT --date ${date}`;

let cluster: AdminCluster;
let gateway: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  const build = [join(root, 'node_modules/tsup/dist/cli-default.js'), '--out-dir', folder, '--silent'];
  execFileSync(process.execPath, build, { cwd: join(root, 'packages/cli') });
  cluster = await startAdminCluster({});
  gateway = await startEmbedded({
    environment: {
      RESERVE_LOOK_UP: 'none',
      KAFKA_BROKERS: cluster.address,
      WEBHOOK_ALLOW_PRIVATE: 'true',
    },
    secrets: { 'hooks/demo': 'a word between us' },
    clients: {
      demo: { webhook: { url: 'http://127.0.0.1:9/', auth_header: 'X-Hook-Key', secret_ref: 'hooks/demo' } },
    },
    timing: { writeGuard: { syncWaitMs: 200 } },
  });
});
afterAll(async () => {
  await gateway.close();
  cluster.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (line: string, stdin = '') => {
  const child = spawn(process.execPath, [bin, ...line.split(' '), '--json'], {
    env: {
      PARTNER_CLI_BASE_URL: gateway.baseUrl,
      PARTNER_CLI_CLIENT_ID: 'demo',
      PARTNER_CLI_API_KEY: gateway.apiKey,
      PARTNER_CLI_OPS_BASE_URL: gateway.opsBaseUrl,
      PARTNER_CLI_OPS_KEY: gateway.opsKey,
      XDG_CONFIG_HOME: folder,
    },
  });
  child.stdin.end(stdin);
  return child;
};

/** How it ends when nobody reads what it writes. */
const unread = async (line: string) => {
  const child = start(line, 'gwk_piped');
  child.stdout.destroy();
  const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr)]);
  return { line, code, stderr };
};

test('every command ends without a word when its reader has left', async () => {
  const bookingId = await bookedId(gateway, date);
  gateway.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
  await expect(bookedId(gateway, date)).rejects.toThrow('pending');
  const { cartId, bid } = gateway.sandbox.ledger.findLast(({ operation }) => operation === 'reserve') ?? {};
  const [itinerary] = JSON.parse(await text(start(`search ${trip}`).stdout)).itineraries;
  const asking = linesOf({
    clientId: 'demo',
    bookingId,
    cart: cartId ?? '',
    number: String(bid),
    itineraryId: itinerary.id,
    date,
    environment: new URL(gateway.opsBaseUrl).host,
  });
  const offline = [
    'completion bash',
    `keys check ${hashKey('gwk_piped')}`,
    'keys generate',
    'keys hash',
    'profiles',
  ];
  const lines = [...asking, ...offline];
  for (const line of lines) expect(await unread(line)).toEqual({ line, code: 0, stderr: '' });
});
