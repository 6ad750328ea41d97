/** How long one TypeScript file and its functions are, and which ambient values it reaches for. */
import ts from 'typescript';

/** @typedef {{ name: string, lines: number, line: number }} FunctionSize */
/** @typedef {{ text: string, line: number }} Ambient */
/** @typedef {{ path: string, text: string, lines: number, functions: FunctionSize[], ambient: Ambient[], disguised: number[] }} SourceFile */

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

/**
 * An import or export that runs and that dependency-cruiser takes for one of types: `import d, { type T } from`, `export {} from`.
 * Of packages it does no harm: no rule there depends on it, but for our own.
 * @param {ts.Node} node
 */
const isDisguised = (node) => {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return false;
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  const names = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (
    clause === undefined ||
    names === undefined ||
    !/^['"](\.|@partner-gateway\/)/.test(node.moduleSpecifier?.getText() ?? '')
  )
    return false;
  if (clause.isTypeOnly || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
  const namesTypes = names.elements.every(({ isTypeOnly }) => isTypeOnly);
  return (
    namesTypes && (names.elements.length === 0 || (ts.isImportClause(clause) && clause.name !== undefined))
  );
};

/** @param {ts.SignatureDeclaration} node */
const functionName = (node) => {
  const named =
    node.name ??
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)
      ? node.parent.name
      : undefined);
  return named?.getText() ?? '(anonymous)';
};

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
const isDestructuredProcess = (node) => {
  const declaration = node.parent.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer?.getText() === 'process';
};

/** @param {ts.Node} node @returns {node is ts.FunctionLikeDeclaration} */
const isFunctionWithBody = (node) => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/**
 * Lines of a function without those of the functions inside it: a factory that returns ten small functions is not long.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => number} span
 */
const ownLines = (node, span) => {
  let nested = 0;
  const visit = (child) => {
    if (isFunctionWithBody(child)) nested += span(child) - 1;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return span(node) - nested;
};

/**
 * @param {string} path
 * @param {string} text
 * @returns {SourceFile}
 */
export const parseSource = (path, text) => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const span = (node) => lineOf(node.end) - lineOf(node.getStart(source)) + 1;
  /** @type {SourceFile} */
  const file = {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    functions: [],
    ambient: [],
    disguised: [],
  };
  const visit = (node) => {
    const line = lineOf(node.getStart(source));
    if (isDisguised(node)) file.disguised.push(line);
    if (isFunctionWithBody(node))
      file.functions.push({ name: functionName(node), lines: ownLines(node, span), line });
    const ambient = ambientOf(node);
    if (ambient !== undefined) file.ambient.push({ text: ambient, line });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return file;
};
