/** Secrets mounted as files: one file a secret, named by its reference below a folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/**
 * Reads secrets below `folder`. A missing or empty file is undefined; an unreadable one throws.
 *
 * @example
 * ```ts
 * createSecretReader('/run/secrets')('secret/12go/acme');
 * ```
 */
export const createSecretReader =
  (folder: string) =>
  (reference: string): string | undefined => {
    try {
      const text = readFileSync(join(folder, reference), 'utf8').trim();
      return text === '' ? undefined : text;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
