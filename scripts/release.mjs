/**
 * `npm run release`: publishes what `changeset version` prepared, from CI alone. Each manifest is told first which repository it is
 * published from, so that the provenance that npm signs names the same one.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pnpm } from './lib/pnpm.mjs';
import { publishedFrom } from './lib/published-from.mjs';
import { root } from './lib/root.mjs';
import { giveUp } from './lib/say.mjs';

const notInCi = (/** @type {string} */ name) =>
  giveUp(`${name} is not set: releases are published by the workflow \`release\`.`);
const server = process.env.GITHUB_SERVER_URL ?? notInCi('GITHUB_SERVER_URL');
const repository = process.env.GITHUB_REPOSITORY ?? notInCi('GITHUB_REPOSITORY');

for (const name of readdirSync(`${root}/packages`)) {
  const directory = `packages/${name}`;
  const file = `${root}/${directory}/package.json`;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (manifest.private === true) continue;
  writeFileSync(
    file,
    `${JSON.stringify(publishedFrom(manifest, { server, repository, directory }), null, 2)}\n`,
  );
}

const { code } = await pnpm(['exec', 'changeset', 'publish'], { live: true });
process.exit(code);
