/** The console as a release has it, built from its sources. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Where the build leaves it. */
export const builtFolder = new URL('../../dist/console/', import.meta.url);

/** Builds it; takes half a second. */
export const buildConsole = async (): Promise<void> => {
  await build({ configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)) });
};

/** Every file of it, below its folder. */
export const builtFiles = (): readonly string[] =>
  readdirSync(builtFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(fileURLToPath(builtFolder), join(parentPath, name)));
