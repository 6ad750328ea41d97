/** What stands above everything that the SDK exports: its words, its examples, and what of it nobody has described. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('../../', import.meta.url));

/** The entries by the names that partners import, with their sources. */
export const entries: Readonly<Record<string, string>> = {
  '@partner-gateway/sdk': 'src/index.ts',
  '@partner-gateway/sdk/flows': 'src/flows/index.ts',
  '@partner-gateway/sdk/forms': 'src/forms/index.ts',
  '@partner-gateway/sdk/money': 'src/money/index.ts',
  '@partner-gateway/sdk/webhooks': 'src/webhooks/index.ts',
  '@partner-gateway/sdk/testing': 'testing/declarations.ts',
};

/** One exported name, as a reader of the declarations sees it. */
export type Documented = {
  readonly entry: string;
  readonly name: string;
  readonly text: string;
  readonly examples: readonly string[];
  /** Members of its own that nobody has described. */
  readonly undescribed: readonly string[];
};

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: [],
  types: [],
  noLib: true,
  allowImportingTsExtensions: true,
  customConditions: ['@partner-gateway/source'],
};

const code = (tag: ts.JSDocTagInfo): string => {
  const text = ts.displayPartsToString(tag.text);
  return /```ts\n([\s\S]*?)\n?```/.exec(text)?.[1] ?? text;
};

type Commented = {
  getDocumentationComment(checker: ts.TypeChecker): ts.SymbolDisplayPart[];
  getJsDocTags(checker: ts.TypeChecker): ts.JSDocTagInfo[];
};

const textOf = (symbol: Commented, checker: ts.TypeChecker): string =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker));

const examplesOf = (symbol: Commented, checker: ts.TypeChecker): string[] =>
  symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'example')
    .map(code);

/** The members that stand in the text of a declaration, however deep. */
const membersIn = (node: ts.Node): ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isPropertySignature(child) || ts.isMethodSignature(child) || ts.isPropertyDeclaration(child))
      found.push(child);
    // What a function takes and holds is nobody else's business.
    if (!ts.isBlock(child)) ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
};

type Member = { readonly name: string; readonly text: string; readonly examples: readonly string[] };

const membersOf = (symbol: ts.Symbol, checker: ts.TypeChecker): Member[] =>
  (symbol.declarations ?? []).flatMap(membersIn).flatMap((node) => {
    const member = checker.getSymbolAtLocation((node as ts.PropertySignature).name);
    if (member === undefined) return [];
    return [{ name: member.name, text: textOf(member, checker), examples: examplesOf(member, checker) }];
  });

/** A discriminant of one literal says itself what it is. */
const isPlain = (name: string): boolean => ['state', 'kind'].includes(name);

/** Everything that is exported, by entry. */
export const documentation = (): Documented[] => {
  const paths = Object.values(entries).map((path) => `${folder}${path}`);
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  return Object.entries(entries).flatMap(([entry, path]) => {
    const source = program.getSourceFile(`${folder}${path}`);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${path} is no module`);
    return checker.getExportsOfModule(module).map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const members = membersOf(symbol, checker);
      return {
        entry,
        name: exported.name,
        text: textOf(symbol, checker),
        examples: [...examplesOf(symbol, checker), ...members.flatMap(({ examples }) => examples)],
        undescribed: members
          .filter(({ name, text }) => text === '' && !isPlain(name))
          .map(({ name }) => name),
      };
    });
  });
};
