/** 12go's PCRE rules as patterns that travel: the same verdicts in the engines of all languages that partners use. */
import { type PcreRules, UnusablePattern } from './pcre-character.ts';
import { type PcreNode, readPattern } from './pcre-pattern.ts';
import { type PrintedRule, printRule } from './pcre-print.ts';

/** A rule of 12go as it is published, and what it asks for. */
export type PortableRule = PrintedRule & { readonly rule: PcreNode };

const literalLengthMax = 1000;

/**
 * Converts a PCRE literal into the published dialect, or undefined when it cannot be said there: the rule is then
 * left to 12go. A text that PHP takes is never refused; where the two part, the pattern is the more lenient.
 *
 * - Delimiters, flags and groups go. Sets of characters are written out as PHP means them, with and without `u`;
 *   `i` becomes letters of both cases; `s` and `m` need nothing, because texts with a line break are not judged.
 * - A rule without `u` is about bytes: when it holds bytes beyond ASCII, it judges ASCII texts alone.
 * - Look-around, word boundaries, references, recursion, conditions, free spacing and the like have no counterpart.
 *
 * @example
 * ```ts
 * toPortableRule('/^[A-Z0-9]{5,20}$/i')?.pattern; // '^[0-9A-Za-z]{5,20}$|[^ -~¡-ž…]'
 * ```
 */
export const toPortableRule = (pcre: string): PortableRule | undefined => {
  const literal = pcre.length > literalLengthMax ? undefined : readPcreLiteral(pcre.trim());
  if (literal === undefined) return undefined;
  try {
    const { body, rules } = literal;
    const read = readPattern(rules.unicode ? body : toBytes(body), rules);
    const rule = rules.anchored ? anchored(read) : read;
    const printed = printRule(rule, rules.unicode);
    new RegExp(printed.pattern, 'u');
    return { ...printed, rule };
  } catch (error) {
    if (error instanceof UnusablePattern || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const anchored = (rule: PcreNode): PcreNode => {
  const parts = rule.is === 'sequence' ? rule.parts : [rule];
  return parts[0]?.is === 'start' ? rule : { is: 'sequence', parts: [{ is: 'start' }, ...parts] };
};

/** Each byte of the pattern as a character: what PHP reads without `u`. */
const toBytes = (body: string): string =>
  Array.from(new TextEncoder().encode(body), (byte) => String.fromCharCode(byte)).join('');

/** A pattern without its delimiters, and the rules it is read by. */
type PcreLiteral = { readonly body: string; readonly rules: PcreRules };

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);
const delimiter = /^[^\sA-Za-z0-9\\]$/;

/** `x` (free spacing) and `e` (code) change what the letters of the pattern are. */
const unreadableFlags = /[xe]/;

/** Takes a literal such as `/^a$/i` or `\/^a$\/u` apart; undefined when it is none, or has flags nothing stands for. */
const readPcreLiteral = (literal: string): PcreLiteral | undefined => {
  const backslash = literal.startsWith('\\') ? '\\' : '';
  const opener = literal.charAt(backslash.length);
  if (!delimiter.test(opener)) return undefined;
  const closer = backslash + (closers.get(opener) ?? opener);
  const end = literal.lastIndexOf(closer);
  const start = backslash.length + 1;
  if (end < start || (backslash === '' && isEscaped(literal, end))) return undefined;
  const flags = literal.slice(end + closer.length).trim();
  const leading = /^\(\?([imsU]+)\)/.exec(literal.slice(start, end));
  const all = flags + (leading?.[1] ?? '');
  if (!/^[A-Za-z\s]*$/.test(flags) || unreadableFlags.test(all)) return undefined;
  return { body: literal.slice(start + (leading?.[0].length ?? 0), end), rules: toRules(all) };
};

const isEscaped = (text: string, at: number): boolean =>
  (/\\*$/.exec(text.slice(0, at))?.[0].length ?? 0) % 2 === 1;

const toRules = (flags: string): PcreRules => ({
  caseless: flags.includes('i'),
  anchored: flags.includes('A'),
  unicode: flags.includes('u'),
});
