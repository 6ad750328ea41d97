/** The text of an answer that was kept as it came. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Answer } from '@partner-gateway/rollout';
import type { Kept } from './capture.ts';

const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

const isEncoding = (name: string): name is keyof typeof decoders => name in decoders;

const plain = async (bytes: Uint8Array, encoding: string | undefined): Promise<Uint8Array | undefined> => {
  if (encoding === undefined || encoding === 'identity') return bytes;
  return isEncoding(encoding) ? decoders[encoding](bytes).catch(() => undefined) : undefined;
};

/** Undefined for an encoding that is not known, or bytes that are not of it. */
export const decode = async ({ status, bytes, encoding }: Kept): Promise<Answer | undefined> => {
  const text = await plain(bytes, encoding);
  return text && { status, text: new TextDecoder().decode(text) };
};
