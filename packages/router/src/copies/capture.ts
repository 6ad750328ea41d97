/** The old answer, kept while it goes to the partner, for the comparison afterwards. */
import { PassThrough, type Writable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Answer } from '@partner-gateway/rollout';
import type { Head } from '../sides/exchange.ts';

/** What was kept; undefined when it was too large or broke off. */
export type Captured = () => Promise<Answer | undefined>;

const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

const isEncoding = (name: string): name is keyof typeof decoders => name in decoders;

const decode = async (bytes: Buffer, encoding: unknown): Promise<Buffer | undefined> => {
  if (encoding === undefined || encoding === 'identity') return bytes;
  if (typeof encoding !== 'string' || !isEncoding(encoding)) return undefined;
  try {
    return await decoders[encoding](bytes);
  } catch {
    return undefined;
  }
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
  return {
    sink,
    captured: async () => {
      if (!isWhole || bytes > bytesMax) return undefined;
      const text = await decode(Buffer.concat(chunks), headers['content-encoding']);
      return text && { status: statusCode, text: text.toString('utf8') };
    },
  };
};
