/** Content codings: which one a caller takes, and bytes compressed by it, once for all who ask. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';

const [toBrotli, toGzip, toZstd] = [promisify(brotliCompress), promisify(gzip), promisify(zstdCompress)];

/** By how little they cost for 200 kB; each at its lowest level, whose size differs little from the next ones. */
const encoders = {
  zstd: (bytes: Uint8Array) => toZstd(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  br: (bytes: Uint8Array) =>
    toBrotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 1,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    }),
  gzip: (bytes: Uint8Array) => toGzip(bytes, { level: 1 }),
} as const;

/** A coding that bytes can be had in. */
export type Encoding = keyof typeof encoders;

/** The cheapest first. */
export const encodings: readonly Encoding[] = ['zstd', 'br', 'gzip'];

const entryPattern = /^([\w!#$%&'*+.^`|~-]+)(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/** How much each coding is wanted, from 0 for not at all to 1; what cannot be read is left out. */
const weightsOf = (acceptEncoding: string): ReadonlyMap<string, number> => {
  const entries = acceptEncoding.split(',').map((entry) => entryPattern.exec(entry.trim()));
  return new Map(
    entries.flatMap((entry) =>
      entry === null ? [] : [[entry[1]?.toLowerCase() ?? '', Number(entry[2] ?? 1)]],
    ),
  );
};

/** What a caller takes. */
export type Accepted = {
  /** Wanted most, and of equals the cheapest; undefined when none is wanted as much as the bytes as they are. */
  readonly encoding: Encoding | undefined;
  /** Whether bytes as they are were said not to do. */
  readonly isNeeded: boolean;
};

/**
 * Reads an `Accept-Encoding` (RFC 9110 §12.5.3); none takes the bytes as they are.
 *
 * @example
 * acceptedEncoding('gzip, br;q=0.5'); // { encoding: 'gzip', isNeeded: false }
 */
export const acceptedEncoding = (acceptEncoding: string | undefined): Accepted => {
  const weights = weightsOf(acceptEncoding ?? '');
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0;
  const best = Math.max(...encodings.map(weightOf));
  const identity = weights.get('identity');
  const isNeeded = (identity ?? weights.get('*')) === 0;
  const encoding =
    best > 0 && best >= (identity ?? 0) ? encodings.find((name) => weightOf(name) === best) : undefined;
  return { encoding, isNeeded };
};

const encoded = new WeakMap<Uint8Array, Map<Encoding, Promise<Buffer>>>();

type Kept = (lengthBytes: number) => void;

const watchers = new WeakMap<Uint8Array, Kept>();

/** From now on `onKept` is told the length of each coding that is kept beside these bytes; of several the last is told. */
export const watchEncodings = (bytes: Uint8Array, onKept: Kept): void => {
  watchers.set(bytes, onKept);
};

/** The bytes in a coding: compressed by whoever asks first, and kept as long as the bytes are; a failure is not kept. */
export const encodeOnce = (bytes: Uint8Array, encoding: Encoding): Promise<Buffer> => {
  const known = encoded.get(bytes) ?? new Map<Encoding, Promise<Buffer>>();
  encoded.set(bytes, known);
  const before = known.get(encoding);
  if (before !== undefined) return before;
  const made = encoders[encoding](bytes);
  known.set(encoding, made);
  made.then(
    ({ byteLength }) => watchers.get(bytes)?.(byteLength),
    () => known.delete(encoding),
  );
  return made;
};
