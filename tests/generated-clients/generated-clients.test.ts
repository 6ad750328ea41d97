/**
 * What partners do who write another language: a client is generated from the contract by a public generator, built by the language's own
 * compiler, and a small program books a seat with it. `GENERATED_CLIENTS` names the languages.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createPartnerFake } from '../../packages/partner-fake/src/index.ts';
import { execute } from '../packed/command.ts';
import { languages } from './languages.ts';

const names = (process.env.GENERATED_CLIENTS ?? '').split(',').filter((name) => name !== '');
const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-clients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fake = createPartnerFake();
let listening: Awaited<ReturnType<typeof fake.listen>>;
beforeAll(async () => {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 0 });
  listening = await fake.listen();
});
afterAll(() => listening.close());

const languageOf = (name: string) => {
  const language = languages[name];
  if (language === undefined) throw new Error(`no client is generated in ${name}`);
  return { language, own: `${folder}/${name}` };
};

/** One language after another, for each takes a core; those that are ready book meanwhile. */
let before = Promise.resolve();
const generated = new Map(
  names.map((name) => {
    const { language, own } = languageOf(name);
    mkdirSync(own);
    const generating = before.then(() => language.generate(own));
    const building = generating.then(() => language.build(own));
    before = building.catch(() => {});
    return [name, { generating, building }];
  }),
);

type Place = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

const bookAt = async (name: string, { baseUrl, clientId, apiKey }: Place): Promise<string[]> => {
  await generated.get(name)?.building;
  const { language, own } = languageOf(name);
  const { file, args, env } = await language.run(own);
  const place = {
    PARTNER_GATEWAY_BASE_URL: baseUrl,
    PARTNER_GATEWAY_CLIENT_ID: clientId,
    PARTNER_GATEWAY_API_KEY: apiKey,
  };
  const { stdout } = await execute(file, args, { cwd: own, env: { ...env, ...place } });
  return stdout.split(/\r?\n/);
};

const booked = [
  expect.stringMatching(/^BK-\S+ approved \d+\.\d\d$/),
  'is approved',
  expect.stringMatching(/^ticket at https:/),
  expect.stringMatching(/^refund of \d+\.\d\d$/),
  '404 booking_not_found final',
];

test('there are languages to try', () => {
  expect(names).not.toEqual([]);
});

describe.concurrent.each(names)('a client generated for %s', (name) => {
  test('is generated', async ({ expect: own }) => {
    await own(generated.get(name)?.generating).resolves.toBeUndefined();
  });

  test('is built, and a program that uses it', async ({ expect: own }) => {
    await own(generated.get(name)?.building).resolves.toBeUndefined();
  });

  test('books a seat at a gateway, and reads a problem', async ({ expect: own }) => {
    const lines = await bookAt(name, inject('gateway'));
    own(lines).toEqual([own.stringMatching(/^[1-9]\d* trips on \d{4}-\d\d-\d\d$/), ...booked]);
  });

  test('asks again for a booking that was answered with 202', async ({ expect: own }) => {
    const lines = await bookAt(name, { ...fake, ...listening });
    own(lines.slice(1)).toEqual([own.stringMatching(/^202, asked again after \d+ s$/), ...booked]);
  });
});
