/** The site as it was built: files beside the program, read when somebody asks for them. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Policy } from '../site-file.ts';
import { createShelf, type Shelf } from './answer.ts';

/** A row of `manifest.json`: a file by its path on the site. */
export type Row = {
  readonly file: string;
  readonly type: string;
  readonly policy: Policy;
  readonly tag: string;
  /** Whether the file is in gzip. */
  readonly isPacked: boolean;
};

const unpack = promisify(gunzip);

export type Manifest = Readonly<Record<string, Row>>;

/** Opens it, in the folder `site` beside the program that this is a part of. Whether it is there shows when somebody asks: bookings need no pages. */
export const openSite = (): Shelf => {
  const folder = new URL('./site/', import.meta.url);
  let manifest: Manifest | undefined;
  return createShelf((path) => {
    manifest ??= JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest;
    const row = Object.hasOwn(manifest, path) ? manifest[path] : undefined;
    if (row === undefined) return undefined;
    const stored = () => readFile(new URL(row.file, folder));
    if (!row.isPacked) return { ...row, read: stored };
    return { ...row, read: async () => unpack(await stored()), readPacked: stored };
  });
};
