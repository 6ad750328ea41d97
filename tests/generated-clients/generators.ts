/** The public generators of clients, as npm has them: fetched once, held to what was published, kept beside the dependencies. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/root.mjs';
import { execute } from '../packed/command.ts';

const documents = {
  '3.0': `${root}/packages/contract/openapi-3.0.json`,
  '3.1': `${root}/packages/contract/openapi.json`,
} as const;

/** A package of npm that brings its own jar or program. */
type Published = { readonly name: string; readonly version: string; readonly integrity: string };

/** The newest two with a jar inside; later ones fetch it from Maven. The Go of the newer one writes no models. */
const published = {
  openApiGenerator5: {
    name: '@openapitools/openapi-generator-cli',
    version: '1.0.18-5.0.0-beta2',
    integrity:
      'sha512-zcuOcVKuQ/wp5immG4l3/w5koLHLy+NCoFPK4RQ2iz34kHgtaRfXzNIroulHWLUNuoWgx9y2zYecEITX6ndGMA==',
  },
  openApiGenerator4: {
    name: '@openapitools/openapi-generator-cli',
    version: '1.0.18-4.3.1',
    integrity:
      'sha512-t5OFeIfbD5bUQH3/5xoCHr96ay9nIKPgtlkN9YrX7Ce4q8NdSUU/bl83MJjzU8qcdDiwZtuUgqTM2Y4FLOi9CA==',
  },
  nswag: {
    name: 'nswag',
    version: '14.7.1',
    integrity:
      'sha512-V6LiNhRLY4EfaEWAvExAPSPHGUaVIuneA+a67zuhu00fcwR+7xxiBBTpyw82vuI4xMUh1Eq8Nwnc6iLqp/74+g==',
  },
} as const satisfies Record<string, Published>;

/** What `npm pack --json` says of the one package that it was asked for. */
const packedIn = (stdout: string): { filename: string; integrity: string } => {
  const packed: unknown = JSON.parse(stdout);
  return (Array.isArray(packed) ? packed : Object.values(packed ?? {}))[0];
};

const fetched = async ({ name, version, integrity }: Published): Promise<string> => {
  const folder = `${root}/node_modules/.cache/generators/${name.split('/').at(-1)}-${version}`;
  if (existsSync(folder)) return `${folder}/package`;
  const begun = `${folder}.${process.pid}`;
  mkdirSync(begun, { recursive: true });
  const { stdout } = await execute('npm', ['pack', `${name}@${version}`, '--json'], { cwd: begun });
  const packed = packedIn(stdout);
  if (packed.integrity !== integrity) throw new Error(`${name}@${version} is not what was published`);
  await execute('tar', ['xzf', packed.filename], { cwd: begun });
  if (existsSync(folder)) rmSync(begun, { recursive: true });
  else renameSync(begun, folder);
  return `${folder}/package`;
};

const fetches = new Map<Published, Promise<string>>();

/** The folder of a generator; languages that share one fetch it once. */
const folderOf = (one: Published): Promise<string> => {
  const known = fetches.get(one) ?? fetched(one);
  fetches.set(one, known);
  return known;
};

/** The program that an environment variable names; `scripts/client-tools.mjs` finds or installs it. */
export const tool = (variable: string): string => {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is not set: run \`pnpm generated-clients\``);
  return path;
};

/** The jar of the OpenAPI Generator, in version 5 or 4. */
export const jar = async (major: 4 | 5): Promise<string> => {
  const one = major === 5 ? published.openApiGenerator5 : published.openApiGenerator4;
  return join(await folderOf(one), 'bin/openapi-generator.jar');
};

const withoutPages = 'apiDocs=false,modelDocs=false,apiTests=false,modelTests=false';

/** What a JVM takes that lives for two seconds. */
export const briefJava = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'] as const;

/** Generates with the OpenAPI Generator: `-g` and what comes behind it. */
export const openApiGenerator = async (major: 4 | 5, out: string, args: readonly string[]): Promise<void> => {
  const generate = ['generate', '-i', documents['3.0'], '-o', out, '--global-property', withoutPages];
  await execute(tool('JAVA_BIN'), [...briefJava, '-jar', await jar(major), ...generate, ...args]);
};

/** Where NSwag's programs for .NET Framework are, which Mono runs, and the JSON library that its clients import. */
export const nswagFolder = async (): Promise<string> =>
  join(await folderOf(published.nswag), 'bin/binaries/Win');

/** Generates with NSwag. */
export const nswag = async (args: readonly string[]): Promise<void> => {
  const program = `${await nswagFolder()}/NSwag.exe`;
  await execute(tool('MONO_BIN'), [program, 'openapi2csclient', `/input:${documents['3.0']}`, ...args]);
};

/** Generates with Hey API, which reads 3.1. */
export const heyApi = async (path: string): Promise<void> => {
  // It takes a second to import, and two of three runs do without.
  const { createClient } = await import('@hey-api/openapi-ts');
  await createClient({
    input: documents['3.1'],
    output: { path, tsConfigPath: null, importFileExtension: '.ts' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent' },
  });
};

/** The Go that generated code needs beside its own, as Debian lays it out. */
export const goLibraries = '/usr/share/gocode';

/** The text of a program that books, as it stands in the guide. */
export const programOf = (language: string, file: string): string =>
  readFileSync(`${root}/tests/generated-clients/programs/${language}/${file}`, 'utf8');
