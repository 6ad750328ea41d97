/** The sealing keys: several may open, exactly one writes; each master key becomes one derived key per purpose. */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** `bt` booking token, `it` itinerary id, `ir` incomplete result, `ro` refund option, `st` stored answer. */
export const purposes = ['bt', 'it', 'ir', 'ro', 'st'] as const;
export type Purpose = (typeof purposes)[number];

export type KeyId = string & { readonly __brand: 'KeyId' };

export type SealingKey = {
  readonly keyId: KeyId;
  /** One AES-256 key per purpose, so that a box of one kind never opens as another (RFC 8725 §3.11). */
  readonly cipherKeys: Readonly<Record<Purpose, KeyObject>>;
  /** For what has to repeat, and for nothing else. */
  readonly repeatingKeys: { readonly mac: KeyObject; readonly cipher: KeyObject };
};

export type KeyRing = {
  /** The only key that writes. */
  readonly active: SealingKey;
  readonly keyIds: readonly KeyId[];
  find(keyId: string): SealingKey | undefined;
};

/** A ring that cannot be used, said without any key material. */
export class KeyRingError extends Error {
  constructor(detail: string) {
    super(`sealing keys: ${detail}`);
    this.name = 'KeyRingError';
  }
}

const masterKeyBytes = 32;
const keyIdPattern = /^[A-Za-z0-9_-]{1,16}$/;

/**
 * Derives a 32-byte key for one use with HKDF-SHA-256. Made once and kept as a `KeyObject`: passing raw bytes to
 * every cipher call costs about three times as much.
 */
export const deriveKey = (master: Uint8Array, use: string): KeyObject =>
  createSecretKey(
    Buffer.from(hkdfSync('sha256', master, new Uint8Array(0), `partner-gateway/v1/${use}`, 32)),
  );

const toSealingKey = (keyId: KeyId, master: Uint8Array): SealingKey => ({
  keyId,
  cipherKeys: {
    bt: deriveKey(master, 'bt'),
    it: deriveKey(master, 'it'),
    ir: deriveKey(master, 'ir'),
    ro: deriveKey(master, 'ro'),
    st: deriveKey(master, 'st'),
  },
  repeatingKeys: { mac: deriveKey(master, 'siv-mac'), cipher: deriveKey(master, 'siv-cipher') },
});

const parseMaster = (keyId: string, text: string): Buffer => {
  const master = Buffer.from(text, 'base64');
  const canonical = master.toString('base64').replace(/=+$/, '');
  const given = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (master.length !== masterKeyBytes || canonical !== given) {
    throw new KeyRingError(`key ${keyId} must be ${masterKeyBytes} bytes in base64`);
  }
  return master;
};

const parseEntry = (entry: string): SealingKey => {
  const colon = entry.indexOf(':');
  const keyId = entry.slice(0, Math.max(colon, 0));
  if (!keyIdPattern.test(keyId)) throw new KeyRingError('each entry reads {keyId}:{base64 of 32 bytes}');
  return toSealingKey(keyId as KeyId, parseMaster(keyId, entry.slice(colon + 1)));
};

/**
 * Reads `k2:base64,k1:base64`. The first entry writes unless `activeKeyId` names another; every entry opens.
 *
 * Rotation is three rollouts: append the new key (opens everywhere), make it active, remove the old one after the
 * longest life it may have sealed (30 minutes; 48 hours with sealed itinerary ids).
 *
 * @throws {KeyRingError} for a bad entry, a repeated id, no entry at all, or an active id that is not in the list.
 * @example
 * const ring = parseKeyRing('k2:' + Buffer.alloc(32, 2).toString('base64'));
 * ring.active.keyId; // 'k2'
 */
export const parseKeyRing = (text: string, activeKeyId?: string): KeyRing => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const keys = new Map<string, SealingKey>();
  for (const key of entries.map(parseEntry)) {
    if (keys.has(key.keyId)) throw new KeyRingError(`key id ${key.keyId} is given twice`);
    keys.set(key.keyId, key);
  }
  const [first] = keys.values();
  if (first === undefined) throw new KeyRingError('no key given');
  const active = activeKeyId === undefined ? first : keys.get(activeKeyId);
  if (active === undefined) throw new KeyRingError('the active key id is not among the keys');
  return { active, keyIds: [...keys.values()].map((key) => key.keyId), find: (keyId) => keys.get(keyId) };
};
