/** Settings: every mistake at once and no value in any message, and what production refuses. */

import { ConfigError, readConfig, secretVariables, tellSettings } from '@partner-gateway/settings';
import { describe, expect, test } from 'vitest';
import { parseClientSettings } from '../../src/partners/client-settings.ts';
import { startApi } from '../support/api.ts';

const fine = {
  CLIENTS_FILE: '/etc/gateway/clients.json',
  SECRETS_DIR: '/run/secrets',
  SEALING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  BOOKING_ID_SECRET: Buffer.alloc(32, 2).toString('base64'),
  REDIS_URL: 'redis://127.0.0.1:6379',
  TWELVEGO_BASE_URL: 'https://api.upstream.example/',
  FUJI_BASE_URL: 'https://fuji.example',
  RATES_URL: 'https://rates.example',
  CREDIT_LINE_URL: 'https://credit.example',
  OPS_KEY_HASHES: 'ops=sha256$s$0',
};
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(fine).filter(([name]) => !names.includes(name)));
const problemsOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('a collector', () => {
  const withCollector = { ...fine, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

  test('is read with its headers, its sampler and its names', () => {
    expect(
      readConfig({
        ...withCollector,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%3D%3D, x-scope=one=two',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.1',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      }),
    ).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_EXPORTER_OTLP_HEADERS: { authorization: 'Bearer a==', 'x-scope': 'one=two' },
      OTEL_TRACES_SAMPLER_ARG: 0.1,
      OTEL_RESOURCE_ATTRIBUTES: { 'deployment.environment.name': 'staging' },
      OTEL_SERVICE_NAME: 'partner-gateway',
    });
    expect(readConfig(fine)).not.toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /^OTEL_EXPORTER_OTLP_PROTOCOL: .*http\/json/],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector:4317' }, /^OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: .*URL/],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio' }, /^OTEL_TRACES_SAMPLER_ARG and .* together$/],
    [{ OTEL_TRACES_SAMPLER_ARG: '0.1' }, /^OTEL_TRACES_SAMPLER_ARG and .* together$/],
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
      /^OTEL_TRACES_SAMPLER_ARG: .*from 0 to 1/,
    ],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'canary' }, /^OTEL_EXPORTER_OTLP_HEADERS: must be name=value/],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'canary=%zz' }, /^OTEL_RESOURCE_ATTRIBUTES: must be name=value/],
  ])('is refused with %j, by the name of the variable and not its value', (wrong, told) => {
    const problems = problemsOf({ ...withCollector, ...wrong });
    expect(problems).toEqual([expect.stringMatching(told)]);
    expect(problems.join()).not.toContain('canary');
  });

  test('that is not named takes no headers', () => {
    expect(problemsOf({ ...fine, OTEL_EXPORTER_OTLP_HEADERS: 'a=b' })).toEqual([
      expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS needs a collector'),
    ]);
  });
});

