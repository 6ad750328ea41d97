/** Secrets mounted as files: one file a secret, named by its reference below a folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the content of a secret by its reference; undefined when there is none. */
export type ReadSecret = (reference: string) => string | undefined;

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
  (folder: string): ReadSecret =>
  (reference) => {
    try {
      const text = readFileSync(join(folder, reference), 'utf8').trim();
      return text === '' ? undefined : text;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
