/** compose.yaml names settings that the programs have, and files that are there; the key of its client is the one that docs/deploy.md shows. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentSchema, readConfig } from '../packages/settings/src/index.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const serviceSchema = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  network_mode: z.string().optional(),
});
const { services } = z
  .object({ services: z.record(z.string(), serviceSchema) })
  .parse(parse(read('compose.yaml'), { merge: true }));
/** What the programs are given: a `$` is written twice in the file. */
const settingsOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      value.replaceAll('$$', '$'),
    ]),
  );

test.each(['gateway', 'relay'])('the %s is given settings that it has, with values that it takes', (name) => {
  const given = settingsOf(name);
  expect(Object.keys(given).length).toBeGreaterThan(15);
  expect(Object.keys(given).filter((one) => !(one in environmentSchema.shape))).toEqual([]);
  expect(readConfig(given).STORE).toBe('redis');
});

test('every folder and file that a service is given exists, and so does every service that is named', () => {
  for (const { volumes, depends_on, network_mode } of Object.values(services)) {
    for (const volume of volumes) {
      const [path = ''] = volume.split(':');
      expect([path, existsSync(new URL(path, root))]).toEqual([path, true]);
    }
    const [, shared] = /^service:(\S+)$/.exec(network_mode ?? '') ?? [];
    for (const name of [...Object.keys(depends_on), ...(shared ? [shared] : [])])
      expect(services).toHaveProperty(name);
  }
});

test('the keys that docs/deploy.md shows for a laptop are those of its settings', () => {
  const hashOf = (key: string): string =>
    `sha256$laptop$${createHash('sha256').update(`laptop\0${key}`).digest('hex')}`;
  expect(read('deploy/laptop/clients.json')).toContain(hashOf('gwk_laptop'));
  expect(settingsOf('gateway').OPS_KEY_HASHES).toContain(hashOf('gwo_laptop'));
  for (const key of ['gwk_laptop', 'gwo_laptop']) expect(read('docs/deploy.md')).toContain(key);
});
