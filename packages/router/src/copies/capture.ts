/** The old answer, kept while it goes to the partner, for the comparison afterwards. */
import { PassThrough, type Writable } from 'node:stream';
import type { Head } from '../sides/exchange.ts';

/** An answer as it came. */
export type Kept = {
  readonly status: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The `content-encoding` of it. */
  readonly encoding: string | undefined;
};

/** What was kept; undefined when it was too large or broke off. */
export type Captured = () => Kept | undefined;

/** In memory of its own, which can be given to another thread. */
const joined = (chunks: readonly Buffer[], length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

/** A place to write an answer to, from which it goes on to `target`, and up to so many bytes of it are kept. */
export const capture = (
  { statusCode, headers }: Head,
  target: Writable,
  bytesMax: number,
): { readonly sink: Writable; readonly captured: Captured } => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isWhole = false;
  const sink = new PassThrough();
  sink
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
    })
    .once('end', () => {
      isWhole = true;
    });
  target.once('close', () => sink.destroy());
  sink.once('error', () => target.destroy());
  sink.pipe(target);
  const encoding = headers['content-encoding'];
  return {
    sink,
    captured: () => {
      if (!isWhole || bytes > bytesMax) return undefined;
      return { status: statusCode, bytes: joined(chunks, bytes), encoding: encoding?.toString() };
    },
  };
};
