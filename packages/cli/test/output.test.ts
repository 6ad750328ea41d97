/** Streams: data on stdout, messages on stderr, colour and progress only where people look. */
import { describe, expect, test } from 'vitest';
import { answeringServer, json } from './support/answering-server.ts';
import { example, inspection } from './support/bodies.ts';
import { runCli } from './support/run-cli.ts';

const search = 'search --from-poi THBKK --to-poi THKCG --date 2026-11-14';
const escapeCode = '\u001b';

describe('colour', () => {
  test.for([
    ['on a terminal', 'booking inspect BK-1', { isTTY: true }, true],
    ['in a pipe', 'booking inspect BK-1', { isTTY: false }, false],
    ['under NO_COLOR', 'booking inspect BK-1', { isTTY: true, noColor: true }, false],
    ['with --no-color', 'booking inspect BK-1 --no-color', { isTTY: true }, false],
    ['with --json', 'booking inspect BK-1 --json', { isTTY: true }, false],
  ] as const)('%s', async ([, line, surroundings, coloured]) => {
    const { baseUrl } = await answeringServer(json(200, inspection));
    const { stdout } = await runCli(line, { baseUrl, ...surroundings });
    expect(stdout.includes(escapeCode)).toBe(coloured);
  });
});

test('progress is told on a terminal, and not in a pipe or with --quiet', async () => {
  const { baseUrl } = await answeringServer(json(200, example('search-response')));
  expect((await runCli(search, { baseUrl, isTTY: true })).stderr).toBe('Searching …\n');
  expect((await runCli(search, { baseUrl })).stderr).toBe('');
  expect((await runCli(`${search} --quiet`, { baseUrl, isTTY: true })).stderr).toBe('');
});

test('--quiet leaves out notes, and keeps failures', async () => {
  const { baseUrl } = await answeringServer(json(206, example('search-response')));
  expect((await runCli(`${search} --quiet`, { baseUrl })).stderr).toBe('');
  const failed = await runCli(`${search} --quiet`, { settings: { apiKey: undefined } });
  expect(failed.stderr).toContain('missing PARTNER_CLI_API_KEY');
});
