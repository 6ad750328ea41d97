/** `upstream limits` and `upstream set`: what is in force, and how it is changed for a while. */
import { opsContract, type UpstreamLimits, upstreamLimitsSchema } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { upstreamLimitsPath } from '../src/commands/upstream.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { runCli } from './support/run-cli.ts';

const limits: UpstreamLimits = upstreamLimitsSchema.parse({
  timeouts_ms: { search: 6_000, booking: 8_000 },
  search_connections: 30,
  connections: 50,
  changed_until: '2026-10-28T10:11:00',
});

test('shows what is in force, and until when it was changed', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, limits));
  const { code, stdout } = await runCli('upstream limits', { baseUrl, isTTY: true, noColor: true });
  expect(code).toBe(0);
  for (const words of ['timeout of search', '6000 ms', 'of searches', '2026-10-28T10:11:00'])
    expect(stdout).toContain(words);
  expect(asked[0]?.url.pathname).toBe(opsContract.upstreamLimits.path);
  expect([opsContract.upstreamLimits.path, opsContract.changeUpstreamLimits.path]).toEqual([
    upstreamLimitsPath,
    upstreamLimitsPath,
  ]);
});

test('changes them with a time and a reason', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, limits));
  const line =
    'upstream set --call-timeout search=6000 --search-connections 20 --for 1800 --reason slow --json';
  const { code, stdout } = await runCli(line, { baseUrl });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(limits);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    timeouts_ms: { search: 6_000 },
    search_connections: 20,
    expires_in_seconds: 1_800,
    reason: 'slow',
  });
});

test.each([
  'upstream set --call-timeout search=6000 --reason slow',
  'upstream set --call-timeout search=6000 --for 60',
  'upstream set --for 60 --reason slow',
  'upstream set --call-timeout search=soon --for 60 --reason slow',
])('%s is refused before anything is asked', async (line) => {
  const { baseUrl, asked } = await answeringServer(json(200, limits));
  expect((await runCli(line, { baseUrl })).code).toBe(exitCodes.usage.code);
  expect(asked).toEqual([]);
});
