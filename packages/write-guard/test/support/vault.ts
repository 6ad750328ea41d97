/** A vault as a team would make it: answers and contexts sealed with one key, each bound to its name. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Vault } from '@partner-gateway/write-guard';

const ivBytes = 12;
const tagBytes = 16;

/** Seals with AES-256-GCM under a key of 32 bytes. */
export const createVault = (key: Uint8Array): Vault => ({
  seal(name, plainText) {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  },
  open(name, sealedText) {
    const bytes = Buffer.from(sealedText, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  },
});
