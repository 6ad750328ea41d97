/** Writes the site into a folder: a file for each page and asset, in gzip where that is shorter, and a manifest that `shelf/built.ts` reads. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Manifest, Row } from './shelf/built.ts';
import { tagOf } from './shelf/tag-of.ts';
import type { SiteFile, SiteFiles } from './site-file.ts';

const writeOne = async (folder: URL, path: string, { type, policy, read }: SiteFile): Promise<Row> => {
  const bytes = Buffer.from(await read());
  const packed = gzipSync(bytes, { level: 9 });
  const isPacked = packed.length < bytes.length;
  const file = `${path.slice(1)}${type.startsWith('text/html') ? '.html' : ''}${isPacked ? '.gz' : ''}`;
  const place = fileURLToPath(new URL(file, folder));
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, isPacked ? packed : bytes);
  return { file, type, policy, tag: tagOf(bytes), isPacked };
};

/** Writes it anew. @param folder ends in a slash */
export const writeSite = async (files: SiteFiles, folder: URL): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  const manifest: Record<string, Row> = {};
  for (const [path, file] of files) manifest[path] = await writeOne(folder, path, file);
  writeFileSync(new URL('manifest.json', folder), JSON.stringify(manifest satisfies Manifest));
};
