/** Failures: an exit code for each kind, a sentence for people, a problem for machines, and never the key. */
import type { ErrorCode } from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { type Answer, answeringServer, json } from './support/answering-server.ts';
import { problem } from './support/bodies.ts';
import { canaryKey, runCli, type Surroundings } from './support/run-cli.ts';

const search = 'search --from-poi THBKK --to-poi THKCG --date 2026-11-14';
const inspect = 'booking inspect BK-8451207';
const page: Answer = (response) =>
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>');
const reset: Answer = (response) => response.socket?.resetAndDestroy();

describe.for([search, inspect])('%s', (line) => {
  test.for([
    ['unauthorized', 'authentication'],
    ['booking_not_found', 'not_found'],
    ['invalid_request', 'refused'],
    ['client_misconfigured', line === search ? 'gateway_fault' : 'unavailable'],
    ['internal_error', 'gateway_fault'],
  ] as const satisfies readonly (readonly [ErrorCode, keyof typeof exitCodes])[])(
    '%s ends with the code of %s, and the problem on stderr with --json',
    async ([code, kind]) => {
      const { baseUrl } = await answeringServer(json(problem(code).status, problem(code)));

      const ended = await runCli(`${line} --json`, { baseUrl });

      expect(ended.code).toBe(exitCodes[kind].code);
      expect(ended.stdout).toBe('');
      expect(JSON.parse(ended.stderr)).toMatchObject({
        type: problem(code).type,
        status: problem(code).status,
        code,
        detail: problem(code).detail,
        retryable: false,
      });
    },
  );

  test.for([
    ['unreadable_answer', page],
    ['connection', reset],
  ] as const)('%s has a code of its own', async ([kind, answer]) => {
    const { baseUrl } = await answeringServer(answer);
    const ended = await runCli(`${line} --timeout 0.3`, { baseUrl });
    expect(ended.code).toBe(exitCodes[kind].code);
    expect(ended.stderr).toMatch(/^partner-cli: .+\n/);
  });

  test('for people it is a sentence, what to do and where to read on', async () => {
    const { baseUrl } = await answeringServer(json(401, problem('unauthorized')));
    const { stderr } = await runCli(line, { baseUrl });
    expect(stderr).toContain(
      'The API key or client is not accepted, this time. (401 unauthorized, correlation id',
    );
    expect(stderr).toContain(' See https://gateway.example/problems/unauthorized\n');
  });

  test('the key is nowhere in the output, whatever fails', async () => {
    const echo: Answer = (response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end(`<p>${canaryKey}</p>`);
    for (const answer of [echo, reset, page, json(401, problem('unauthorized'))]) {
      const { baseUrl } = await answeringServer(answer);
      const { stdout, stderr } = await runCli(`${line} --timeout 0.3`, { baseUrl });
      expect(stdout + stderr).not.toContain(canaryKey);
    }
  });
});

test('a key that is known and may not do this is not called another’s', async () => {
  const { baseUrl } = await answeringServer(json(403, problem('insufficient_scope')));
  const { code, stderr } = await runCli(inspect, { baseUrl });
  expect(code).toBe(exitCodes.authentication.code);
  expect(stderr).toContain(`${new URL(baseUrl).host} knows the key of PARTNER_CLI_OPS_KEY.`);
});

describe('what set an address is named', () => {
  test('where it is a flag', async () => {
    const { code, stderr } = await runCli(`${inspect} --base-url http://127.0.0.1:59999`);
    expect(code).toBe(exitCodes.connection.code);
    expect(stderr).toContain('the connection to 127.0.0.1:59999 failed (ECONNREFUSED: nobody listens there)');
    expect(stderr).toContain('The address is set by --base-url.');
  });

  test('with the cause, where TLS is asked of a port without, or nothing may be asked', async () => {
    const { baseUrl } = await answeringServer(page);
    const secure = baseUrl.replace('http:', 'https:');
    const told = async (url: string) => (await runCli(inspect, { baseUrl: url })).stderr;
    expect(await told(secure)).toContain('(ERR_SSL_WRONG_VERSION_NUMBER: it speaks no TLS)');
    expect(await told(secure)).toContain('Try http:// instead of https://.');
    expect(await told('http://127.0.0.1:1')).toContain('browsers and Node ask nothing of this port');
  });

  test('with where it leads on to, of a redirect that is not followed, without its secrets', async () => {
    const { baseUrl } = await answeringServer((response) =>
      response.writeHead(302, { location: 'https://login.example/?token=s3cret' }).end(),
    );
    const { code, stderr } = await runCli(inspect, { baseUrl });
    expect(code).toBe(exitCodes.unreadable_answer.code);
    expect(stderr).toContain('answered 302, no content type, and leads on to login.example');
    expect(stderr).not.toContain('s3cret');
  });

  test('where the other API answers, or an older gateway', async () => {
    const { baseUrl } = await answeringServer(json(404, problem('route_not_found')));
    const { stderr } = await runCli(inspect, { baseUrl });
    expect(stderr).toContain('has no such route. The address is set by PARTNER_CLI_OPS_BASE_URL.');
  });

  test('to machines too, as hint', async () => {
    const { stderr } = await runCli(`${inspect} --json --base-url http://127.0.0.1:59999`);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'connection',
      hint: expect.stringContaining('The address is set by --base-url.'),
    });
  });
});

