/**
 * Sealed boxes, bound to purpose, client and key: `{keyId}.{base64url(nonce12 ‖ ciphertext ‖ tag16)}` with AES-256-GCM, and
 * `{keyId}.{base64url(vector16 ‖ ciphertext)}` for what has to repeat.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing, Purpose, SealingKey } from './key-ring.ts';
import { createRepeatableSeal, type RepeatableSeal } from './repeatable-box.ts';
import { TokenError } from './token-error.ts';

/** What a box is for and whose it is; `owner` is the client id, or the record's name for a stored answer. */
export type BoxContext = { readonly purpose: Purpose; readonly owner: string };

export type Boxes = {
  /** Seals under a fresh random nonce: two boxes of one text differ. */
  seal(context: BoxContext, plainText: string): string;
  /** Seals each under a vector derived from the text: one text gives one box per owner and key, alone or among others. */
  sealRepeatably(context: BoxContext, plainTexts: readonly string[]): string[];
  /** `lengthMax` defaults to 4,096 characters. @throws {TokenError} `too_large`, `malformed`, `unknown_key`, `bad_tag` */
  open(context: BoxContext, box: string, lengthMax?: number): string;
  /** As `open`, for a box of `sealRepeatably`, also one of the versions that sealed it as any other. */
  openRepeatable(context: BoxContext, box: string): string;
};

/** Where random nonces come from; tests pass their own. */
export type RandomBytes = (size: number) => Buffer;

export const boxLengthMax = 4096;
const nonceBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';
const boxPattern = /^([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]+)$/;

/** Neither a purpose nor a key id can hold a dot, so the three parts can be told apart whatever the owner holds. */
const associatedData = (context: BoxContext, key: SealingKey): Buffer =>
  Buffer.from(`${context.purpose}.${context.owner}.${key.keyId}`);

/** How a text is sealed; `aad` binds it to its context. */
type Sealing = { readonly key: SealingKey; readonly aad: Buffer; readonly nonce: Buffer };

const encrypt = ({ purpose }: BoxContext, { key, aad, nonce }: Sealing, plain: Buffer): string => {
  // authTagLength is fixed on both sides: without it Node accepts a tag cut down to four bytes.
  const cipher = createCipheriv(algorithm, key.cipherKeys[purpose], nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const body = cipher.update(plain);
  const rest = cipher.final();
  return `${key.keyId}.${Buffer.concat([nonce, body, rest, cipher.getAuthTag()]).toString('base64url')}`;
};

/** Base64url has slack bits in its last character; only the one spelling that we would print is accepted. */
const decodeStrictly = (text: string, keyId: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new TokenError('malformed', { keyId });
  return bytes;
};

type Unpacked = { readonly key: SealingKey; readonly bytes: Buffer };

const unpack = (ring: KeyRing, box: string, lengthMax: number): Unpacked => {
  if (box.length > lengthMax) throw new TokenError('too_large');
  const [, keyId, text] = boxPattern.exec(box) ?? [];
  if (keyId === undefined || text === undefined) throw new TokenError('malformed');
  const bytes = decodeStrictly(text, keyId);
  const key = ring.find(keyId);
  if (key === undefined) throw new TokenError('unknown_key', { keyId });
  return { key, bytes };
};

const decrypt = (context: BoxContext, key: SealingKey, bytes: Buffer): string => {
  if (bytes.length < nonceBytes + tagBytes) throw new TokenError('malformed', { keyId: key.keyId });
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key.cipherKeys[context.purpose], nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associatedData(context, key));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const body = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes));
  try {
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new TokenError('bad_tag', { keyId: key.keyId, cause });
  }
};

/**
 * Seals and opens boxes with the keys of a ring: the active key writes, every key of the ring opens.
 *
 * @example
 * const boxes = createBoxes(parseKeyRing('k1:' + Buffer.alloc(32, 1).toString('base64')));
 * const box = boxes.seal({ purpose: 'bt', owner: 'acme' }, '{"v":1}');
 * boxes.open({ purpose: 'bt', owner: 'acme' }, box); // '{"v":1}'
 */
export const createBoxes = (ring: KeyRing, random: RandomBytes = randomBytes): Boxes => {
  const repeatingSeals = new Map<string, RepeatableSeal>();
  const repeatingSealOf = ({ keyId, repeatingKeys }: SealingKey): RepeatableSeal => {
    const seal = repeatingSeals.get(keyId) ?? createRepeatableSeal(repeatingKeys);
    repeatingSeals.set(keyId, seal);
    return seal;
  };
  return {
    seal(context, plainText) {
      const key = ring.active;
      const aad = associatedData(context, key);
      return encrypt(context, { key, aad, nonce: random(nonceBytes) }, Buffer.from(plainText));
    },
    sealRepeatably(context, plainTexts) {
      const key = ring.active;
      const { bytes, ends } = repeatingSealOf(key).seal(associatedData(context, key), plainTexts);
      return ends.map((end, at) => `${key.keyId}.${bytes.toString('base64url', ends[at - 1] ?? 0, end)}`);
    },
    open(context, box, lengthMax = boxLengthMax) {
      const { key, bytes } = unpack(ring, box, lengthMax);
      return decrypt(context, key, bytes);
    },
    openRepeatable(context, box) {
      const { key, bytes } = unpack(ring, box, boxLengthMax);
      // Nothing but the keys can tell which of the two forms it has.
      const text = repeatingSealOf(key).open(associatedData(context, key), bytes);
      return text ?? decrypt(context, key, bytes);
    },
  };
};

export type AnswerVault = {
  /** `name` is the record's name: an answer does not open under any other. */
  seal(name: string, plainText: string): string;
  /** @throws {TokenError} when altered, moved to another record, or sealed by a key that is gone. */
  open(name: string, box: string): string;
};

/** Answers are read from our own store, so their bound guards memory only. */
const answerLengthMax = 1024 * 1024;

/**
 * @example
 * const vault = createAnswerVault(createBoxes(ring));
 * vault.open('acme.k', vault.seal('acme.k', 'body')); // 'body'
 */
export const createAnswerVault = (boxes: Boxes): AnswerVault => ({
  seal: (name, plainText) => boxes.seal({ purpose: 'st', owner: name }, plainText),
  open: (name, box) => boxes.open({ purpose: 'st', owner: name }, box, answerLengthMax),
});
