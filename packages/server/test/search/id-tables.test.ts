/** The id tables over their life: loaded before anything is served, swapped whole, kept when the service is away. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdMap, type IdMap, idsFor, parseIdSnapshot } from '@partner-gateway/itineraries';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type EmbeddedGateway, startEmbedded } from '../../embedded/start.ts';
import { GatewayError } from '../../src/errors.ts';
import { createIdTableLoader, toIdTables } from '../../src/upstream/id-tables.ts';
import { createRefreshed } from '../../src/upstream/refreshed.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.useRealTimers();
});

const snapshot = (stationId = 'THBKKEKM') => ({
  stations: [{ id: 4101, provinceId: 1, fujiId: stationId, timeZone: 'Asia/Bangkok' }],
  provinces: [{ id: 1 }],
  pois: [{ provinceId: 1, fujiId: 'THBKK' }],
  operators: [{ id: 3310, fujiId: 'THSCT' }],
  classes: [{ operatorId: 3310, classId: 41, fujiId: '41' }],
});

const inFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-ids-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const get = async ({ baseUrl, apiKey }: EmbeddedGateway, path: string) => {
  const response = await fetch(`${baseUrl}${path}`, { headers: { 'x-api-key': apiKey } });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const search = (gateway: EmbeddedGateway) =>
  get(gateway, `/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${day}&pax=1`);
const idMapCheck = async (gateway: EmbeddedGateway) => {
  const { status, body } = await get(gateway, '/ready');
  return {
    http: status,
    overall: body.status,
    ...body.checks.find(({ name }: { name: string }) => name === 'id_map'),
  };
};

describe('while the master-data service is stopped', () => {
  test('search and station lists still answer, and /ready tells how old the tables are', async () => {
    const clock = { ms: Date.now() };
    const gateway = await startEmbedded({ nowMs: () => clock.ms });
    closers.push(() => gateway.close());
    const stations = await get(gateway, '/v1/demo/stations/GetList?locale=en');
    expect(await idMapCheck(gateway)).toMatchObject({
      http: 200,
      status: 'ok',
      overall: 'ready',
      age_seconds: 0,
    });

    await gateway.fuji.close();
    clock.ms += 120_000;
    expect(await gateway.gateway.parts.copies.idMap.refresh()).toBe(false);

    const found = await search(gateway);
    expect(found.status).toBe(200);
    expect(found.body.itineraries).not.toEqual([]);
    expect(found.body.segments[0].from_station).toBe('VNHANMYD');
    expect(await get(gateway, '/v1/demo/stations/GetList?locale=en')).toEqual(stations);
    expect(await idMapCheck(gateway)).toEqual({
      http: 200,
      name: 'id_map',
      status: 'degraded',
      overall: 'degraded',
      required: true,
      age_seconds: 120,
      detail: 'The last refresh failed; the copy before it is in use.',
    });
  });

  test('a gateway that never loaded them is not ready, and answers searches with 503', async () => {
    const gateway = await startEmbedded({
      environment: { ID_SNAPSHOT_FILE: join(inFolder(), 'missing.json') },
    });
    closers.push(() => gateway.close());
    const ready = await fetch(`${gateway.baseUrl}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not_ready',
      checks: expect.arrayContaining([{ name: 'id_map', status: 'not_loaded', required: true }]),
    });
    expect((await search(gateway)).status).toBe(503);
  });
});

test('a snapshot file is read again on refresh; a broken one leaves the tables as they are', async () => {
  const file = join(inFolder(), 'ids.json');
  writeFileSync(file, JSON.stringify(snapshot()));
  const gateway = await startEmbedded({ environment: { ID_SNAPSHOT_FILE: file } });
  closers.push(() => gateway.close());
  const { idMap } = gateway.gateway.parts.copies;
  const stationOf = () => {
    const stations = idMap.current()?.stations;
    return Array.from(stations?.ids() ?? [], (id) => stations?.fujiIdOf(id));
  };
  expect(stationOf()).toEqual(['THBKKEKM']);
  writeFileSync(file, JSON.stringify({ ...snapshot('THBKKNEW'), classes: [{ operatorId: 'x' }] }));
  expect(await idMap.refresh()).toBe(false);
  expect(stationOf()).toEqual(['THBKKEKM']);
  writeFileSync(file, JSON.stringify(snapshot('THBKKNEW')));
  expect(await idMap.refresh()).toBe(true);
  expect(stationOf()).toEqual(['THBKKNEW']);
});

describe('a refresh', () => {
  const mapOf = (stationId: string): IdMap => createIdMap(parseIdSnapshot(snapshot(stationId)));
  const options = { name: 'The id tables', everyMs: 600_000, random: () => 0.5, log: () => {} };

  test('swaps all tables at once: a request that began before it keeps its own', async () => {
    const maps = [mapOf('THBKKOLD'), mapOf('THBKKNEW')];
    const copy = createRefreshed<IdMap>({
      ...options,
      nowMs: Date.now,
      load: async () => maps.shift() ?? mapOf('THBKKEND'),
    });
    const tables = toIdTables(copy);
    await copy.refresh();
    const begun = idsFor(tables.current(), 'fuji');
    const refreshing = copy.refresh();
    expect(idsFor(tables.current(), 'fuji').stations('THBKKOLD')).toHaveLength(1);
    await refreshing;
    expect(begun.stations('THBKKOLD')).toHaveLength(1);
    expect(begun.stations('THBKKNEW')).toEqual([]);
    const after = idsFor(tables.current(), 'fuji');
    expect([after.stations('THBKKOLD').length, after.stations('THBKKNEW').length]).toEqual([0, 1]);
  });

  test('that many ask for at one time loads once, and once more for those who came while it ran', async () => {
    let loads = 0;
    const copy = createRefreshed<number>({ ...options, nowMs: Date.now, load: async () => ++loads });
    await Promise.all(Array.from({ length: 10 }, () => copy.refresh()));
    expect([loads, copy.current()]).toEqual([2, 2]);
  });

  test('is tried again every 2 s before the first load, after a minute when one failed, else on schedule', async () => {
    vi.useFakeTimers();
    const attempts: number[] = [];
    const startMs = Date.now();
    const outcomes = [false, false, true, false, true, true];
    const copy = createRefreshed<string>({
      ...options,
      nowMs: Date.now,
      load: async () => {
        attempts.push((Date.now() - startMs) / 1000);
        if (outcomes.shift() !== true) throw new Error('away');
        return 'copy';
      },
    });
    await copy.refresh();
    copy.start();
    await vi.advanceTimersByTimeAsync(1_300_000);
    copy.stop();
    expect(attempts.slice(0, 6)).toEqual([0, 2, 4, 604, 664, 1264]);
    expect(copy.failure()).toBeUndefined();
  });

  test('before the first load there is nothing to search with: not_ready, try again', () => {
    const copy = createRefreshed<IdMap>({ ...options, nowMs: Date.now, load: async () => mapOf('X') });
    expect(() => toIdTables(copy).current()).toThrow(GatewayError);
    expect(toIdTables(copy).ageSeconds()).toBeUndefined();
  });

  test('from a file never asks the master-data service', async () => {
    const file = join(inFolder(), 'ids.json');
    writeFileSync(file, JSON.stringify(snapshot()));
    const away = () => Promise.reject(new Error('asked'));
    const load = createIdTableLoader({ masterData: away, idTables: away }, file);
    expect((await load()).provincesByPoi.size).toBe(1);
  });
});

describe('pnpm id-snapshot', () => {
  const script = new URL('../../scripts/id-snapshot.ts', import.meta.url).pathname;
  const run = (...args: string[]) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--conditions=@partner-gateway/source', script, ...args],
      { encoding: 'utf8' },
    );
    return { status, stdout };
  };
  const write = (name: string, content: unknown): string => {
    const file = join(inFolder(), name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  test('check passes a sound snapshot', () => {
    const { status, stdout } = run('check', write('ids.json', snapshot()));
    expect(stdout).toContain('1 stations, 1 provinces, 1 pois, 1 operators, 1 classes\nno problems');
    expect(status).toBe(0);
  });

  test.each([
    ['no JSON', '{', 'is not JSON'],
    ['a wrong shape', { ...snapshot(), pois: [{ provinceId: 1, fujiId: 'lower' }] }, 'pois.0.fujiId'],
    ['an empty table', { ...snapshot(), classes: [] }, 'classes: has no rows'],
    [
      'a province that is not there',
      { ...snapshot(), pois: [{ provinceId: 9, fujiId: 'X' }] },
      'pois: X is province 9',
    ],
    [
      'a class without operator',
      { ...snapshot(), classes: [{ operatorId: 9, classId: 1, fujiId: '1' }] },
      'classes: 9/1 is of an operator that is not there',
    ],
    [
      'no time zone',
      { ...snapshot(), stations: [{ id: 1, provinceId: 1, timeZone: 'Asia/Nowhere' }] },
      'Asia/Nowhere is no time zone',
    ],
  ])('check fails on %s', (_what, content, problem) => {
    const { status, stdout } = run('check', write('ids.json', content));
    expect(stdout).toContain(problem);
    expect(status).toBe(1);
  });

  test('diff names what changed, and fails when a table loses more than a tenth', () => {
    const before = write('before.json', snapshot());
    const renamed = run('diff', before, write('after.json', snapshot('THBKKNEW')));
    expect(renamed.stdout).toContain('stations: 1 to 1; 0 added, 0 removed, 1 changed');
    expect(renamed.stdout).toContain('~ 4101: THBKKEKM in 1, Asia/Bangkok → THBKKNEW in 1, Asia/Bangkok');
    expect(renamed.status).toBe(0);
    const cut = run('diff', before, write('cut.json', { ...snapshot(), operators: [], classes: [] }));
    expect(cut.stdout).toContain('operators: 1 to 0; 0 added, 1 removed, 0 changed; LOSES MORE THAN A TENTH');
    expect(cut.status).toBe(1);
  });

  test('called wrongly it says how', () => {
    expect(run('diff', 'one.json')).toEqual({ status: 2, stdout: expect.stringContaining('usage:') });
  });
});