describe('usage', () => {
  test.for([
    ['serch', "unknown command 'serch' (Did you mean search?)"],
    [`${search} --curency`, "unknown option '--curency' (Did you mean --currency?)"],
    [`${search} --pax none`, "argument 'none' is invalid"],
    ['search --from-poi A --to-poi B --date tomorrow', "argument 'tomorrow' is invalid"],
    ['search --from-poi A --to-poi B', "required option '--date <YYYY-MM-DD>' not specified"],
    ['search --to-poi B --date 2026-11-14', 'one of --from-poi and --from-station is required'],
    ['search --from-poi A --date 2026-11-14', 'one of --to-poi and --to-station is required'],
    [`${search} --from-station C`, "'--from-poi <id>' cannot be used with option '--from-station <id...>'"],
    ['booking inspect', "missing required argument 'booking-id'"],
    ['locks list --client acme --client bravo', '--client stands twice: say it once. Nothing was done.'],
    [
      'booking resolve --client acme --cart c1 --cart c2 --as not-booked --reason x',
      '--cart stands twice: say it once.',
    ],
    [
      'upstream set --call-timeout trip=900 trip=9000 --for 60 --reason slow',
      '--call-timeout has trip twice: say it once.',
    ],
    [
      'upstream set --call-timeout trip=900=9000 --for 60 --reason slow',
      '--call-timeout name=ms takes a whole number',
    ],
  ] as const)('%s is told', async ([line, message]) => {
    const { code, stdout, stderr } = await runCli(line);
    expect(code).toBe(exitCodes.usage.code);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  test('is told with where to read how it is written', async () => {
    const told = async (line: string) => (await runCli(line)).stderr;
    expect(await told('fnd x')).toContain('\npartner-cli --help shows how it is written.\n');
    expect(await told('booking inspct x')).toContain('\npartner-cli booking --help shows');
    expect(await told('outcomes list --clint acme')).toContain('\npartner-cli outcomes list --help shows');
  });

  test('with --json it is a problem too', async () => {
    const { stderr } = await runCli('search --json');
    expect(JSON.parse(stderr)).toMatchObject({
      type: 'about:blank',
      title: exitCodes.usage.meaning,
      code: 'usage',
    });
  });

  test('a key cannot be given as a flag', async () => {
    const { code } = await runCli(`${search} --api-key ${canaryKey}`);
    expect(code).toBe(exitCodes.usage.code);
  });
});

describe('configuration', () => {
  test.for([
    [
      search,
      { settings: { baseUrl: undefined, apiKey: undefined } },
      'PARTNER_CLI_BASE_URL, PARTNER_CLI_API_KEY',
    ],
    [inspect, { settings: { opsBaseUrl: undefined } }, 'PARTNER_CLI_OPS_BASE_URL'],
    [inspect, { settings: { opsKey: undefined } }, 'PARTNER_CLI_OPS_KEY'],
    [inspect, { settings: { opsKey: '“ops_quoted”' } }, 'PARTNER_CLI_OPS_KEY holds a character'],
    [inspect, { settings: { opsKey: 'ops_two\nlines' } }, 'PARTNER_CLI_OPS_KEY holds a character'],
    [search, { baseUrl: 'gateway' }, 'baseUrl must be'],
    [inspect, { baseUrl: 'gateway' }, 'PARTNER_CLI_OPS_BASE_URL is not an http(s) URL'],
    [
      inspect,
      { baseUrl: `http://me:${canaryKey}@x` },
      'PARTNER_CLI_OPS_BASE_URL has a user name or a password in it',
    ],
    [search, { baseUrl: `http://me:${canaryKey}@x` }, 'It is set by PARTNER_CLI_BASE_URL'],
  ] as const satisfies readonly (readonly [string, Surroundings, string])[])(
    '%s names what is missing or wrong',
    async ([line, surroundings, message]) => {
      const { code, stderr } = await runCli(line, surroundings);
      expect(code).toBe(exitCodes.configuration.code);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain(canaryKey);
    },
  );
});
