/** 12go's PCRE rules as patterns of JSON Schema, which know no flags. */
import { type PcreRules, UnusablePattern } from './pcre-character.ts';
import { testedLength, translate } from './pcre-pattern.ts';

/** Whether a caseless rule is folded into the pattern, or kept in the letters it was written in. */
export type LetterCase = 'fold' | 'as_written';

const literalLengthMax = 1000;
const waysMax = 2e7;

/**
 * Converts a PCRE literal into a pattern that compiles with the flag `u`, or undefined when there is none: the rule
 * is then left to 12go.
 *
 * - Delimiters go. `\x{HHHH}`, one-letter properties and scripts take JavaScript's form; `\A`, `\z`, `\h`, `\R` and
 *   POSIX classes are written out; atomic groups and possessive quantifiers become plain.
 * - `i` is folded in: a letter becomes a class of its cases, a range is followed by its other cases. `s` turns `.`
 *   into `[\s\S]`, `m` turns `^` and `$` into look-arounds, `u` lets `\w` mean letters and numbers of every script.
 * - Free spacing, recursion, conditions, inline flags within the pattern and the like have no counterpart.
 * - A pattern that could backtrack for long on partner input has none either: nested repetition of changing length,
 *   and more than three unbounded repetitions in a row.
 *
 * @example
 * ```ts
 * toJsPattern('/^[A-Z0-9]{5,20}$/i'); // '^[A-Za-z0-9]{5,20}$'
 * ```
 */
export function toJsPattern(pcre: string, letterCase: LetterCase = 'fold'): string | undefined {
  const literal = pcre.length > literalLengthMax ? undefined : readPcreLiteral(pcre.trim());
  if (literal === undefined) return undefined;
  try {
    const pattern = toPattern(literal, letterCase);
    if (pattern !== undefined) new RegExp(pattern, 'u');
    return pattern;
  } catch (error) {
    if (error instanceof UnusablePattern || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toPattern({ body, rules }: PcreLiteral, letterCase: LetterCase): string | undefined {
  const { source, ways } = translate(body, { ...rules, caseless: rules.caseless && letterCase === 'fold' });
  const pattern = rules.anchored ? `^(?:${source})` : source;
  const starts = /^\^[^|]*$/s.test(pattern) ? 1 : testedLength;
  return ways * starts <= waysMax ? pattern : undefined;
}

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
function readPcreLiteral(literal: string): PcreLiteral | undefined {
  const backslash = literal.startsWith('\\') ? '\\' : '';
  const opener = literal.charAt(backslash.length);
  if (!delimiter.test(opener)) return undefined;
  const closer = backslash + (closers.get(opener) ?? opener);
  const end = literal.lastIndexOf(closer);
  const start = backslash.length + 1;
  if (end < start || (backslash === '' && isEscaped(literal, end))) return undefined;
  const flags = literal.slice(end + closer.length).trim();
  const leading = /^\(\?([imsuU]+)\)/.exec(literal.slice(start, end));
  const all = flags + (leading?.[1] ?? '');
  if (!/^[A-Za-z\s]*$/.test(flags) || unreadableFlags.test(all)) return undefined;
  return { body: literal.slice(start + (leading?.[0].length ?? 0), end), rules: toRules(all) };
}

const isEscaped = (text: string, at: number): boolean =>
  (/\\*$/.exec(text.slice(0, at))?.[0].length ?? 0) % 2 === 1;

const toRules = (flags: string): PcreRules => ({
  caseless: flags.includes('i'),
  dotAll: flags.includes('s'),
  multiline: flags.includes('m'),
  anchored: flags.includes('A'),
  unicode: flags.includes('u'),
});
