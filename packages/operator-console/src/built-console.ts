/** The files that the build left, as an HTTP server answers with them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What is sent. */
export type ConsoleAnswer = {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What came in: the whole URL, and its headers. */
export type ConsoleRequest = { readonly url: string; readonly headers: IncomingHttpHeaders };

/** Why there is none, for whoever asks. */
export const consoleNotBuilt =
  'The console was not built: `pnpm build` does it, and so does `npm start`. The ops API answers without it.';

type BuiltFile = {
  readonly body: Buffer;
  readonly packed: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts and styles are files of this host, nothing else is loaded, and nobody puts the page into a frame. */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** In a bundle the files lie beside it, else where the build of this package puts them. */
const folders = ['./console/', '../dist/console/'].map((path) => new URL(path, import.meta.url));

/** What has a hash in its name never changes; the page that names it does. */
const cacheControlOf = (path: string): string =>
  path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const readFile = (folder: URL, path: string): BuiltFile => {
  const body = readFileSync(new URL(path, folder));
  const type = types[extname(path)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return {
    body,
    packed: gzipSync(body, { level: 9 }),
    etag,
    headers: {
      etag,
      'content-type': type,
      'cache-control': cacheControlOf(path),
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(type.startsWith('text/html') && pageHeaders),
    },
  };
};

const readFolder = (folder: URL): ReadonlyMap<string, BuiltFile> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(fileURLToPath(folder), join(parentPath, name)))
      .map((path) => [path, readFile(folder, path)]),
  );

const answerWith = (
  { body, packed, etag, headers }: BuiltFile,
  asked: IncomingHttpHeaders,
): ConsoleAnswer => {
  if (asked['if-none-match'] === etag) return { status: 304, headers, body: Buffer.alloc(0) };
  const takesPacked = /\bgzip\b/.test(String(asked['accept-encoding']));
  return takesPacked
    ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: packed }
    : { status: 200, headers, body };
};

const pathOf = (url: string): string => url.replace(/[?#].*$/, '').replace(/^\/console\/?/, '');

/**
 * Answers requests at `/console` and below. Nothing is read before somebody asks, and a build that comes later is seen.
 *
 * @returns undefined for what is not there, and `not_built` for anything as long as the console was not built
 * @example
 * ```ts
 * const answer = createConsole();
 * answer({ url: '/console', headers: {} }); // the page, or 'not_built'
 * ```
 */
export const createConsole = (): ((request: ConsoleRequest) => ConsoleAnswer | 'not_built' | undefined) => {
  let files: ReadonlyMap<string, BuiltFile> | undefined;
  return ({ url, headers }) => {
    const folder = files === undefined ? folders.find((one) => existsSync(one)) : undefined;
    if (folder !== undefined) files = readFolder(folder);
    if (files === undefined) return 'not_built';
    const file = files.get(pathOf(url) || 'index.html');
    return file === undefined ? undefined : answerWith(file, headers);
  };
};
