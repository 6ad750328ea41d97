/**
 * What repeats when it is sealed: a synthetic initialisation vector (Rogaway and Shrimpton's SIV, the scheme of RFC 5297) over
 * HMAC-SHA-256 and AES-256-CTR. Both are node:crypto's by their definitions, without an object of it for each text: a search
 * seals hundreds.
 */
import { createCipheriv, hash, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The vector, which is the tag as well. */
export const vectorBytes = 16;
const blockBytes = 16;
const hashBlockBytes = 64;
const macBytes = 32;
/** What a message has at first; it grows to the longest one. */
const roomBytes = 512;

/** A digest as text costs a sixth of one in a buffer of its own, which is an object outside of the heap. */
const textual = 'binary';

/** HMAC-SHA-256 by its definition (RFC 2104), each byte a character, for a key of at most 64 bytes; a test holds it to `createHmac`. */
export const createMac = (key: KeyObject): ((message: Uint8Array) => string) => {
  const bytes = key.export();
  const padded = (pad: number): number[] =>
    Array.from({ length: hashBlockBytes }, (_, at) => (bytes[at] ?? 0) ^ pad);
  const outer = Buffer.from([...padded(0x5c), ...Buffer.alloc(macBytes)]);
  let inner = Buffer.from([...padded(0x36), ...Buffer.alloc(roomBytes)]);
  return (message) => {
    const length = hashBlockBytes + message.length;
    if (length > inner.length) inner = Buffer.concat([inner], length);
    inner.set(message, hashBlockBytes);
    outer.write(hash('sha256', inner.subarray(0, length), textual), hashBlockBytes, textual);
    return hash('sha256', outer, textual);
  };
};

/** Texts behind one another, each behind its vector; `ends` has where each of them ends. */
export type Records = { readonly bytes: Buffer; readonly ends: readonly number[] };

const blocksOf = (from: number, end: number): number => Math.ceil((end - from - vectorBytes) / blockBytes);

const countersOf = ({ bytes, ends }: Records): Buffer => {
  const blocks = ends.reduce((sum, end, place) => sum + blocksOf(ends[place - 1] ?? 0, end), 0);
  const counters = Buffer.allocUnsafe(blocks * blockBytes);
  let from = 0;
  let at = 0;
  for (const end of ends) {
    const first = bytes.readUInt32BE(from + 12);
    for (let block = 0; block < blocksOf(from, end); block += 1, at += blockBytes) {
      for (let byte = 0; byte < 12; byte += 1) counters[at + byte] = bytes[from + byte] ?? 0;
      counters.writeUInt32BE(first + block, at + 12);
    }
    from = end;
  }
  return counters;
};

/**
 * AES-256-CTR by its definition, in place: the counters of all records encrypted block by block in one call, and added to their texts.
 * A test holds it to node:crypto's own. A vector's last four bytes start below 2^31, so that counting never carries beyond them.
 */
export const createCounterMode = (key: KeyObject): ((records: Records) => void) => {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return ({ bytes, ends }) => {
    const stream = cipher.update(countersOf({ bytes, ends }));
    let from = 0;
    let block = 0;
    for (const end of ends) {
      const start = from + vectorBytes;
      const shift = block * blockBytes - start;
      for (let at = start; at < end; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (stream[at + shift] ?? 0);
      block += blocksOf(from, end);
      from = end;
    }
  };
};

/** Seals under one pair of keys; `associated` is bound to the texts and has to be told again to open them. */
export type RepeatableSeal = {
  /** The vector and the encrypted text of each: the same for the same text and data, alone or among others. */
  seal(associated: Uint8Array, texts: readonly string[]): Records;
  /** Undefined when it was not sealed so, or was altered. */
  open(associated: Uint8Array, bytes: Uint8Array): string | undefined;
};

/** UTF-8 takes at most so many bytes for a unit of UTF-16. */
const unitBytes = 3;

/** A message for the vector, whose text is set anew each time. The length before the data keeps its end and the text's beginning apart. */
const createFrame = (associated: Uint8Array, textBytes: number) => {
  const start = 4 + associated.length;
  const message = Buffer.allocUnsafe(start + textBytes);
  message.writeUInt32BE(associated.length);
  message.set(associated, 4);
  return { message, start };
};

/** The two keys must be derived for this alone. */
export const createRepeatableSeal = (keys: {
  readonly mac: KeyObject;
  readonly cipher: KeyObject;
}): RepeatableSeal => {
  const macOf = createMac(keys.mac);
  const addStream = createCounterMode(keys.cipher);
  const writeVector = (message: Uint8Array, bytes: Buffer, at: number): void => {
    bytes.write(macOf(message), at, vectorBytes, textual);
    bytes.writeUInt8(bytes.readUInt8(at + 12) & 0x7f, at + 12);
  };
  return {
    seal(associated, texts) {
      const units = texts.reduce((most, { length }) => Math.max(most, length), 0);
      const { message, start } = createFrame(associated, units * unitBytes);
      const room = texts.reduce((sum, { length }) => sum + vectorBytes + length * unitBytes, 0);
      const bytes = Buffer.allocUnsafe(room);
      let from = 0;
      const ends = texts.map((text) => {
        const length = start + message.write(text, start);
        writeVector(message.subarray(0, length), bytes, from);
        message.copy(bytes, from + vectorBytes, start, length);
        from += vectorBytes + length - start;
        return from;
      });
      addStream({ bytes, ends });
      return { bytes, ends };
    },
    open(associated, sealed) {
      if (sealed.length < vectorBytes) return undefined;
      const bytes = Buffer.from(sealed);
      // A vector that no text has could make the counters run over.
      if ((bytes.readUInt8(12) & 0x80) !== 0) return undefined;
      addStream({ bytes, ends: [bytes.length] });
      const { message, start } = createFrame(associated, bytes.length - vectorBytes);
      bytes.copy(message, start, vectorBytes);
      const expected = Buffer.allocUnsafe(vectorBytes);
      writeVector(message, expected, 0);
      const isSound = timingSafeEqual(expected, bytes.subarray(0, vectorBytes));
      return isSound ? bytes.toString('utf8', vectorBytes) : undefined;
    },
  };
};
