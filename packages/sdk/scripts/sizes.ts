/** What each entry of a build costs a partner's bundle, and the most that it may. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The most bytes, minified and gzipped: of the client alone, and of what each other entry adds to it. */
export const gzipBytesMax: Readonly<Record<string, number>> = {
  index: 10_000,
  flows: 3_000,
  forms: 3_000,
  money: 1_500,
  webhooks: 2_500,
};

type Esbuild = {
  readonly buildSync: (options: object) => {
    readonly outputFiles: readonly [{ readonly contents: Uint8Array }];
  };
};

/** The esbuild that tsup brings: what a partner's bundler would make of it. */
const { buildSync } = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild') as Esbuild;

const gzipBytesOf = (contents: string): number => {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
};

/** Bytes of one entry of the build in a folder, minified and gzipped. */
export const gzipBytes = (folder: string, entry: string): number => {
  const from = (name: string): string => JSON.stringify(join(folder, `${name}.js`));
  const client = `export { createClient } from ${from('index')};`;
  const alone = gzipBytesOf(client);
  if (entry === 'index') return alone;
  return gzipBytesOf(`${client} export * as more from ${from(entry)};`) - alone;
};
