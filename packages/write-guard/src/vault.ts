/** What is kept of a write is sealed before it reaches the store: answers and contexts may hold what nobody else may read. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals texts under the name of their record, so that none opens as another. */
export type Vault = {
  seal(name: string, plainText: string): string;
  /** @throws when the box was changed, sealed under another name or with another key */
  open(name: string, box: string): string;
};

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals with AES-256-GCM under one key of 32 bytes. A team that rotates keys brings a vault of its own.
 *
 * @throws RangeError when the key has another length
 * @example
 * const vault = createVault(Buffer.from(process.env.VAULT_KEY ?? '', 'base64'));
 * vault.open('receipt', vault.seal('receipt', 'paid')); // 'paid'
 */
export const createVault = (key: Uint8Array): Vault => {
  if (key.length !== keyBytes)
    throw new RangeError(`a vault takes a key of ${keyBytes} bytes, and this one has ${key.length}`);
  const seal: Vault['seal'] = (name, plainText) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  };
  return {
    seal,
    open(name, box) {
      const bytes = Buffer.from(box, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(name))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    },
  };
};
