/** Content codings: which one a caller gets by its `Accept-Encoding`, and bytes that are compressed once. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { acceptedEncoding, encodeOnce, encodings } from '../src/index.ts';

test.each([
  [undefined, undefined, false],
  ['', undefined, false],
  ['identity', undefined, false],
  ['gzip, deflate, br, zstd', 'zstd', false],
  ['gzip, deflate, br', 'br', false],
  ['GZIP', 'gzip', false],
  ['gzip;q=1.0, br;q=0.5', 'gzip', false],
  ['gzip; q=0.2, identity; q=0.9', undefined, false],
  ['br;q=0, *', 'zstd', false],
  ['zstd;q=0, *;q=0.1', 'br', false],
  ['*;q=0', undefined, true],
  ['gzip, identity;q=0', 'gzip', true],
  ['deflate, identity;q=0', undefined, true],
  ['gzip;q=0', undefined, false],
  ['gzip;q=2, br;q=x', undefined, false],
  [';;,,q=1', undefined, false],
])('%s is answered in %s', (accept, encoding, isNeeded) => {
  expect(acceptedEncoding(accept)).toEqual({ encoding, isNeeded });
});

test('bytes are compressed once for each coding, and come back as they were', async () => {
  const decoders = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync };
  const bytes = Buffer.from('{"itineraries":[]}'.repeat(1_000));
  for (const encoding of encodings) {
    const [one, other] = await Promise.all([encodeOnce(bytes, encoding), encodeOnce(bytes, encoding)]);
    expect(one).toBe(other);
    expect(one.byteLength).toBeLessThan(bytes.byteLength / 10);
    expect(decoders[encoding](one).equals(bytes)).toBe(true);
  }
});
