/** How a file of the site is answered: whole, packed, or not again. */
import { namesTag } from '@partner-gateway/contract';
import type { Policy } from '../site-file.ts';

/** A file as it is kept. `tag` names its bytes. */
export type Kept = {
  readonly type: string;
  readonly policy: Policy;
  readonly tag: string;
  readonly read: () => Promise<Buffer>;
  /** The same in gzip, where that is shorter. */
  readonly readPacked?: (() => Promise<Buffer>) | undefined;
};

/** What a browser says when it asks. */
export type Asked = {
  readonly path: string;
  readonly ifNoneMatch?: string | undefined;
  readonly acceptEncoding?: string | undefined;
};

export type SiteAnswer = {
  readonly status: 200 | 304;
  /** Whether it is a page, whose headers have to say what it may run. */
  readonly policy: Policy;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};

/** The site as a server has it: an answer for each of its paths, undefined for every other. */
export type Shelf = { readonly answer: (asked: Asked) => Promise<SiteAnswer | undefined> };

const takesGzip = (acceptEncoding = ''): boolean =>
  acceptEncoding.split(',').some((one) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(one));

/** Answers with a file. Browsers keep it and ask each time whether it is still the same, so that pages and styles of one build belong together. */
const answerWith = async (
  { type, policy, tag, read, readPacked }: Kept,
  { ifNoneMatch, acceptEncoding }: Asked,
): Promise<SiteAnswer> => {
  const headers = {
    'cache-control': 'public, no-cache',
    // Weak, for the packed bytes are others.
    etag: `W/${tag}`,
    vary: 'accept-encoding',
  };
  if (namesTag(ifNoneMatch, tag)) return { status: 304, policy, headers };
  if (readPacked === undefined || !takesGzip(acceptEncoding))
    return { status: 200, policy, headers: { ...headers, 'content-type': type }, body: await read() };
  return {
    status: 200,
    policy,
    headers: { ...headers, 'content-type': type, 'content-encoding': 'gzip' },
    body: await readPacked(),
  };
};

/** Puts files behind their paths; a slash at the end of a path makes no difference. */
export const createShelf = (find: (path: string) => Promise<Kept | undefined> | Kept | undefined): Shelf => ({
  answer: async (asked) => {
    const kept = await find(asked.path.replace(/\/$/, ''));
    return kept && answerWith(kept, asked);
  },
});
