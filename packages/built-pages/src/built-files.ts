/** The files that a build left, read with the headers that each is sent with. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file as it is kept: whole, in gzip, and named by its bytes. */
export type BuiltFile = {
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

/** Reads every file below a folder, by its path there. */
export const readFolder = (folder: URL): ReadonlyMap<string, BuiltFile> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(fileURLToPath(folder), join(parentPath, name)))
      .map((path) => [path, readFile(folder, path)]),
  );
