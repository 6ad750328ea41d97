/** Where the repository is, and what its root manifest says. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** The pnpm to use, as an npm package spec without its integrity suffix: `pnpm@12.21.0`. */
export const packageManager = String(manifest.packageManager).replace(/\+.*$/, '');