describe('the environment', () => {
  test('is read with its defaults, and addresses without a slash at the end', () => {
    expect(readConfig(fine)).toMatchObject({
      NODE_ENV: 'development',
      PORT: 8080,
      STORE: 'redis',
      TWELVEGO_BASE_URL: 'https://api.upstream.example',
      SEARCH_TIMEOUT_SECONDS_MAX: 20,
      OPS_KEY_HASHES: ['ops=sha256$s$0'],
    });
  });

  test('counts an empty variable as none', () => {
    expect(readConfig({ ...fine, PORT: '', TRUST_PROXY: '' })).toMatchObject({ PORT: 8080 });
    expect(problemsOf({ ...fine, CLIENTS_FILE: '' })).toEqual(['CLIENTS_FILE is required']);
  });

  test('that is empty is told everything it lacks, at once', () => {
    const required = Object.keys(without('REDIS_URL', 'RATES_URL', 'OPS_KEY_HASHES'));
    expect(problemsOf({})).toEqual([
      ...required.map((name) => `${name} is required`),
      'REDIS_URL is required with STORE=redis, or REDIS_SENTINELS, or REDIS_CLUSTER',
      'exactly one of RATES_URL and RATES_FILE is required',
    ]);
  });

  test('is told every malformed variable beside what it lacks, and never a value', () => {
    const canary = 'canary-value';
    const wrong = {
      NODE_ENV: canary,
      PORT: `1${canary}`,
      OPS_PORT: '70000',
      LOG_LEVEL: canary,
      BOOKING_ID_SECRET: canary,
      STORE: canary,
      REDIS_URL: `http://${canary}`,
      JOURNAL_REDIS_URL: canary,
      ALLOW_MEMORY_STORE: canary,
      TWELVEGO_BASE_URL: canary,
      FUJI_BASE_URL: `ftp://${canary}`,
      TWELVEGO_CART_LIFE_SECONDS: '1',
      SEARCH_TIMEOUT_SECONDS_MAX: '61',
      RATES_URL: canary,
      RATES_FILE: canary,
      NOTIFICATION_SECRET: canary.slice(0, 8),
      SEARCH_CACHE_REDIS_URL: `[${canary}`,
      SEARCH_CACHE: 'redis',
    };
    const problems = problemsOf({ ...fine, ...wrong });
    for (const name of Object.keys(wrong).filter((one) => !['RATES_FILE', 'SEARCH_CACHE'].includes(one)))
      expect(problems.join('\n')).toContain(`${name}: `);
    expect(problems).toContain('exactly one of RATES_URL and RATES_FILE is required');
    expect(problems.join('\n')).not.toMatch(/canary|70000/);
  });

  test('is one message for people', () => {
    expect(() => readConfig(without('SECRETS_DIR', 'FUJI_BASE_URL'))).toThrow(
      'The gateway cannot start with these settings:\n  - SECRETS_DIR is required\n  - FUJI_BASE_URL is required',
    );
  });
});

describe('the store on disk', () => {
  const disk = { ...without('REDIS_URL'), STORE: 'disk', STORE_FILE: '/var/lib/gateway/writes.db' };

  test('needs a file and no Redis, and keeps no journal in the Redis that it does not use', () => {
    expect(readConfig(disk)).toMatchObject({ STORE: 'disk', STORE_FILE: '/var/lib/gateway/writes.db' });
    expect(readConfig({ ...disk, REDIS_URL: fine.REDIS_URL }).JOURNAL_REDIS_URL).toBeUndefined();
    expect(problemsOf({ ...disk, STORE_FILE: '' })).toEqual(['STORE_FILE is required with STORE=disk']);
  });

  test('keeps its journal in Redis when that is said, apart from the search answers', () => {
    const JOURNAL_REDIS_URL = 'redis://127.0.0.1:6379';
    expect(readConfig({ ...disk, JOURNAL_REDIS_URL })).toMatchObject({ JOURNAL_REDIS_URL });
    const cached = { ...disk, SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: JOURNAL_REDIS_URL };
    expect(problemsOf(cached)).toEqual([]);
    expect(problemsOf({ ...cached, JOURNAL_REDIS_URL })).toEqual([
      expect.stringContaining('must name another instance or database than JOURNAL_REDIS_URL'),
    ]);
  });
});

describe('the database of the journal', () => {
  test.each([
    ['redis://cache.example', 'redis://cache.example/1'],
    ['redis://cache.example/', 'redis://cache.example/1'],
    ['rediss://user:secret@cache.example:6380/3', 'rediss://user:secret@cache.example:6380/4'],
    ['redis://cache.example?db=2&family=6', 'redis://cache.example/3?db=2&family=6'],
  ])('is the one after %s, unless it is said', (REDIS_URL, expected) => {
    expect(readConfig({ ...fine, REDIS_URL }).JOURNAL_REDIS_URL).toBe(expected);
    const JOURNAL_REDIS_URL = 'redis://journal.example/7';
    expect(readConfig({ ...fine, REDIS_URL, JOURNAL_REDIS_URL })).toMatchObject({ JOURNAL_REDIS_URL });
  });

  test.each(['redis://127.0.0.1', 'redis://127.0.0.1:6379/0', 'rediss://user:secret@127.0.0.1?db=0'])(
    'is never that of the booking writes: %s',
    (JOURNAL_REDIS_URL) => {
      expect(problemsOf({ ...fine, JOURNAL_REDIS_URL })).toEqual([
        expect.stringContaining('JOURNAL_REDIS_URL must name another instance or database than REDIS_URL'),
      ]);
      expect(problemsOf({ ...fine, JOURNAL_REDIS_URL, STORE: 'memory' })).toEqual([]);
    },
  );
});

