/** The guide of five minutes, followed to the letter in an empty folder: its commands, its file, its last line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import { execute } from './command.ts';
import { pack } from './published.ts';

const gateway = inject('gateway');
const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const guide = readFileSync(`${root}/docs/guides/five-minutes.md`, 'utf8');
const blocks = [...guide.matchAll(/^```(sh|js)\n([\s\S]*?)^```/gm)].map(([, kind, text = '']) => ({
  kind,
  text,
}));

test('a booking is confirmed at the end of it', async () => {
  const tarball = await pack('sdk', folder);
  const [variables, install, run] = blocks.filter(({ kind }) => kind === 'sh');
  const [program] = blocks.filter(({ kind }) => kind === 'js');
  // What the registry would bring, and the key of this gateway: nothing else is put in place of what stands there.
  const said = [
    variables?.text
      .replace('http://127.0.0.1:8080', gateway.baseUrl)
      .replace('=demo', `=${gateway.clientId}`)
      .replace('…', gateway.apiKey),
    install?.text.replace('@partner-gateway/sdk', tarball),
  ].join('');
  writeFileSync(join(folder, 'book.mjs'), program?.text ?? '');
  const { stdout } = await execute('sh', ['-ec', `${said}${run?.text}`], { cwd: folder });
  expect(stdout).toMatch(/^[1-9]\d* trips on \d{4}-\d{2}-\d{2}$/m);
  expect(stdout).toContain('booking_data.passengers[0].first_name - First name (text)');
  expect(stdout).toMatch(/^BK-\S+ approved \$\d+\.\d{2}$/m);
});
