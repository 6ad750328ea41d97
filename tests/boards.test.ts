/** The boards are as they were made, can be imported, and ask what Prometheus understands. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boards } from '../scripts/lib/boards.mjs';
import { toGrafana } from '../scripts/lib/grafana.mjs';

/** As boards spell what is chosen at their top. */
const chosen = (name: string): string => `$\{${name}}`;
const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const files = readdirSync(new URL('deploy/observability/grafana', root));

type Target = { readonly refId: string; readonly expr: string; readonly datasource: unknown };
type Board = {
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
    readonly datasource: unknown;
    readonly links?: readonly { readonly url: string }[];
    readonly targets: readonly Target[];
  }[];
};
const boardOf = (file: string) => JSON.parse(read(`deploy/observability/grafana/${file}`)) as Board;

test('there are five boards, each as `pnpm boards` writes it', () => {
  expect(files.toSorted()).toEqual(boards.map(({ file }) => `${file}.json`).toSorted());
  expect(files).toHaveLength(5);
  for (const board of boards) {
    expect(read(`deploy/observability/grafana/${board.file}.json`)).toBe(
      `${JSON.stringify(toGrafana(board), null, 2)}\n`,
    );
  }
});

test.each(files)('%s has a name of its own, and panels that do not cover one another', (file) => {
  const { panels, templating } = boardOf(file);
  expect(new Set(files.map((one) => boardOf(one).uid)).size).toBe(files.length);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  for (const { targets } of panels)
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  expect(templating.list).toContainEqual(expect.objectContaining({ name: 'datasource', type: 'datasource' }));
  for (const { datasource } of panels.flatMap((panel) => [panel, ...panel.targets]))
    expect(datasource).toEqual({ type: 'prometheus', uid: chosen('datasource') });
});

test.each(files)('every variable that %s uses is declared, and every link leads to a page', (file) => {
  const { panels, templating } = boardOf(file);
  const declared = templating.list.map(({ name }) => name);
  const own = ['__rate_interval', '__range'];
  for (const [, name = ''] of JSON.stringify(panels).matchAll(/\$\{?(\w+)/g))
    expect([...declared, ...own]).toContain(name);
  const links = panels.flatMap((panel) => (panel.links ?? []).map(({ url }) => url));
  expect(links.length).toBeGreaterThan(4);
  for (const url of links) {
    const page = url.replace(chosen('runbooks'), 'docs/runbooks');
    expect([page, existsSync(new URL(page, root))]).toEqual([page, true]);
  }
});

test('every question can be read by Prometheus', () => {
  const rules = files
    .flatMap((file) => boardOf(file).panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)))
    .map((expr) => expr.replaceAll(/\$__rate_interval|\$__range/g, '5m').replaceAll(/\$\w+/g, '.*'))
    .map((expr, index) => ({ record: `board:panel${index}`, expr }));
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-boards-'));
  const file = join(folder, 'rules.json');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'boards', rules }] }));
  const { status, stdout, stderr } = spawnSync(
    process.env.PROMTOOL_BIN ?? 'promtool',
    ['check', 'rules', '--lint=none', file],
    { encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true });
  expect({ status, said: stdout + stderr }).toEqual({
    status: 0,
    said: expect.stringContaining(`${rules.length} rules found`),
  });
});
