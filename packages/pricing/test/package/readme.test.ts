/** The README against the package: every snippet is a file that runs, every export is in the table. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';
import { afterEach, describe, expect, it, vi } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const examples = readdirSync(new URL('../../examples/', import.meta.url));

const exportedNames = (): string[] => {
  const source = ts.createSourceFile('index.ts', read('src/index.ts'), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return [];
    return ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((one) => one.name.text)
      : [];
  });
};

const documentedNames = (): string[] => {
  const api = readme.slice(readme.indexOf('## API'), readme.indexOf('## Size and speed'));
  return [...api.matchAll(/^\| `([A-Za-z_]+)/gm)].map(([, name = '']) => name);
};

describe('the README', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('documents every export and nothing else', () => {
    expect(documentedNames().sort()).toEqual(exportedNames().sort());
    expect(exportedNames().length).toBeGreaterThan(70);
  });

  it('lists every error code', () => {
    const codes = [...read('src/errors.ts').matchAll(/^ {2}\| '([a-z_]+)'/gm)].map(([, code = '']) => code);
    const listed = [...readme.matchAll(/^\| `([a-z_]+)` +\| [^|]+ \| [^|]+ \|$/gm)].map(
      ([, code = '']) => code,
    );
    expect(codes.length).toBe(14);
    expect(listed.filter((code) => codes.includes(code))).toEqual(codes);
  });

  it('shows five examples, each word for word', () => {
    expect(examples).toHaveLength(5);
    for (const name of examples)
      expect(readme).toContain(`\`\`\`ts\n${read(`examples/${name}`).trimEnd()}\n\`\`\``);
    expect(readme.match(/```ts\n/g)).toHaveLength(examples.length);
  });

  it.each(examples)('%s prints what it says it prints', async (name) => {
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void lines.push(words.join(' ')));
    await import(`../../examples/${name.replace('.ts', '')}.ts`);
    const promised = [...read(`examples/${name}`).matchAll(/^\/\/ prints: (.+)$/gm)].map(([, line]) => line);
    expect(lines).toEqual(promised);
  });

  it('states the size the package really has', async () => {
    const [, stated = ''] = /^\| Everything +\| (\d+\.\d) kB +\|$/m.exec(readme) ?? [];
    const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: 'esm',
      conditions: ['@partner-gateway/source'],
      write: false,
    });
    const kilobytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length / 1000;
    expect(Math.abs(kilobytes - Number(stated))).toBeLessThan(0.5);
  });
});
