/** What is published stands alone: the build, loaded and type-checked as a stranger would. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as index from '@partner-gateway/sdk';
import * as flows from '@partner-gateway/sdk/flows';
import * as forms from '@partner-gateway/sdk/forms';
import * as money from '@partner-gateway/sdk/money';
import * as webhooks from '@partner-gateway/sdk/webhooks';
import { expect, onTestFinished, test } from 'vitest';
import { gzipBytes, gzipBytesMax } from '../scripts/sizes.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const compiler = join(root, 'node_modules/typescript/bin/tsc');
/** It takes a tenth of the time, and knows no resolution of before exports. */
const newCompiler = join(root, 'node_modules/typescript7/bin/tsc');
const folder = join(root, 'packages/sdk/dist');
const built = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** An empty project that has the build installed. */
const stranger = (manifest: object): string => {
  const project = mkdtempSync(join(tmpdir(), 'partner-sdk-'));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  const installed = join(project, 'node_modules/@partner-gateway/sdk');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'packages/sdk/package.json'), join(installed, 'package.json'));
  symlinkSync(folder, join(installed, 'dist'));
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  return project;
};

/** Each entry by the name of its files, with the sources that it is made of. */
const entries: Readonly<Record<string, object>> = { index, flows, forms, money, webhooks };
const names = Object.keys(entries);
const each = (...endings: readonly string[]) =>
  names.flatMap((name) => endings.map((one) => `${name}.${one}`));

