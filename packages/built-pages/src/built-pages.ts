/** The files that a page's build left, as an HTTP server answers with them. */
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { type BuiltFile, readFolder } from './built-files.ts';

/** What is sent. */
export type PageAnswer = {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What came in: the whole URL, and its headers. */
export type PageRequest = { readonly url: string; readonly headers: IncomingHttpHeaders };

/** Answers; undefined for what is not there, and `not_built` for anything as long as there was no build. */
export type AnswerPage = (request: PageRequest) => PageAnswer | 'not_built' | undefined;

/** Where pages are asked for, and where they may lie. */
export type Place = {
  /** Of the page itself, such as `/console`; its files are below. */
  readonly path: string;
  /** The first that is there counts. Each ends in `/`. */
  readonly folders: readonly URL[];
};

const answerWith = ({ body, packed, etag, headers }: BuiltFile, asked: IncomingHttpHeaders): PageAnswer => {
  if (asked['if-none-match'] === etag) return { status: 304, headers, body: Buffer.alloc(0) };
  const takesPacked = /\bgzip\b/.test(String(asked['accept-encoding']));
  return takesPacked
    ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: packed }
    : { status: 200, headers, body };
};

const pathIn = (path: string, url: string): string =>
  url
    .replace(/[?#].*$/, '')
    .slice(path.length)
    .replace(/^\//, '');

/**
 * Answers requests at a path and below. Nothing is read before somebody asks, and a build that comes later is seen.
 *
 * @example
 * ```ts
 * const answer = createBuiltPages({ path: '/console', folders: [new URL('../dist/console/', import.meta.url)] });
 * answer({ url: '/console', headers: {} }); // the page, or 'not_built'
 * ```
 */
export const createBuiltPages = ({ path, folders }: Place): AnswerPage => {
  let files: ReadonlyMap<string, BuiltFile> | undefined;
  return ({ url, headers }) => {
    const folder = files === undefined ? folders.find((one) => existsSync(one)) : undefined;
    if (folder !== undefined) files = readFolder(folder);
    if (files === undefined) return 'not_built';
    const file = files.get(pathIn(path, url) || 'index.html');
    return file === undefined ? undefined : answerWith(file, headers);
  };
};
