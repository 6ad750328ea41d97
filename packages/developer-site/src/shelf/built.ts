/** The site as it was built: files beside the program, read when somebody asks for them. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Policy } from '../site-file.ts';
import { createShelf, type Shelf } from './answer.ts';

/** A row of `manifest.json`: a file by its path on the site. */
export type Row = {
  readonly file: string;
  readonly type: string;
  readonly policy: Policy;
  readonly tag: string;
  readonly isPacked: boolean;
};

export type Manifest = Readonly<Record<string, Row>>;

/** Opens it, in the folder `site` beside the program that this is a part of. */
export const openSite = (): Shelf => {
  const folder = new URL('./site/', import.meta.url);
  const manifest: Manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));
  return createShelf((path) => {
    const row = Object.hasOwn(manifest, path) ? manifest[path] : undefined;
    if (row === undefined) return undefined;
    const read = () => readFile(new URL(row.file, folder));
    const readPacked = row.isPacked ? () => readFile(new URL(`${row.file}.gz`, folder)) : undefined;
    return { ...row, read, readPacked };
  });
};
