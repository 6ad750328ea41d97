/** Writes the boards of `lib/boards.mjs` as Grafana imports them, to deploy/observability/grafana: `node scripts/boards.mjs`. */
import { writeFileSync } from 'node:fs';
import { boards } from './lib/boards.mjs';
import { toGrafana } from './lib/grafana.mjs';
import { root } from './lib/root.mjs';

for (const board of boards) {
  const text = `${JSON.stringify(toGrafana(board), null, 2)}\n`;
  writeFileSync(`${root}/deploy/observability/grafana/${board.file}.json`, text);
}
