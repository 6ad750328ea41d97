/** A folder for the files of one test file. In memory where there is such a place, unless what a disk does is the matter. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Folder = {
  /** A path that no file has yet. */
  newFile(): string;
  remove(): void;
};

const inMemory = '/dev/shm';

export const openFolder = (parent = existsSync(inMemory) ? inMemory : tmpdir()): Folder => {
  const path = mkdtempSync(join(parent, 'partner-gateway-'));
  let files = 0;
  return {
    newFile() {
      files += 1;
      return join(path, `${files}.db`);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};
