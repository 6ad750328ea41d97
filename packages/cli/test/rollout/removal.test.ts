/** Old ids imported, bookings read from both sides, and the checks before the old tables go. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/failure.ts';
import { answeringServer, json } from '../support/answering-server.ts';
import { example } from '../support/bodies.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'partner-removal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const path = (): string => {
  files += 1;
  return join(folder, `${files}.txt`);
};
const fileOf = (text: string): string => {
  const made = path();
  writeFileSync(made, text);
  return made;
};
const page = readFileSync(new URL('../../../../docs/data-store-removal.md', import.meta.url), 'utf8');

describe('import-ids', () => {
  const importIds = (file: string, out: string, ...more: readonly string[]) =>
    runCli(['rollout', 'import-ids', file, '--out', out, '--clients', 'acme,zeta', '--json', ...more]);
  const rows = (out: string): unknown => JSON.parse(readFileSync(out, 'utf8'));

  test('writes the file of the gateway from CSV and from JSON lines, for its owner alone', async () => {
    const out = path();
    const csv = await importIds(
      fileOf('id,bid,client\naZ09bY18cX,8451207,acme\n"bZ09bY18cX",8451208,zeta\n'),
      out,
    );
    const lines = await importIds(
      fileOf(
        '{"old_id":"cZ09bY18cX","integration_booking_id":8451209,"client_id":"acme"}\n{"id":"aZ09bY18cX","bid":"8451207","client":"acme"}',
      ),
      out,
    );

    expect([csv.code, JSON.parse(csv.stdout)]).toMatchObject([
      0,
      { added: 2, rows: 2, wrong: [], is_written: true },
    ]);
    expect(JSON.parse(lines.stdout)).toMatchObject({ added: 1, rows: 3, repeated: 1 });
    expect(rows(out)).toMatchObject({
      short: [{ id: 'aZ09bY18cX' }, { id: 'bZ09bY18cX' }, { bid: '8451209' }],
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  test('names every wrong row and writes nothing, or the others on request', async () => {
    const file = fileOf(
      [
        'id,bid,client',
        'aZ09bY18cX,8451207,acme',
        'short,1,acme',
        '1234567890,1,acme',
        'bZ09bY18cX,x1,acme',
        'cZ09bY18cX,1,nobody',
        'aZ09bY18cX,9,acme',
      ].join('\n'),
    );
    const out = path();
    const refused = await importIds(file, out);

    expect(refused.code).toBe(exitCodes.unhealthy.code);
    expect(JSON.parse(refused.stdout).wrong).toEqual([
      { number: 3, problem: 'id has another form than such an id' },
      { number: 4, problem: 'id has another form than such an id' },
      { number: 5, problem: 'bid has another form than such an id' },
      { number: 6, problem: 'there is no client nobody' },
      { number: 7, problem: 'aZ09bY18cX stands for another booking already' },
    ]);
    expect(() => statSync(out)).toThrow('ENOENT');
    expect((await importIds(file, out, '--skip-wrong')).code).toBe(0);
    expect(rows(out)).toEqual({ short: [{ id: 'aZ09bY18cX', bid: '8451207', client: 'acme' }] });
  });

  test('keeps the rule for encoded ids, and leaves a file alone that is none', async () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const encoded = { prefix: 'OB', alphabet, shift: 3 };
    const out = fileOf(JSON.stringify({ encoded }));
    await importIds(fileOf('id,bid,client\naZ09bY18cX,8451207,acme'), out);
    const other = fileOf('{"something":"else"}');

    expect(rows(out)).toMatchObject({ encoded, short: [{ bid: '8451207' }] });
    expect((await importIds(fileOf('id,bid,client'), other)).code).toBe(exitCodes.usage.code);
    expect(readFileSync(other, 'utf8')).toBe('{"something":"else"}');
  });
});

describe('dual-read', () => {
  const booking = example('booking-approved') as Readonly<Record<string, unknown>>;
  const row = JSON.stringify({ id: 'aZ09bY18cX', client: 'acme', booking: { ...booking, id: 'aZ09bY18cX' } });
  const dualRead = (baseUrl: string, log: string, text: string) =>
    runCli(['rollout', 'dual-read', fileOf(text), '--log', log, '--base-url', baseUrl, '--json'], {
      profiles: { variables: { PARTNER_REPLAY_KEY_ACME: 'gwk_acme' } },
    });

  test('reads each row by its old id, and logs the run when all is alike', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, booking));
    const log = path();
    const { code } = await dualRead(baseUrl, log, `${row}\nno row\n`);

    expect(code).toBe(0);
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/v1/acme/bookings/aZ09bY18cX']);
    expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({ kind: 'run', compared: 1, identical: 1 });
  });

  test('logs a difference as the page shows it, and of texts only how long they are', async () => {
    const fresh = { ...booking, status: 'cancelled', operator_booking_id: 'Canary Name' };
    const { baseUrl } = await answeringServer(json(200, fresh));
    const log = path();
    const { code } = await dualRead(baseUrl, log, row);
    const lines = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shown = JSON.parse(/\{"kind": "difference".+/.exec(page)?.[0] ?? '');

    expect(code).toBe(exitCodes.unhealthy.code);
    expect(lines).toContainEqual({ ...shown, at: expect.any(String) });
    expect(JSON.stringify(lines)).not.toContain('Canary');
    expect(lines.at(-1)).toMatchObject({ kind: 'run', compared: 1, identical: 0 });
  });
});

describe('the checks', () => {
  const answers = { open_outcomes: [], keys: [{ client_id: 'acme', verdict: 'accepted' }] };
  const ids = JSON.stringify({ short: [{ id: 'aZ09bY18cX', bid: '8451207', client: 'acme' }] });
  const ran = (daysAgo: number): string =>
    JSON.stringify({
      kind: 'run',
      at: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
      compared: 10,
      identical: 10,
      fields: 100,
      alike: 100,
    });
  const cutOver = (baseUrl: string, log: string) =>
    runCli(['rollout', 'cut-over', '--log', fileOf(log), '--ids', fileOf(ids)], { baseUrl });

  test('let reads go after two good weeks, and name what is missing before', async () => {
    const { baseUrl } = await answeringServer(json(200, answers));
    const good = await cutOver(baseUrl, `${ran(15)}\n${ran(0.5)}\n`);
    const young = await cutOver(baseUrl, `${ran(3)}\n`);

    expect([good.code, good.stderr]).toEqual([0, 'Reads may leave the old tables.\n']);
    expect(young.code).toBe(exitCodes.unhealthy.code);
    expect(young.stderr).toContain('not yet: reads.long_enough, reads.recent');
  });

  test('are not made from a log with a line that is none', async () => {
    const { baseUrl } = await answeringServer(json(200, answers));

    expect((await cutOver(baseUrl, `${ran(15)}\nno line\n`)).stderr).toContain('line 2 of ');
  });

  test('let the tables go only while no router sends anybody to the old system', async () => {
    const day = /\{ ?"day".+/.exec(page)?.[0] ?? '';
    const report = (requests: number) => ({
      from: '2026-12-05T00:00:00Z',
      to: '2026-12-05T02:00:00Z',
      instances: 1,
      flows: [{ endpoint: 'ticket', client: 'acme', path: 'legacy', requests, errors: 0, latencies: {} }],
      matches: [],
      copies: { chosen: 0, made: 0, dropped: {} },
    });
    const watch = async (requests: number, days: number) => {
      const { baseUrl } = await answeringServer(json(200, report(requests)));
      return runCli([
        'rollout',
        'table-watch',
        fileOf(day),
        '--since',
        '2026-12-05',
        '--days',
        String(days),
        '--router',
        baseUrl,
      ]);
    };

    expect((await watch(0, 1)).code).toBe(0);
    expect((await watch(1, 1)).stderr).toContain('not yet: routers.old_answers');
    expect((await watch(0, 2)).stderr).toContain('not yet: table.booking');
  });
});
