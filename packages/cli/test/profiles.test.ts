/** Profiles: a gateway by name, its key from where only its owner can read, and mistakes in the file told by name. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { example, inspection, problem } from './support/bodies.ts';
import { canaryKey, runCli, type Surroundings } from './support/run-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'partner-cli-profiles-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let files = 0;
const written = (text: string, mode = 0o600): string => {
  files += 1;
  const folder = join(home, String(files));
  mkdirSync(folder);
  const path = join(folder, 'profiles.json');
  writeFileSync(path, text, { mode });
  return path;
};
const fileOf = (profiles: object, mode?: number): string => written(JSON.stringify(profiles), mode);

const nothingSet = {
  baseUrl: undefined,
  clientId: undefined,
  apiKey: undefined,
  opsBaseUrl: undefined,
  opsKey: undefined,
};
const only = (file: string, more: Surroundings['profiles'] = {}): Surroundings => ({
  settings: nothingSet,
  profiles: { file, ...more },
});

const find = ['find', 'c-1', '--profile', 'staging'];

test('says where the ops API is and whose key to use, of the profile that is asked for', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, inspection));
  const file = fileOf({ staging: { ops_base_url: baseUrl, ops_key: 'gwo_staging' }, broken: { typo: 1 } });
  expect((await runCli(find, only(file))).code).toBe(0);
  expect((await runCli('find c-1', only(file, { asked: 'staging' }))).code).toBe(0);
  expect(asked.map(({ headers }) => headers['x-ops-key'])).toEqual(['gwo_staging', 'gwo_staging']);
});

test('says where the partner API is, for which client', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, example('search-response')));
  const file = fileOf({ staging: { base_url: baseUrl, client_id: 'rival', api_key: 'gwk_staging' } });
  const line = 'search --from-poi THBKK --to-poi THKCG --date 2026-11-14 --profile staging';
  expect((await runCli(line, only(file))).code).toBe(0);
  expect(asked[0]?.url.pathname).toBe('/v1/rival/itineraries');
  expect(asked[0]?.headers['x-api-key']).toBe('gwk_staging');
});

test('the environment wins over it, and --base-url over both', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, inspection));
  const file = fileOf({ staging: { ops_base_url: 'http://127.0.0.1:1', ops_key: 'gwo_staging' } });
  const settings = { ...nothingSet, opsBaseUrl: baseUrl, opsKey: canaryKey };
  expect((await runCli(find, { settings, profiles: { file } })).code).toBe(0);
  expect(asked[0]?.headers['x-ops-key']).toBe(canaryKey);
  const elsewhere = { ...settings, opsBaseUrl: 'http://127.0.0.1:1' };
  expect(
    (await runCli([...find, '--base-url', baseUrl], { settings: elsewhere, profiles: { file } })).code,
  ).toBe(0);
});

test('names the environment that booking resolve wants to be told, unless another address is in force', async () => {
  const { baseUrl } = await answeringServer(json(404, problem('booking_not_found')));
  const file = fileOf({ staging: { environment: 'production', ops_base_url: baseUrl, ops_key: 'gwo_x' } });
  const resolve = [
    ...'booking resolve --client acme --cart c --as not-booked --reason x --profile staging'.split(' '),
  ];
  const told = async (...more: string[]) => (await runCli([...resolve, ...more], only(file))).stderr;
  expect(await told()).toContain('Say --confirm-environment production to go on');
  expect(await told('--confirm-environment', 'production')).toContain('booking_not_found');
  const host = new URL(baseUrl).host;
  expect(await told('--base-url', baseUrl)).toContain(`Say --confirm-environment ${host} to go on`);
});

describe('a key', () => {
  const asks = async (profile: object, more: Surroundings['profiles'] = {}) => {
    const { baseUrl, asked } = await answeringServer(json(200, inspection));
    const ran = await runCli(find, only(fileOf({ staging: { ops_base_url: baseUrl, ...profile } }), more));
    return { ...ran, key: asked[0]?.headers['x-ops-key'] };
  };

  test('comes from a file of its own, beside the profiles or anywhere', async () => {
    const path = join(home, 'ops.key');
    writeFileSync(path, 'gwo_in_file\n', { mode: 0o600 });
    expect((await asks({ ops_key_file: path })).key).toBe('gwo_in_file');
    expect((await asks({ ops_key_file: '../ops.key' })).key).toBe('gwo_in_file');
  });

  test('comes from a variable that the profile names', async () => {
    const variables = { OPS_KEY_STAGING: 'gwo_in_variable' };
    expect((await asks({ ops_key_variable: 'OPS_KEY_STAGING' }, { variables })).key).toBe('gwo_in_variable');
  });

  test('is refused from a file that others may read, with the command that mends it', async () => {
    const path = join(home, 'open.key');
    writeFileSync(path, canaryKey);
    for (const mode of [0o644, 0o640, 0o604]) {
      chmodSync(path, mode);
      const { code, stderr, key } = await asks({ ops_key_file: path });
      expect([code, key]).toEqual([exitCodes.configuration.code, undefined]);
      expect(stderr).toContain(`${path} holds a key, and others than its owner may read it`);
      expect(stderr).toContain(`Run: chmod 600 ${path}`);
    }
  });

  test('in the profiles themselves is refused when others may read them, of whichever profile it is', async () => {
    const staging = { ops_base_url: 'http://127.0.0.1:1', ops_key_variable: 'KEY' };
    const file = fileOf({ staging, production: { ops_key: canaryKey } }, 0o644);
    const { code, stderr } = await runCli(find, only(file, { variables: { KEY: 'gwo_x' } }));
    expect(code).toBe(exitCodes.configuration.code);
    expect(stderr).toContain(`Run: chmod 600 ${file}`);
    const listed = await runCli('profiles', only(file));
    expect([listed.code, listed.stdout]).toEqual([exitCodes.configuration.code, '']);
  });

  test('in no file, an empty one or an unset variable is told with the member that named it', async () => {
    const empty = join(home, 'empty.key');
    writeFileSync(empty, '\n', { mode: 0o600 });
    const told = async (profile: object) => (await asks(profile)).stderr;
    expect(await told({ ops_key_file: '/nowhere/ops.key' })).toMatch(
      /\/nowhere\/ops\.key does not exist\nIt is named by ops_key_file of the profile staging/,
    );
    expect(await told({ ops_key_file: empty })).toContain(`${empty} is empty`);
    expect(await told({ ops_key_variable: 'OPS_KEY_STAGING' })).toContain(
      'the variable OPS_KEY_STAGING is not set',
    );
  });
});

describe('a file that is wrong is told with its path and what is wrong there, and no key of it', () => {
  test.each([
    [
      'an unknown profile',
      '{"prod":{},"dev":{}}',
      'there is no profile staging in FILE; there are: prod, dev',
    ],
    [
      'a member that is misspelt',
      '{"staging":{"ops_url":"x"}}',
      'profile staging of FILE has no member "ops_url"; there are environment, base_url, ops_base_url,',
    ],
    ['a member that is no text', '{"staging":{"client_id":7}}', 'has a client_id that is not text'],
    ['two keys', '{"staging":{"ops_key":"k","ops_key_file":"f"}}', 'has ops_key and ops_key_file'],
    [
      'a password',
      `{"staging":{"base_url":"https://me:${canaryKey}@x.example"}}`,
      'a base_url with a user name or a password in it',
    ],
    ['an environment with a blank', '{"staging":{"environment":"big one"}}', 'an environment with a blank'],
    ['a profile that is none', '{"staging":"https://x"}', 'the profile staging of FILE is not an object'],
    ['a list', '[]', 'FILE is not an object of profiles'],
    ['broken JSON', `{"staging":{"ops_key":"${canaryKey}",}}`, 'FILE is not JSON (line 1 column'],
    ['what is no JSON at all', canaryKey, 'FILE is not JSON\n'],
  ])('%s', async (_what, text, message) => {
    const file = written(text);
    const { code, stdout, stderr } = await runCli(find, only(file));
    expect([code, stdout]).toEqual([exitCodes.configuration.code, '']);
    expect(stderr).toContain(message.replace('FILE', file));
    expect(stderr).not.toContain(canaryKey);
  });

  test('no file', async () => {
    const { code, stderr } = await runCli(find, only('/nowhere/profiles.json'));
    expect(code).toBe(exitCodes.configuration.code);
    expect(stderr).toContain('there is no file of profiles to find staging in: /nowhere/profiles.json');
  });

  test('what no profile says is named by its variable', async () => {
    const { stderr } = await runCli(find, only(fileOf({ staging: { ops_key: 'gwo_x' } })));
    expect(stderr).toContain(
      'missing PARTNER_CLI_OPS_BASE_URL, and the profile staging does not say it either',
    );
  });
});

describe('profiles', () => {
  const profiles = {
    production: {
      environment: 'production',
      ops_base_url: 'https://ops.gateway.example',
      ops_key: canaryKey,
    },
    staging: {
      base_url: 'https://staging.gateway.example',
      client_id: 'acme',
      api_key_file: 'acme.key',
      ops_key_variable: 'KEY',
    },
  };

  test('are listed with where their keys are, never a key, and which one is in use', async () => {
    const { code, stdout, stderr } = await runCli('profiles', {
      ...only(fileOf(profiles), { asked: 'staging' }),
      isTTY: true,
      noColor: true,
    });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "USED  PROFILE     ENVIRONMENT  PARTNER API                      OPS API                      CLIENT  API KEY        OPS KEY
      -     production  production   none                             https://ops.gateway.example  none    none           the file of profiles
      *     staging     none         https://staging.gateway.example  none                         acme    file acme.key  variable KEY
      "
    `);
    expect(stderr).toMatch(/^Read from .*profiles\.json\.\n$/);
  });

  test('--json tells the same, with the variables that win', async () => {
    const file = fileOf(profiles);
    const { stdout } = await runCli('profiles --profile production --json', {
      settings: { ...nothingSet, opsKey: canaryKey },
      profiles: { file },
    });
    expect(stdout).not.toContain(canaryKey);
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      profiles: [
        { name: 'production', in_use: true, environment: 'production', ops_key_from: 'the file of profiles' },
        { name: 'staging', in_use: false, api_key_from: 'file acme.key', ops_key_from: 'variable KEY' },
      ],
      variables_that_win: ['PARTNER_CLI_OPS_KEY'],
    });
  });

  test('that do not exist are no failure, one that is asked for and missing is', async () => {
    expect(await runCli('profiles', only('/nowhere/profiles.json'))).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There are no profiles.\nRead from /nowhere/profiles.json.\n',
    });
    expect((await runCli('profiles --profile prod', only(fileOf(profiles)))).stderr).toContain(
      'there is no profile prod',
    );
  });
});
