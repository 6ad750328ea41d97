/** The public API of a published package as text, made from its built declarations: one report for each entry. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { parse } from 'yaml';
import { root } from './root.mjs';

/** @param {unknown} target one value of an exports map @returns {string | undefined} its declarations */
const typesOf = (target) => {
  if (typeof target !== 'object' || target === null) return undefined;
  const { types, ...rest } = /** @type {Record<string, unknown>} */ (target);
  return typeof types === 'string'
    ? types
    : Object.values(rest)
        .map(typesOf)
        .find((found) => found !== undefined);
};

/** @param {string} folder of a package @returns {{ name: string, types: string }[]} its entries that have declarations */
const entriesOf = (folder) => {
  const { publishConfig } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(publishConfig.exports).flatMap(([path, target]) => {
    const types = typesOf(target);
    return types === undefined ? [] : [{ name: path === '.' ? 'index' : path.slice(2), types }];
  });
};

const quiet = { logLevel: 'none' };
const compilerOptions = {
  target: 'es2022',
  lib: ['es2022', 'dom'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  skipLibCheck: true,
};

/** @param {string} folder @param {{ name: string, types: string }} entry @param {string} target where the report goes */
const configOf = (folder, { name, types }, target) =>
  ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: /** @type {never} */ ({
      projectFolder: folder,
      newlineKind: 'lf',
      mainEntryPointFilePath: join(folder, types),
      compiler: { overrideTsconfig: { compilerOptions, files: [join(folder, types)] } },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: target,
        reportTempFolder: target,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: { default: quiet },
        tsdocMessageReporting: { default: quiet },
      },
    }),
  });

/** Folders below packages/ of what is published and has a report. That of the contract is `openapi.json`, which says more. */
export const reportedPackages = ['pricing', 'sdk', 'twelvego-client', 'write-guard'];

/** @type {CompilerState | undefined} */
let everyEntry;

/**
 * One program for the entries of all packages: reading the compiler's own libraries is the dear part.
 * @param {ExtractorConfig} first
 */
const programOfAll = (first) => {
  if (everyEntry !== undefined) return everyEntry;
  const additionalEntryPoints = reportedPackages.flatMap((name) => {
    const folder = join(root, 'packages', name);
    return entriesOf(folder).map(({ types }) => join(folder, types));
  });
  everyEntry = CompilerState.create(first, { additionalEntryPoints });
  return everyEntry;
};

/** @param {string} folder @param {string} target where the reports go */
const extract = (folder, target) => {
  for (const entry of entriesOf(folder)) {
    const config = configOf(folder, entry, target);
    const { succeeded } = Extractor.invoke(config, {
      localBuild: true,
      compilerState: programOfAll(config),
      messageCallback: (message) => {
        message.handled = true;
        if (message.logLevel === 'error') console.error(message.text);
      },
    });
    if (!succeeded) throw new Error(`${folder} cannot be read; is it built?`);
  }
};

/**
 * The reports of a package by file name; it has to be built.
 * @param {string} name a folder below packages/
 * @returns {Record<string, string>}
 */
export const apiReports = (name) => {
  const folder = join(root, 'packages', name);
  const target = mkdtempSync(join(tmpdir(), 'api-report-'));
  try {
    extract(folder, target);
    return Object.fromEntries(
      readdirSync(target).map((file) => [file, readFileSync(join(target, file), 'utf8')]),
    );
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
};

/** @param {string} report @returns {Map<string, string>} the text of each declaration by its name */
const declarations = (report) => {
  const [, code = ''] = /```ts\n([\s\S]*)```/.exec(report) ?? [];
  // Neither words nor the layout break anybody.
  const blocks = code.split(/\n(?=\/\/ @)/).map((block) =>
    block
      .replace(/^ *\/\/.*\n|\/\*\*[\s\S]*?\*\//gm, '')
      .replace(/;?\s+/g, ' ')
      .trim(),
  );
  const named = /^(?:export )?(?:declare )?(?:abstract )?(?:type|const|function|class|interface|enum) (\w+)/;
  return new Map(
    blocks.flatMap((block) => (named.test(block) ? [[named.exec(block)?.[1] ?? '', block]] : [])),
  );
};

/**
 * The declarations that a report had and the next one lacks or spells otherwise: what may break somebody.
 * @param {string} before @param {string} after
 */
export const changedDeclarations = (before, after) => {
  const now = declarations(after);
  return [...declarations(before)].filter(([name, text]) => now.get(name) !== text).map(([name]) => name);
};

/** @param {string} changeset its text @returns {string[]} the packages that it is about */
const packagesOf = (changeset) => Object.keys(parse(changeset.split(/^---$/m)[1] ?? '') ?? {});

/**
 * Of these names those that no pending changeset of the package has in backticks.
 * @param {readonly string[]} names @param {string} packageName @param {readonly string[]} changesets their texts
 */
export const unannounced = (names, packageName, changesets) => {
  const own = changesets.filter((text) => packagesOf(text).includes(packageName));
  return names.filter((name) => !own.some((text) => text.includes(`\`${name}\``)));
};