describe('the sources of notifications', () => {
  test.each(['192.0.2.7', '192.0.2.0/24, 2001:db8::/32,::1', '0.0.0.0/0'])('may be %s', (text) => {
    const sources = text.split(',').map((source) => source.trim());
    expect(readConfig({ ...fine, NOTIFICATION_SOURCES: text }).NOTIFICATION_SOURCES).toEqual(sources);
  });

  test.each([
    '192.0.2',
    'host.example',
    '192.0.2.0/33',
    '2001:db8::/129',
    '192.0.2.0/',
    '192.0.2.0/2/4',
    '1.1.1.1,x',
    ',',
  ])('may not be %s', (NOTIFICATION_SOURCES) => {
    expect(problemsOf({ ...fine, NOTIFICATION_SOURCES })).toEqual([
      'NOTIFICATION_SOURCES: must be IP addresses or CIDR ranges',
    ]);
  });
});

test('what is turned away last is not turned away first', () => {
  const late = 'SHED_ALL_DELAY_MS must not be below SHED_SEARCH_DELAY_MS';
  expect(problemsOf({ ...fine, SHED_SEARCH_DELAY_MS: '900' })).toEqual([late]);
  expect(problemsOf({ ...fine, SHED_SEARCH_DELAY_MS: '900', SHED_ALL_DELAY_MS: '900' })).toEqual([]);
});

describe('the proxies that are trusted', () => {
  test.each(['127.0.0.1', '10.0.0.0/8,2001:db8::/32', 'loopback', 'uniquelocal, 192.0.2.1'])(
    'may be %s',
    (TRUST_PROXY) => {
      expect(problemsOf({ ...fine, TRUST_PROXY })).toEqual([]);
    },
  );

  test.each(['true', '*', '1', 'proxy.example', '10.0.0.0/99'])('may not be %s', (TRUST_PROXY) => {
    expect(problemsOf({ ...fine, TRUST_PROXY })).toEqual([
      'TRUST_PROXY: must be IP addresses or CIDR ranges',
    ]);
  });
});

describe('production', () => {
  const production = {
    ...fine,
    NODE_ENV: 'production',
    NOTIFICATION_SECRET: 'a secret of the notifications',
  };

  test('starts with Redis, operators and a secret of notifications', () =>
    expect(problemsOf(production)).toEqual([]));

  test('refuses to forget on restart, unless that is accepted', () => {
    const memory = { ...production, STORE: 'memory' };
    expect(problemsOf(memory)).toEqual([expect.stringContaining('ALLOW_MEMORY_STORE=true')]);
    expect(problemsOf({ ...memory, ALLOW_MEMORY_STORE: 'true' })).toEqual([]);
  });

  test('accepts one instance that remembers on disk', () =>
    expect(problemsOf({ ...production, STORE: 'disk', STORE_FILE: '/var/lib/gateway/writes.db' })).toEqual(
      [],
    ));

  test('refuses to be without operators', () => {
    expect(problemsOf({ ...production, OPS_KEY_HASHES: '' })).toEqual([
      'OPS_KEY_HASHES is required in production',
    ]);
  });

  test('refuses notifications from anyone', () => {
    const { NOTIFICATION_SECRET: _secret, ...open } = production;
    const refused = [expect.stringMatching(/^NOTIFICATION_SECRET is required in production: /)];
    expect(problemsOf(open)).toEqual(refused);
    expect(problemsOf({ ...open, NOTIFICATION_SOURCES: '' })).toEqual(refused);
    expect(problemsOf({ ...open, NOTIFICATION_SOURCES: '192.0.2.7' })).toEqual([]);
    expect(problemsOf({ ...open, NODE_ENV: 'development' })).toEqual([]);
  });
});

