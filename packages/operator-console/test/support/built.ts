/** The console as a release has it, built from its sources. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** Where gateways that run from their sources find it. */
export const builtFolder = new URL('../../dist/console/', import.meta.url);

/** Builds it, in half a second; a folder other than the usual one is nobody else's. */
export const buildConsole = async (folder = fileURLToPath(builtFolder)): Promise<void> => {
  await build({ configFile, build: { outDir: folder } });
};

/** Every file below a folder. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
