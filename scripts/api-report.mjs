/**
 * Writes what published packages export into `packages/<name>/api/`: `pnpm api-report`, after `pnpm build`. What may break somebody
 * has to be announced first: a declaration that goes or changes must be named, in backticks, in a changeset of its package.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReports, changedDeclarations, reportedPackages, unannounced } from './lib/api-report.mjs';
import { root } from './lib/root.mjs';
import { giveUp, say } from './lib/say.mjs';

const changesets = readdirSync(join(root, '.changeset'))
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => readFileSync(join(root, '.changeset', file), 'utf8'));

for (const name of reportedPackages) {
  const folder = join(root, 'packages', name, 'api');
  mkdirSync(folder, { recursive: true });
  for (const [file, report] of Object.entries(apiReports(name))) {
    const path = join(folder, file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : report;
    const silent = unannounced(changedDeclarations(before, report), `@partner-gateway/${name}`, changesets);
    if (silent.length > 0)
      giveUp(
        `${name} ${file}: ${silent.join(', ')} changed or went, and no changeset of the package says so. Name each in backticks in one.`,
      );
    writeFileSync(path, report);
    say(`packages/${name}/api/${file}`);
  }
}
