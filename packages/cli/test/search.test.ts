/** `search`: itineraries as a partner sees them, through the SDK. */
import { expect, test } from 'vitest';
import { answeringServer, json } from './support/answering-server.ts';
import { example } from './support/bodies.ts';
import { canaryKey, runCli } from './support/run-cli.ts';

const line = 'search --from-poi THBKK --to-poi THKCG --date 2026-11-14';

test('sends what the flags say', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, example('search-response')));
  const stations = '--from-station THBKKEKM THBKKMOC --to-station THKCGASP --to-station THKCGBBP';
  await runCli(`search ${stations} --date 2026-11-14 --pax 2 --currency USD`, { baseUrl });
  expect(asked[0]?.url.pathname).toBe('/v1/acme/itineraries');
  expect([...(asked[0]?.url.searchParams ?? [])]).toEqual([
    ['departures[]', 'THBKKEKM'],
    ['departures[]', 'THBKKMOC'],
    ['arrivals[]', 'THKCGASP'],
    ['arrivals[]', 'THKCGBBP'],
    ['departure_date', '2026-11-14'],
    ['pax', '2'],
    ['currency', 'USD'],
  ]);
  expect(asked[0]?.headers['x-api-key']).toBe(canaryKey);
});

test('lines the itineraries up for people', async () => {
  const { baseUrl } = await answeringServer(json(200, example('search-response')));
  const { code, stdout } = await runCli(line, { baseUrl, isTTY: true, noColor: true });
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "DEPARTS           ARRIVES           FROM      TO        BY         CARRIER      SEATS  NET         GROSS        CONFIRMS  ID
    2026-11-14T07:30  2026-11-14T14:15  THBKKEKM  THKCGASP  Bus+Ferry  THSCT+THSCF  14     858.00 THB  936.20 THB   Instant   TH014901tK0Rob00F0kQ2r7M-2026-11-14-07:30
    2026-11-14T08:00  2026-11-14T14:30  THBKKEKM  THKCGASP  Van        THEGM        9      715.00 THB  781.00 THB   Instant   TH014901tK20Vv01f02hT9xB-2026-11-14-08:00
    2026-11-14T08:00  2026-11-14T14:30  THBKKEKM  THKCGASP  Van        THEGM        4      979.00 THB  1054.60 THB  Pending   TH014901tK20Vv01g02hT9xB-2026-11-14-08:00
    "
  `);
});

test('separates the fields with tabs, without a header, for programs', async () => {
  const { baseUrl } = await answeringServer(json(200, example('search-response')));
  const { stdout } = await runCli(line, { baseUrl });
  const rows = stdout.trimEnd().split('\n');
  expect(rows).toHaveLength(3);
  expect(rows.map((row) => row.split('\t').length)).toEqual([11, 11, 11]);
  expect(rows[0]).toMatch(/^2026-11-14T07:30\t/);
});

test('--json writes the whole result and whether it is complete', async () => {
  const { baseUrl } = await answeringServer(json(206, example('search-response')));
  const { stdout, stderr } = await runCli(`${line} --json`, { baseUrl });
  expect(JSON.parse(stdout)).toEqual({ ...(example('search-response') as object), complete: false });
  expect(stderr).toBe('Some suppliers are still being refreshed; ask again for more.\n');
});

test('nothing found is no failure, and no data', async () => {
  const { baseUrl } = await answeringServer(json(200, example('search-response-empty')));
  const { code, stdout, stderr } = await runCli(line, { baseUrl });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'Nothing found.\n' });
});

test('Ctrl-C ends quietly', async () => {
  const interrupted = new AbortController();
  const { baseUrl } = await answeringServer(() => interrupted.abort());
  const ended = await runCli(line, { baseUrl, signal: interrupted.signal });
  expect(ended).toEqual({ code: 130, stdout: '', stderr: '' });
});
