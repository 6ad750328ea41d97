/** Streams: data on stdout, messages on stderr, colour and progress only where people look. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { choose, type Path, pathsOf } from '../src/fields.ts';
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

describe('--fields', () => {
  const chosen = async (...fields: string[]) => {
    const { baseUrl } = await answeringServer(json(200, inspection));
    return runCli(['find', 'c-1', '--fields', ...fields], { baseUrl });
  };

  test('writes the members at the paths and no others', async () => {
    const { code, stdout } = await chosen('resolved.client_id,diagnosis.cause, timeline[].step');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      resolved: { client_id: 'acme' },
      diagnosis: { cause: 'all_well' },
      timeline: [{ step: 'request' }, { step: 'upstream_call' }],
    });
  });

  test.each([
    ['resolved.client_id', 'acme\n'],
    ['timeline[].step', 'request\nupstream_call\n'],
    ['timeline[].detail.latencyMs', '812\n'],
    ['request', 'null\n'],
    ['request.status', 'null\n'],
    ['others[].client_id', ''],
  ])('%s alone is written bare, one value a line', async (path, text) => {
    expect(await chosen(path)).toEqual({ code: 0, stdout: text, stderr: '' });
  });

  test.each([
    ['resolved.client', 'resolved has no client; there are: asked, found_by, client_id,'],
    ['nothing', 'the document has no nothing; there are: resolved,'],
    ['timeline.step', 'timeline is a list: write timeline[].step for the step of each item'],
    ['timeline[].at.year', 'timeline[].at is a plain value and has no year'],
    ['resolved[].asked', 'resolved is not a list, so there is no resolved[]'],
    ['diagnosis,diagnosis.reason', 'diagnosis has no reason; there are: cause,'],
  ])('%s, which leads nowhere, is told with what there is', async (path, message) => {
    const { code, stdout, stderr } = await chosen(path);
    expect([code, stdout]).toEqual([exitCodes.usage.code, '']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'usage', detail: expect.stringContaining(message) });
  });

  test.each(['', 'a..b', 'a,', '[]', 'a[0]'])('“%s” is no path, and nothing is asked', async (path) => {
    const { baseUrl, asked } = await answeringServer(json(200, inspection));
    const { code } = await runCli(['find', 'c-1', `--fields=${path}`], { baseUrl });
    expect([code, asked]).toEqual([exitCodes.usage.code, []]);
  });

  test('choosing every member gives the whole, whatever the document', () => {
    const name = fc.stringMatching(/^[^.[\],\s]{1,6}$/);
    const { document } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, 7, 'text'), tie('list'), tie('document')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      document: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
    }));
    const leaves = (value: unknown): Path[] => {
      const inner: Path[] = Array.isArray(value)
        ? value.flatMap((item) => leaves(item).map((path) => ['[]', ...path]))
        : Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(([key, item]) =>
            leaves(item).map((path) => [key, ...path]),
          );
      return inner.length === 0 ? [[]] : inner;
    };
    fc.assert(
      fc.property(document, (whole) => {
        const text = leaves(whole)
          .map((path) => path.join('.').replaceAll('.[]', '[]'))
          .join(',');
        expect(choose(whole, pathsOf(text) ?? [])).toEqual(whole);
      }),
    );
  });
});
