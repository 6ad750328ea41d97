/** The regular expression engines of five languages, as programs that judge many texts by many patterns at once. */
import { spawn } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A verdict a text, in order: `1` for a match, `0` for none, `E` for a pattern that cannot be used. */
export type Verdicts = string;

const program = (file: string): string => fileURLToPath(new URL(`../slow/engines/${file}`, import.meta.url));
const from = (variable: string, name: string): string => process.env[variable] ?? name;

const commands = {
  Python: [from('PYTHON_BIN', 'python3'), program('judge.py')],
  Go: [from('GO_BIN', 'go'), 'run', program('judge.go')],
  Java: [from('JAVA_BIN', 'java'), program('Judge.java')],
  PHP: [from('PHP_BIN', 'php'), program('judge.php')],
} as const;

/** A pattern as it is published, or a PHP literal with delimiters and flags. */
export type Rule = { readonly kind: 'P' | 'L'; readonly source: string };

const run = async (engine: keyof typeof commands, lines: readonly string[]): Promise<readonly Verdicts[]> => {
  const [command, ...args] = commands[engine];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${lines.join('\n')}\n`);
  const [output, code] = await Promise.all([
    textOf(child.stdout),
    new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`${engine} ended with ${code}`);
  return output.trimEnd().split('\n');
};

const line = (kind: string, text: string): string => `${kind}\t${Buffer.from(text).toString('base64')}`;

/** What each engine outside JavaScript says of each text, rule by rule. */
export const judgeBy = (engine: keyof typeof commands, rules: readonly Rule[], texts: readonly string[]) =>
  run(engine, [
    ...rules.map(({ kind, source }) => line(kind, source)),
    ...texts.map((text) => line('T', text)),
  ]);

/** The same in this process, with the flags given. */
export const judgeByJavaScript = (
  flags: string,
  patterns: readonly string[],
  texts: readonly string[],
): readonly Verdicts[] =>
  patterns.map((pattern) => {
    const compiled = new RegExp(pattern, flags);
    return texts.map((text) => (compiled.test(text) ? '1' : '0')).join('');
  });

export const otherEngines = Object.keys(commands) as readonly (keyof typeof commands)[];
