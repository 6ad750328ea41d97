/** The samples beside the API reference are what the SDK takes: each is checked against its types, and every method is shown. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@partner-gateway/sdk';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const document = JSON.parse(readFileSync(join(root, 'packages/contract/openapi.json'), 'utf8')) as {
  paths: Record<
    string,
    Record<string, { operationId?: string; 'x-codeSamples'?: { lang: string; source: string }[] }>
  >;
};

const samples = Object.values(document.paths)
  .flatMap((path) => Object.values(path))
  .flatMap(({ operationId = '', 'x-codeSamples': all = [] }) =>
    all.filter(({ lang }) => lang === 'TypeScript').map(({ source }) => [operationId, source] as const),
  );

test('every method of the SDK is shown beside an operation', () => {
  const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'k' });
  const shown = samples.map(([, source]) => source).join('\n');
  for (const method of Object.keys(gateway)) expect(shown).toContain(`gateway.${method}(`);
});

test('each sample is taken by the SDK’s own types', () => {
  const folder = mkdtempSync(join(root, 'packages/sdk/.samples-'));
  try {
    const given = `import type { CreateBookingRequest } from '@partner-gateway/sdk';
declare const apiKey: string, booking_token: string, booking_data: CreateBookingRequest['booking_data'];\n`;
    const files = samples.map(([operation, source]) => {
      writeFileSync(join(folder, `${operation}.ts`), `${given}${source}\n`);
      return `${operation}.ts`;
    });
    const compilerOptions = {
      noEmit: true,
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2024', 'dom', 'dom.iterable'],
      types: ['node'],
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      customConditions: ['@partner-gateway/source'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const compiler = join(root, 'node_modules/typescript7/bin/tsc');
    const args = [compiler, '-p', folder, '--singleThreaded'];
    const checked = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(checked.stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
