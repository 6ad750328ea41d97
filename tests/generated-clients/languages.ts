/** How a client is generated, built and run in each language, by the commands that the guide tells. */
import { copyFileSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { runtimeNode } from '../../scripts/lib/node.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { execute } from '../packed/command.ts';
import * as generator from './generators.ts';
import { programOf, tool } from './generators.ts';

/** A command and the environment that it takes beside where the gateway is. */
export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** A language, in a folder of its own. */
export type Language = {
  readonly generate: (folder: string) => Promise<void>;
  /** Fails where the compiler has something against the client, or against a program that uses it. */
  readonly build: (folder: string) => Promise<void>;
  readonly run: (folder: string) => Promise<Command>;
};

/** What each generator is told, as it stands in the guide. */
export const generatorArgs = {
  python: ['-g', 'python', '--package-name', 'partner_gateway'],
  php: ['-g', 'php'],
  go: ['-g', 'go-experimental', '--package-name', 'gateway'],
  java: ['-g', 'java', '--library', 'native', '-p', 'dateLibrary=java8,openApiNullable=false'],
  csharp: [
    '/namespace:PartnerGateway',
    '/className:GatewayClient',
    '/GenerateOptionalParameters:true',
    '/GenerateOptionalPropertiesAsNullable:true',
  ],
} as const;

const programs = `${root}/tests/generated-clients/programs`;
const nothing = async (): Promise<void> => {};

const python: Language = {
  generate: (folder) => generator.openApiGenerator(5, folder, generatorArgs.python),
  build: nothing,
  run: async (folder) => ({
    file: tool('PYTHON_BIN'),
    args: [`${programs}/python/book.py`],
    env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
  }),
};

const php: Language = {
  generate: (folder) => generator.openApiGenerator(5, folder, generatorArgs.php),
  build: nothing,
  run: async (folder) => ({
    file: tool('PHP_BIN'),
    args: [`${programs}/php/book.php`],
    env: { GENERATED_CLIENT: folder },
  }),
};

const go: Language = {
  generate: (folder) => generator.openApiGenerator(4, `${folder}/src/gateway`, generatorArgs.go),
  build: async (folder) => {
    // Debian brings libraries for the old way of finding them, and no proxy of modules is asked.
    for (const name of ['go.mod', 'go.sum']) rmSync(`${folder}/src/gateway/${name}`, { force: true });
    mkdirSync(`${folder}/src/book`);
    copyFileSync(`${programs}/go/book.go`, `${folder}/src/book/book.go`);
    const env = { GO111MODULE: 'off', GOPATH: `${folder}:${generator.goLibraries}`, GOFLAGS: '' };
    await execute(tool('GO_BIN'), ['build', '-o', 'book', 'book'], { cwd: folder, env });
  },
  run: async (folder) => ({ file: `${folder}/book`, args: [] }),
};

const java: Language = {
  generate: (folder) => generator.openApiGenerator(5, folder, generatorArgs.java),
  build: async (folder) => {
    const sources = globSync(`${folder}/src/main/**/*.java`);
    writeFileSync(`${folder}/sources.txt`, [...sources, `${programs}/java/Book.java`].join('\n'));
    // The jar of the generator brings Jackson and the annotations that the generated code imports.
    const classPath = await generator.jar(5);
    await execute(
      tool('JAVAC_BIN'),
      ['-nowarn', '-d', `${folder}/classes`, '-cp', classPath, '@sources.txt'],
      {
        cwd: folder,
      },
    );
  },
  run: async (folder) => ({
    file: tool('JAVA_BIN'),
    args: [...generator.briefJava, '-cp', `${folder}/classes:${await generator.jar(5)}`, 'Book'],
  }),
};

const csharp: Language = {
  generate: (folder) => generator.nswag([...generatorArgs.csharp, `/output:${folder}/GatewayClient.cs`]),
  build: async (folder) => {
    copyFileSync(`${await generator.nswagFolder()}/Newtonsoft.Json.dll`, `${folder}/Newtonsoft.Json.dll`);
    const libraries = [
      'Newtonsoft.Json.dll',
      'System.Net.Http.dll',
      'System.Runtime.Serialization.dll',
      'System.ComponentModel.DataAnnotations.dll',
    ].map((name) => `-r:${name}`);
    const sources = ['GatewayClient.cs', `${programs}/csharp/Book.cs`];
    await execute(tool('MCS_BIN'), ['-nologo', '-out:Book.exe', ...libraries, ...sources], { cwd: folder });
  },
  run: async (folder) => ({ file: tool('MONO_BIN'), args: [`${folder}/Book.exe`] }),
};

const typescriptOptions = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'nodenext',
    allowImportingTsExtensions: true,
    noEmit: true,
    typeRoots: [`${root}/node_modules/@types`],
    types: ['node'],
  },
  include: ['book.ts', 'client/**/*.ts'],
};

const typescript: Language = {
  generate: (folder) => generator.heyApi(`${folder}/client`),
  build: async (folder) => {
    writeFileSync(`${folder}/book.ts`, programOf('typescript', 'book.ts'));
    writeFileSync(`${folder}/package.json`, JSON.stringify({ type: 'module' }));
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(typescriptOptions));
    await execute(runtimeNode(), [`${root}/node_modules/typescript7/bin/tsc`, '-p', folder]);
  },
  run: async (folder) => ({ file: runtimeNode(), args: [`${folder}/book.ts`] }),
};

/** Every language of the guide. */
export const languages: Readonly<Record<string, Language>> = { typescript, python, php, go, java, csharp };