test.for(each('d.ts', 'd.cts'))('%s imports nothing but what lies beside it', (file) => {
  const named = [...built(file).matchAll(/\b(?:import|from|require)\b\s*\(?\s*['"]([^'"]+)['"]/g)];
  expect(named.map(([, from]) => from).filter((from) => !from?.startsWith('./'))).toEqual([]);
  expect(built(file)).toContain('export');
});

test('the code of the client needs nothing else, and holds neither zod nor ts-rest', () => {
  const files = readdirSync(folder).filter((file) => /^(?!testing|partner-gateway-fake).*\.c?js$/.test(file));
  expect(files).toEqual(expect.arrayContaining(each('js', 'cjs')));
  for (const file of files) {
    expect.soft(built(file)).not.toMatch(/^\s*import ["'](?!\.)|\brequire\(["'](?!\.)|from ["'](?!\.)/m);
    expect.soft(built(file)).not.toMatch(/zod|ts-rest|@partner-gateway\/contract/);
  }
});

test.for(names)('%s: ESM and CommonJS export the same, and it is what the sources export', async (name) => {
  const esm = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as object;
  const cjs = createRequire(import.meta.url)(join(folder, `${name}.cjs`)) as object;
  const exported = Object.keys(entries[name] ?? {}).sort();
  expect(Object.keys(esm).sort()).toEqual(exported);
  expect(Object.keys(cjs).sort()).toEqual(exported);
});

test('an error of a flow is an instance of the class that a partner imports', async () => {
  const load = createRequire(import.meta.url);
  const [sdk, { wait }] = [load(join(folder, 'index.cjs')), load(join(folder, 'flows.cjs'))];
  const pending = { state: 'pending', incompleteResultId: 'k1.x', retryAfterSeconds: 2, correlationId: 'c' };
  const error = await wait({}, pending, { deadlineMs: 1 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(sdk.TimeoutError);
});

test('the build names its version', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8')) as {
    version: string;
  };
  for (const file of ['index.js', 'index.cjs'])
    expect(built(file)).toMatch(new RegExp(`partner-gateway-sdk/.*"${version}"`));
});

test('every entry is there for a project that resolves as TypeScript did before exports, and no other', () => {
  const { exports, typesVersions, publishConfig } = JSON.parse(
    readFileSync(join(root, 'packages/sdk/package.json'), 'utf8'),
  );
  const subpaths = Object.keys(exports).filter((path) => path !== '.');
  expect(Object.keys(typesVersions['*']).map((name) => `./${name}`)).toEqual(
    expect.arrayContaining(subpaths),
  );
  expect(Object.keys(typesVersions['*'])).toHaveLength(subpaths.length);
  expect(Object.keys(publishConfig.exports)).toEqual(Object.keys(exports));
  for (const [file] of Object.values<string[]>(typesVersions['*']))
    expect(built(`../${file}`)).toContain('export');
});

test('the types check in a project that resolves as TypeScript did before exports', () => {
  const consumer = stranger({});
  writeFileSync(
    join(consumer, 'stranger.ts'),
    `import { createClient, type SearchResult } from '@partner-gateway/sdk';
    import { untilComplete } from '@partner-gateway/sdk/flows';
    import { toFields } from '@partner-gateway/sdk/forms';
    import { add, type Money } from '@partner-gateway/sdk/money';
    import { verifyWebhook } from '@partner-gateway/sdk/webhooks';
    export const twice = (money: Money): Money => add(money, money);
    export { toFields, verifyWebhook };
    const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'k' });
    export const found: Promise<SearchResult> = gateway.search({
      departure_poi: 'THBKK', arrival_poi: 'THCNX', departure_date: '2030-01-01', pax: 1,
    });
    // @ts-expect-error the types of flows are there: a query is needed
    untilComplete(gateway);
    // @ts-expect-error the types are there: an API key is needed
    createClient({ baseUrl: 'https://gateway.example', clientId: 'acme' });`,
  );
  const old =
    '--noEmit --strict --skipLibCheck --module commonjs --moduleResolution node10 --ignoreDeprecations 6.0';
  const args = `${old} --target es2022 --lib es2022,dom stranger.ts`.split(' ');
  expect(spawnSync(process.execPath, [compiler, ...args], { cwd: consumer, encoding: 'utf8' }).stdout).toBe(
    '',
  );
});

test.for(Object.entries(gzipBytesMax))(
  'the bundle of %s is as small as the README says: %i bytes, compressed',
  ([name, bytesMax]) => {
    expect(gzipBytes(folder, name)).toBeLessThanOrEqual(bytesMax);
    const readme = readFileSync(join(root, 'packages/sdk/README.md'), 'utf8').replace(/ {2,}/g, ' ');
    const entry = name === 'index' ? '@partner-gateway/sdk' : `@partner-gateway/sdk/${name}`;
    expect(readme).toContain(`| \`${entry}\` | ${bytesMax / 1000} KB |`);
    expect(Object.keys(entries)).toContain(name);
  },
);

test('the types check in a strict project that checks its libraries too', () => {
  const consumer = stranger({ type: 'module' });
  writeFileSync(
    join(consumer, 'stranger.ts'),
    `import { createClient, isGatewayError, type BookingResult } from '@partner-gateway/sdk';
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
  const strict =
    '--singleThreaded --noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --module nodenext';
  const args = `${strict} --target es2022 --lib es2022,dom stranger.ts`.split(' ');
  expect(
    spawnSync(process.execPath, [newCompiler, ...args], { cwd: consumer, encoding: 'utf8' }).stdout,
  ).toBe('');
});

test('the fake holds neither zod nor msw, needs Node alone, and weighs at most 60,000 bytes compressed', () => {
  const named = [...built('testing.js').matchAll(/^import .* from ["']([^"']+)["']/gm)].map(
    ([, from]) => from,
  );
  expect(named.filter((from) => !from?.startsWith('node:'))).toEqual([]);
  expect(built('testing.js')).not.toMatch(/\bzod\b|ts-rest/);
  expect(gzipSync(built('testing.js'), { level: 9 }).length).toBeLessThanOrEqual(60_000);
  const types = [...built('testing.d.ts').matchAll(/\bfrom ['"]([^'"]+)['"]/g)].map(([, from]) => from);
  expect(types).toEqual(['msw']);
});
