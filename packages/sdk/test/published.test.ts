/** What is published stands alone: built once, then loaded and type-checked as a stranger would. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as source from '@partner-gateway/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'partner-sdk-'));
const built = (file: string): string => readFileSync(join(folder, file), 'utf8');
const node = (script: string, args: readonly string[], cwd: string): string =>
  execFileSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });

beforeAll(() => {
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js');
  node(tsup, ['--out-dir', folder, '--silent'], join(root, 'packages/sdk'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.for(['index.d.ts', 'index.d.cts'])('%s imports nothing', (file) => {
  expect(built(file)).not.toMatch(/\b(?:import|require)\b.*['"]/);
  expect(built(file)).toContain('createClient');
});

test.for(['index.js', 'index.cjs'])('%s needs nothing else, and holds neither zod nor ts-rest', (file) => {
  expect(built(file)).not.toMatch(/^\s*import\b|\brequire\(|from ["'](?!\.)/m);
  expect(built(file)).not.toMatch(/zod|ts-rest|@partner-gateway\/contract/);
});

test('ESM and CommonJS export the same, and it is what the sources export', async () => {
  const esm = (await import(pathToFileURL(join(folder, 'index.js')).href)) as object;
  const cjs = createRequire(import.meta.url)(join(folder, 'index.cjs')) as object;
  expect(Object.keys(esm).sort()).toEqual(Object.keys(source).sort());
  expect(Object.keys(cjs).sort()).toEqual(Object.keys(source).sort());
});

test('the types check in a strict project that checks its libraries too', () => {
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(
    join(folder, 'stranger.ts'),
    `import { createClient, isGatewayError, type BookingResult } from './index.js';
    const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'k' });
    export const book = async (token: string): Promise<BookingResult | undefined> => {
      try {
        return await gateway.createBooking({ booking_token: token, booking_data: { passengers: [] } });
      } catch (error) {
        if (isGatewayError(error, 'price_changed')) console.log(error.priceChanged?.current.amount);
        return undefined;
      }
    };`,
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const strict = '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --module nodenext';
  const args = `${strict} --target es2022 --lib es2022,dom stranger.ts`.split(' ');
  expect(spawnSync(process.execPath, [tsc, ...args], { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
});
