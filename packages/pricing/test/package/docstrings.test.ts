/** The docstrings: every public function says what it does and shows one line that runs. */
import { readdirSync, readFileSync } from 'node:fs';
import * as pricing from '@partner-gateway/pricing';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../src/', import.meta.url);
const publicNames = Object.keys(pricing);

type Documented = { name: string; text: string };

/** Exported functions and classes of one file that the package also exports. */
const documentedIn = (file: string): Documented[] => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const [declared] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    const isFunction = declared?.initializer !== undefined && ts.isArrowFunction(declared.initializer);
    const named = ts.isClassDeclaration(statement) ? statement : isFunction ? declared : undefined;
    const name = named?.name?.getText() ?? '';
    const comment = ts
      .getJSDocCommentsAndTags(statement)
      .map((doc) => doc.getText())
      .join('\n');
    return publicNames.includes(name) ? [{ name, text: comment }] : [];
  });
};

const documented = readdirSync(folder, { encoding: 'utf8', recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(documentedIn);

describe('public docstrings', () => {
  it('exist for every exported function and class', () => {
    const callable = Object.entries(pricing).filter(([, value]) => typeof value === 'function');
    expect(documented.map(({ name }) => name).sort()).toEqual(callable.map(([name]) => name).sort());
  });

  it.each(documented)('$name says what it does and shows it', ({ name, text }) => {
    expect(text).toMatch(/^\/\*\*\n \* \S/);
    const [, example = ''] = /@example\n \* ```ts\n([\s\S]*?) \* ```/.exec(text) ?? [];
    expect(example).toContain(name);
  });
});
