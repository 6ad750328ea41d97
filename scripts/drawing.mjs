/** `pnpm drawing`: writes docs/import-rules.md anew, after a change of the import rules or of who imports whom. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { importRulesPage } from './lib/drawing.mjs';
import { root } from './lib/root.mjs';

const page = `${root}/docs/import-rules.md`;
writeFileSync(page, await importRulesPage());
spawnSync(process.execPath, [`${root}/node_modules/@biomejs/biome/bin/biome`, 'format', '--write', page]);
