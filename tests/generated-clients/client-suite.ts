/**
 * What partners do who write another language: a client is generated from the contract by a public generator, built by the language's own
 * compiler, and a small program books a seat with it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute } from '../packed/command.ts';
import { languages } from './languages.ts';
import { newStatus, type Place, startNewerGateway } from './newer-gateway.ts';

const languageOf = (name: string) => {
  const language = languages[name];
  if (language === undefined) throw new Error(`no client is generated in ${name}`);
  return language;
};

/** One language after another, for each takes a core; those that are ready book meanwhile. */
const makeClients = (names: readonly string[], folder: string) => {
  let before = Promise.resolve();
  return new Map(
    names.map((name) => {
      const own = `${folder}/${name}`;
      mkdirSync(own);
      const generating = before.then(() => languageOf(name).generate(own));
      const building = generating.then(() => languageOf(name).build(own));
      before = building.catch(() => {});
      return [name, { own, generating, building }];
    }),
  );
};

const linesAfter = (status: string) => [
  expect.stringMatching(new RegExp(`^BK-\\S+ ${status} \\d+\\.\\d\\d$`)),
  `is ${status}`,
  expect.stringMatching(/^ticket at https:/),
  expect.stringMatching(/^refund of \d+\.\d\d$/),
  '404 booking_not_found final',
];

/** What is promised of the clients of some languages. `placeOf` says where a gateway is, once tests run. */
export const describeClients = (names: readonly string[], placeOf: () => Place): void => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-clients-'));
  const clients = makeClients(names, folder);
  let newer: Awaited<ReturnType<typeof startNewerGateway>>;
  beforeAll(async () => {
    newer = await startNewerGateway();
  });
  afterAll(async () => {
    await newer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const book = async (name: string, { baseUrl, clientId, apiKey }: Place): Promise<string[]> => {
    const client = clients.get(name);
    await client?.building;
    const { file, args, env } = await languageOf(name).run(client?.own ?? '');
    const place = {
      PARTNER_GATEWAY_BASE_URL: baseUrl,
      PARTNER_GATEWAY_CLIENT_ID: clientId,
      PARTNER_GATEWAY_API_KEY: apiKey,
    };
    const { stdout } = await execute(file, args, { cwd: folder, env: { ...env, ...place } });
    return stdout.split(/\r?\n/);
  };

  describe.concurrent.each(names)('a client for %s', (name) => {
    test('is generated', async ({ expect: own }) => {
      await own(clients.get(name)?.generating).resolves.toBeUndefined();
    });

    test('is built, and a program that uses it', async ({ expect: own }) => {
      await own(clients.get(name)?.building).resolves.toBeUndefined();
    });

    test('books a seat, reads the booking and its ticket, and a problem', async ({ expect: own }) => {
      const lines = await book(name, placeOf());
      own(lines[0]).toMatch(/^[1-9]\d* trips on \d{4}-\d\d-\d\d$/);
      own(lines.slice(1)).toEqual(linesAfter('approved'));
    });

    test('asks again after a 202, and takes a status that it does not know', async ({ expect: own }) => {
      const [, pending, ...lines] = await book(name, newer);
      own(pending).toMatch(/^202, asked again after \d+ s$/);
      own(lines).toEqual(linesAfter(newStatus));
    });
  });
};
