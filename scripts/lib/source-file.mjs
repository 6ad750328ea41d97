/** What one TypeScript file imports, how long it and its functions are, and which ambient values it reaches for. */
import ts from 'typescript';

/** @typedef {{ specifier: string, typeOnly: boolean, line: number }} Import */
/** @typedef {{ name: string, lines: number, line: number }} FunctionSize */
/** @typedef {{ text: string, line: number }} Ambient */
/** @typedef {{ path: string, lines: number, imports: Import[], functions: FunctionSize[], ambient: Ambient[] }} SourceFile */

const ambientCalls = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'randomBytes',
  'randomUUID',
  'randomInt',
]);

/** @param {ts.NamedImportBindings | ts.NamedExportBindings | undefined} bindings */
function namesOnlyTypes(bindings) {
  const isList = bindings !== undefined && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings));
  return isList && bindings.elements.length > 0 && bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** @param {ts.Node} node @returns {{ specifier: ts.Node | undefined, typeOnly: boolean } | undefined} */
function importOf(node) {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const typeOnly =
      clause?.isTypeOnly === true || (clause?.name === undefined && namesOnlyTypes(clause?.namedBindings));
    return { specifier: node.moduleSpecifier, typeOnly };
  }
  if (ts.isExportDeclaration(node)) {
    return {
      specifier: node.moduleSpecifier,
      typeOnly: node.isTypeOnly || namesOnlyTypes(node.exportClause),
    };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return { specifier: node.arguments[0], typeOnly: false };
  }
  return undefined;
}

/** @param {ts.SignatureDeclaration} node */
function functionName(node) {
  const named =
    node.name ??
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)
      ? node.parent.name
      : undefined);
  return named?.getText() ?? '(anonymous)';
}

/** The ambient value a node reaches for, if any: the environment, a clock or randomness. @param {ts.Node} node */
function ambientOf(node) {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') return 'process.env';
  if (ts.isElementAccessExpression(node) && /^process\[.env.\]$/.test(node.getText())) return 'process.env';
  if (ts.isCallExpression(node) && ambientCalls.has(node.expression.getText()))
    return `${node.expression.getText()}()`;
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    return 'new Date()';
  if (ts.isBindingElement(node) && node.getText() === 'env' && isDestructuredProcess(node))
    return 'process.env';
  return undefined;
}

/** @param {ts.BindingElement} node */
function isDestructuredProcess(node) {
  const declaration = node.parent.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer?.getText() === 'process';
}

/** @param {ts.Node} node @returns {node is ts.FunctionLikeDeclaration} */
function isFunctionWithBody(node) {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/**
 * Lines of a function without those of the functions inside it: a factory that returns ten small functions is not long.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => number} span
 */
function ownLines(node, span) {
  let nested = 0;
  const visit = (child) => {
    if (isFunctionWithBody(child)) nested += span(child) - 1;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return span(node) - nested;
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {SourceFile}
 */
export function parseSource(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const span = (node) => lineOf(node.end) - lineOf(node.getStart(source)) + 1;
  /** @type {SourceFile} */
  const file = { path, lines: text.trimEnd().split('\n').length, imports: [], functions: [], ambient: [] };
  const visit = (node) => {
    const line = lineOf(node.getStart(source));
    const found = importOf(node);
    if (found?.specifier && ts.isStringLiteralLike(found.specifier)) {
      file.imports.push({ specifier: found.specifier.text, typeOnly: found.typeOnly, line });
    }
    if (isFunctionWithBody(node))
      file.functions.push({ name: functionName(node), lines: ownLines(node, span), line });
    const ambient = ambientOf(node);
    if (ambient !== undefined) file.ambient.push({ text: ambient, line });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return file;
}
