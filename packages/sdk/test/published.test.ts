/** What is published stands alone: built once, then loaded and type-checked as a stranger would. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as index from '@partner-gateway/sdk';
import * as forms from '@partner-gateway/sdk/forms';
import * as money from '@partner-gateway/sdk/money';
import * as webhooks from '@partner-gateway/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'partner-sdk-'));
const built = (file: string): string => readFileSync(join(folder, file), 'utf8');
const node = (script: string, args: readonly string[], cwd: string): string =>
  execFileSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });

/** What a partner's bundler would make of one entry. */
const bundle = (file: string, what: string): Uint8Array => {
  const esbuild = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild') as {
    buildSync(options: object): { outputFiles: [{ contents: Uint8Array }] };
  };
  const contents = `export ${what} from ${JSON.stringify(file)}`;
  return esbuild.buildSync({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  }).outputFiles[0].contents;
};

beforeAll(() => {
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js');
  node(tsup, ['--out-dir', folder, '--silent'], join(root, 'packages/sdk'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each entry by the name of its files, with the sources that it is made of. */
const entries: Readonly<Record<string, object>> = { index, forms, money, webhooks };
const names = Object.keys(entries);
const each = (...endings: readonly string[]) =>
  names.flatMap((name) => endings.map((one) => `${name}.${one}`));

test.for(each('d.ts', 'd.cts'))('%s imports nothing but what lies beside it', (file) => {
  const named = [...built(file).matchAll(/\b(?:import|from|require)\b\s*\(?\s*['"]([^'"]+)['"]/g)];
  expect(named.map(([, from]) => from).filter((from) => !from?.startsWith('./'))).toEqual([]);
  expect(built(file)).toContain('export');
});

test.for(each('js', 'cjs'))('%s needs nothing else, and holds neither zod nor ts-rest', (file) => {
  expect(built(file)).not.toMatch(/^\s*import\b|\brequire\(|from ["'](?!\.)/m);
  expect(built(file)).not.toMatch(/zod|ts-rest|@partner-gateway\/contract/);
});

test.for(names)('%s: ESM and CommonJS export the same, and it is what the sources export', async (name) => {
  const esm = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as object;
  const cjs = createRequire(import.meta.url)(join(folder, `${name}.cjs`)) as object;
  const exported = Object.keys(entries[name] ?? {}).sort();
  expect(Object.keys(esm).sort()).toEqual(exported);
  expect(Object.keys(cjs).sort()).toEqual(exported);
});

test('the build names its version', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8')) as {
    version: string;
  };
  for (const file of ['index.js', 'index.cjs'])
    expect(built(file)).toMatch(new RegExp(`partner-gateway-sdk/.*"${version}"`));
});

test('the types check in a project that resolves as TypeScript did before exports', () => {
  const consumer = mkdtempSync(join(tmpdir(), 'partner-sdk-node10-'));
  const installed = join(consumer, 'node_modules/@partner-gateway/sdk');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'packages/sdk/package.json'), join(installed, 'package.json'));
  symlinkSync(folder, join(installed, 'dist'));
  writeFileSync(
    join(consumer, 'stranger.ts'),
    `import { createClient, type SearchResult } from '@partner-gateway/sdk';
    import { toFields } from '@partner-gateway/sdk/forms';
    import { add, type Money } from '@partner-gateway/sdk/money';
    import { verifyWebhook } from '@partner-gateway/sdk/webhooks';
    export const twice = (money: Money): Money => add(money, money);
    export { toFields, verifyWebhook };
    const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'k' });
    export const found: Promise<SearchResult> = gateway.search({
      departure_poi: 'THBKK', arrival_poi: 'THCNX', departure_date: '2030-01-01', pax: 1,
    });
    // @ts-expect-error the types are there: an API key is needed
    createClient({ baseUrl: 'https://gateway.example', clientId: 'acme' });`,
  );
  const old =
    '--noEmit --strict --skipLibCheck --module commonjs --moduleResolution node10 --ignoreDeprecations 6.0';
  const args = `${old} --target es2022 --lib es2022,dom stranger.ts`.split(' ');
  expect(spawnSync(process.execPath, [compiler, ...args], { cwd: consumer, encoding: 'utf8' }).stdout).toBe(
    '',
  );
  rmSync(consumer, { recursive: true, force: true });
});

test.for(Object.entries({ index: 10_000, forms: 3_000, money: 1_500, webhooks: 2_500 }))(
  '%s weighs at most %i bytes, bundled and compressed',
  ([name, bytesMax]) => {
    const bundled = bundle(join(folder, `${name}.js`), name === 'index' ? '{ createClient }' : '*');
    expect(gzipSync(bundled, { level: 9 }).length).toBeLessThanOrEqual(bytesMax);
  },
);

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
  const strict = '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --module nodenext';
  const args = `${strict} --target es2022 --lib es2022,dom stranger.ts`.split(' ');
  expect(spawnSync(process.execPath, [compiler, ...args], { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
});
