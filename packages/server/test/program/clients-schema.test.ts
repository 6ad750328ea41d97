/** The JSON Schema and the example of the client file, held to the code that reads it. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { clientFileJsonSchema, parseClientSettings } from '../../src/partners/client-settings.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, docs), 'utf8');
const exampleSchema = z.object({ clients: z.array(z.record(z.string(), z.unknown())) });
const example = exampleSchema.parse(JSON.parse(read('clients.example.json')));
const withChange = (change: object) => ({ clients: example.clients.map((one) => ({ ...one, ...change })) });

describe('docs/clients.schema.json', () => {
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  const fits = ajv.compile(JSON.parse(read('clients.schema.json')));

  test('is what the code makes today; `pnpm clients-schema` writes it', () => {
    expect(read('clients.schema.json')).toBe(`${JSON.stringify(clientFileJsonSchema(), null, 2)}\n`);
  });

  test('takes the example', () => {
    expect(fits(example)).toBe(true);
  });

  test.each([
    ['a setting that does not exist', { strict_request: true }],
    ['a key instead of its hash', { api_key_hashes: ['gwk_live_acme'] }],
    ['a number where a decimal in quotes belongs', { price_mismatch_threshold_percent: 1 }],
    ['a client without contracts', { contracts: [] }],
  ])('refuses %s, as the gateway does', (_what, change) => {
    const file = withChange(change);
    expect(fits(file)).toBe(false);
    expect(() => parseClientSettings(file)).toThrow();
  });
});

test('docs/clients.example.json can be read, and shows what a new client should have', () => {
  expect(parseClientSettings(example)).toMatchObject([
    { client_id: 'acme', enabled: true, strict_requests: true, require_idempotency_key: true },
  ]);
});

test('docs/configuration.md links both', () => {
  for (const name of ['clients.schema.json', 'clients.example.json'])
    expect(read('configuration.md')).toContain(`](${name})`);
});
