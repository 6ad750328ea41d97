/** The sandbox console as `npm start` has it, built from its sources. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** Where a gateway that runs from its sources finds it. */
const builtFolder = fileURLToPath(new URL('../../dist/sandbox/', import.meta.url));

export const buildConsole = async (): Promise<void> => {
  await build({ configFile });
};

/** Every file of it. */
export const builtFiles = (): readonly string[] =>
  readdirSync(builtFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