describe('the client file', () => {
  test('is told every mistake by its place, and never a value', () => {
    const client = {
      client_id: 'v1',
      api_key_hashes: ['canary'],
      upstream_key_ref: '../canary',
      contracts: [],
      extra: 1,
    };
    const read = () => parseClientSettings({ clients: [client, { client_id: 'canary/x' }] });
    expect(read).toThrow(/clients\.0\.client_id: is reserved/);
    for (const place of [
      '0.api_key_hashes.0',
      '0.upstream_key_ref',
      '0.contracts',
      '0.default_contract',
      '1.client_id',
    ])
      expect(read).toThrow(`clients.${place}: `);
    expect(read).not.toThrow(/canary/);
  });

  test('stops the start', async () => {
    const starting = startApi({ clients: { demo: { station_pairs: 'all', default_contract: 7 } } });
    await expect(starting).rejects.toThrow('clients.0.station_pairs');
  });

  test('has to name a contract that exists', async () => {
    await expect(startApi({ clients: { demo: { default_contract: 'NONE' } } })).rejects.toThrow();
  });
});

describe('a gateway does not start', () => {
  test.each([
    [
      'a client file that is not there',
      { CLIENTS_FILE: '/nowhere/canary.json' },
      /client settings.*cannot be read/s,
    ],
    [
      'a client file that is no JSON',
      { CLIENTS_FILE: import.meta.filename },
      /client settings.*is not JSON/s,
    ],
    ['sealing keys that are none', { SEALING_KEYS: 'k1:canary' }, /key/i],
    ['an active sealing key that is not there', { SEALING_ACTIVE_KEY_ID: 'canary' }, /key/i],
    ['a booking-id secret that is too short', { BOOKING_ID_SECRET: `${'canary.'.repeat(7)}` }, /secret/],
    [
      'a store file that is of something else',
      { STORE: 'disk', STORE_FILE: import.meta.filename },
      /^STORE_FILE is a file of something else$/,
    ],
    ['operators that are none', { OPS_KEY_HASHES: 'canary' }, /operator/],
    [
      'a scope of operators that is none',
      { OPS_KEY_HASHES: `lan:canary=sha256$s$${'0'.repeat(64)}` },
      /scopes are read, act, admin/,
    ],
  ])('with %s, and says so without what is in it', async (_what, environment, words) => {
    const message = await startApi({ environment }).then(
      () => 'it started',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(message).toMatch(words);
    expect(message).not.toContain('canary');
  });
});

test('what is told of the settings holds nothing of a secret, whichever it is, and nothing of credentials in an address', () => {
  const canary = 'canary0123456789canary0123456789canary01234';
  const ofSecret: Readonly<Record<string, string>> = {
    SEALING_KEYS: `k1:${canary}`,
    SEALING_ACTIVE_KEY_ID: 'k1',
    OPS_KEY_HASHES: `lan:act=sha256$${canary}$0`,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${canary}`,
  };
  const secrets = Object.fromEntries(
    secretVariables.map((name) => [
      name,
      ofSecret[name] ?? (name.endsWith('_URL') ? `redis://u:${canary}@${name}:6379/1` : canary),
    ]),
  );
  const environment = {
    ...fine,
    ...secrets,
    RATES_URL: `https://u:${canary}@rates.example/v1?key=${canary}`,
    TWELVEGO_RECHECK_HOSTS: `https://${canary}@a.example,b.example`,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    KAFKA_SASL_MECHANISM: 'scram-sha-256',
    KAFKA_SASL_USERNAME: 'relay',
    UNKNOWN_TO_US: canary,
  };
  const told = tellSettings(environment, readConfig(environment));
  expect(JSON.stringify(told).toLowerCase()).not.toContain('canary');
  const inForce = (wanted: string) => told.variables.find(({ name }) => name === wanted)?.value;
  expect(inForce('RATES_URL')).toBe('https://***@rates.example/v1?***');
  expect(inForce('TWELVEGO_RECHECK_HOSTS')).toBe('https://***@a.example,b.example');
  expect(inForce('REDIS_URL')).toBe('redis://***@REDIS_URL:6379/1');
});
