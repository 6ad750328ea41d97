/** The sources themselves: no floating point, no clock, no chance, no Node, one dependency. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../src/', import.meta.url);
const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return { name, source: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true) };
  });

/** Every node of a source file, depth first. */
const nodesOf = (node: ts.Node): ts.Node[] => {
  const nodes: ts.Node[] = [node];
  ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
};

const importsOf = (source: ts.SourceFile): string[] =>
  nodesOf(source).flatMap((node) => {
    if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return [];
    return node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)
      ? [node.moduleSpecifier.text]
      : [];
  });

/** What turns text or bigint into floating point, reads a clock, throws dice or reaches outside. */
const forbidden =
  /^(?:parseFloat|parseInt|toFixed|toPrecision|toExponential|toLocaleString|Math|now|performance|crypto|process|require|fetch|globalThis|setTimeout|Intl)$/;

describe('the sources', () => {
  it('are all here', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('$name has no float and no number made from text', ({ source }) => {
    const found = nodesOf(source).filter((node) => {
      if (ts.isNumericLiteral(node)) return /[.eE]/.test(node.getText(source));
      if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.PlusToken;
      if (ts.isCallExpression(node)) return node.expression.getText(source) === 'Number';
      return false;
    });
    expect(found.map((node) => node.getText(source))).toEqual([]);
  });

  it.each(files)('$name uses no float function, clock, chance, network or runtime', ({ source }) => {
    const names = nodesOf(source).filter((node) => ts.isIdentifier(node) && !isOwnProperty(node));
    expect(names.map((node) => node.getText(source)).filter((name) => forbidden.test(name))).toEqual([]);
    const clocks = nodesOf(source).filter(
      (node) => ts.isNewExpression(node) && node.expression.getText(source) === 'Date',
    );
    expect(clocks).toEqual([]);
  });

  it.each(files)('$name imports its neighbours and dinero.js only', ({ source }) => {
    expect(
      importsOf(source).filter(
        (name) => !/^(?:\.\/(?:rates\/)?|\.\.\/)[a-z-]+\.ts$/.test(name) && name !== 'dinero.js/bigint',
      ),
    ).toEqual([]);
  });

  it.each(files)('$name opens with one sentence that says what it is', ({ source }) => {
    expect(source.text).toMatch(/^\/\*\* [A-Z][^\n]+\. \*\/\n/);
  });
});

/** `now` is a clock when called on something, and only a name when it is a member the caller filled in. */
const isOwnProperty = (node: ts.Node): boolean =>
  node.getText() === 'now' && !ts.isPropertyAccessExpression(node.parent);
