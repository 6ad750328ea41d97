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

/** A digest as text costs a sixth of one in a buffer of its own, which is an object outside of the heap. */
const textual = 'binary';

/** HMAC-SHA-256 by its definition (RFC 2104), for a key of at most 64 bytes; a test holds it to `createHmac`. */
export const createMac = (key: KeyObject): ((message: Uint8Array) => Buffer) => {
  const bytes = key.export();
  const padded = (pad: number): number[] =>
    Array.from({ length: hashBlockBytes }, (_, at) => (bytes[at] ?? 0) ^ pad);
  const inner = Buffer.from(padded(0x36));
  const outer = Buffer.from([...padded(0x5c), ...Buffer.alloc(macBytes)]);
  return (message) => {
    outer.write(hash('sha256', Buffer.concat([inner, message]), textual), hashBlockBytes, textual);
    return Buffer.from(hash('sha256', outer, textual), textual);
  };
};

/**
 * AES-256-CTR by its definition: the counters encrypted block by block, and the text added to them. A test holds it to node:crypto's
 * own. The vector's last four bytes start below 2^31, so that counting never carries beyond them.
 */
export const createCounterMode = (key: KeyObject): ((vector: Uint8Array, text: Uint8Array) => Buffer) => {
  const blocks = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return (vector, text) => {
    const counters = Buffer.allocUnsafe(Math.ceil(text.length / blockBytes) * blockBytes);
    for (let at = 0; at < counters.length; at += blockBytes) {
      counters.set(vector, at);
      counters.writeUInt32BE(counters.readUInt32BE(at + 12) + at / blockBytes, at + 12);
    }
    const result = blocks.update(counters).subarray(0, text.length);
    for (let at = 0; at < text.length; at += 1) result[at] = (result[at] ?? 0) ^ (text[at] ?? 0);
    return result;
  };
};

/** Seals under one pair of keys; `associated` is bound to the text and has to be told again to open it. */
export type RepeatableSeal = {
  /** The vector and the encrypted text: the same for the same text and data. */
  seal(associated: Uint8Array, text: Uint8Array): Buffer;
  /** Undefined when it was not sealed so, or was altered. */
  open(associated: Uint8Array, bytes: Uint8Array): Buffer | undefined;
};

/** The length before the data keeps the end of it and the beginning of the text apart. */
const framed = (associated: Uint8Array, text: Uint8Array): Buffer => {
  const message = Buffer.allocUnsafe(4 + associated.length + text.length);
  message.writeUInt32BE(associated.length);
  message.set(associated, 4);
  message.set(text, 4 + associated.length);
  return message;
};

/** The two keys must be derived for this alone. */
export const createRepeatableSeal = (keys: {
  readonly mac: KeyObject;
  readonly cipher: KeyObject;
}): RepeatableSeal => {
  const mac = createMac(keys.mac);
  const inCounterMode = createCounterMode(keys.cipher);
  const vectorOf = (associated: Uint8Array, text: Uint8Array): Buffer => {
    const vector = mac(framed(associated, text)).subarray(0, vectorBytes);
    vector.writeUInt8(vector.readUInt8(12) & 0x7f, 12);
    return vector;
  };
  return {
    seal(associated, text) {
      const vector = vectorOf(associated, text);
      return Buffer.concat([vector, inCounterMode(vector, text)]);
    },
    open(associated, bytes) {
      if (bytes.length < vectorBytes) return undefined;
      const vector = bytes.subarray(0, vectorBytes);
      // A vector that no text has could make the counters run over.
      if (((vector[12] ?? 0) & 0x80) !== 0) return undefined;
      const text = inCounterMode(vector, bytes.subarray(vectorBytes));
      return timingSafeEqual(vectorOf(associated, text), vector) ? text : undefined;
    },
  };
};
