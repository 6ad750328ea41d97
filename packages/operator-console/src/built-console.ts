/** The files that the build left, by their paths, each with what a browser has to be told of it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** One file of the console. */
export type ConsoleFile = {
  readonly body: Buffer;
  /** The same in gzip. */
  readonly packed: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** In a bundle the files lie beside it, else where the build of this package puts them. */
const folders = ['./console/', '../dist/console/'].map((path) => new URL(path, import.meta.url));

/** What has a hash in its name never changes; the page that names it does. */
const cacheControlOf = (path: string): string =>
  path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const readFile = (folder: URL, path: string): ConsoleFile => {
  const body = readFileSync(new URL(path, folder));
  return {
    body,
    packed: gzipSync(body, { level: 9 }),
    type: types[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    cacheControl: cacheControlOf(path),
  };
};

const readFolder = (folder: URL): ReadonlyMap<string, ConsoleFile> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(fileURLToPath(folder), join(parentPath, name)))
      .map((path) => [path, readFile(folder, path)]),
  );

/**
 * Finds a file by its path below the console; the page itself has none. Nothing is read before somebody asks.
 *
 * @returns undefined for what is not there, and `not_built` for anything as long as the console was not built
 * @example
 * ```ts
 * const find = createConsole();
 * find(''); // the page, with its type, or 'not_built'
 * ```
 */
export const createConsole = (): ((path: string) => ConsoleFile | 'not_built' | undefined) => {
  let files: ReadonlyMap<string, ConsoleFile> | undefined;
  return (path) => {
    const folder = files === undefined ? folders.find((one) => existsSync(one)) : undefined;
    if (folder !== undefined) files = readFolder(folder);
    return files === undefined ? 'not_built' : files.get(path === '' ? 'index.html' : path);
  };
};
