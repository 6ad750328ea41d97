/** The characters of a PCRE pattern: what a backslash begins, and letter case said without a flag. */

/** What the flags of a literal ask of its inside. */
export type PcreRules = {
  /** Letters match in both cases. */
  readonly caseless: boolean;
  /** `.` matches line breaks. */
  readonly dotAll: boolean;
  /** `^` and `$` match at every line. */
  readonly multiline: boolean;
  /** Matches start where the text starts. */
  readonly anchored: boolean;
  /** PHP's `u`: code points instead of bytes, and `\w` means every letter and number. */
  readonly unicode: boolean;
};

/** Thrown inside the translation when a pattern means something a flagless pattern cannot say. */
export class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

/** A code point of a pattern, and the way it is written in the translation. */
export type PatternChar = { readonly code: number; readonly spelling: string };

const foldedRangeMax = 0x2000;

/** The same letter in its other cases; nothing for what has none. */
function otherCases(code: number): readonly number[] {
  const char = String.fromCodePoint(code);
  const cased = [char.toLowerCase(), char.toUpperCase()].filter((other) => [...other].length === 1);
  const codes = cased.map((other) => other.codePointAt(0) ?? code);
  return [...new Set(codes)].filter((other) => other !== code);
}

/** A character and, where the rules are caseless, its other cases, as members of a class. */
export const casesOf = ({ code, spelling }: PatternChar, rules: PcreRules): readonly string[] =>
  rules.caseless ? [spelling, ...otherCases(code).map(spell)] : [spelling];

/** The other cases of all characters of a range that are not in it, as class members. */
export function otherCasesOfRange(from: number, to: number): readonly string[] {
  if (to - from > foldedRangeMax) throw new UnusablePattern('too wide a range to fold');
  const codes = new Set<number>();
  for (let code = from; code <= to; code += 1) {
    for (const other of otherCases(code)) if (other < from || other > to) codes.add(other);
  }
  return toRanges([...codes].sort((left, right) => left - right));
}

function toRanges(codes: readonly number[]): readonly string[] {
  const ranges: [from: number, to: number][] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges.map(([from, to]) => (from === to ? spell(from) : `${spell(from)}-${spell(to)}`));
}

/** A letter or digit as it is, anything else by its number. */
const spell = (code: number): string => {
  const char = String.fromCodePoint(code);
  return /^[\p{L}\p{N}]$/u.test(char) ? char : `\\u{${code.toString(16).toUpperCase()}}`;
};

/**
 * A character, a set of characters, or a thing that matches no character of its own. A set is written one way in a
 * class and another `alone`; one that cannot stand in a class has no `member`.
 */
export type PcreEscape =
  | { readonly is: 'char'; readonly char: PatternChar }
  | { readonly is: 'set'; readonly member: string | undefined; readonly alone: string }
  | { readonly is: 'assertion'; readonly source: string };

/** A pattern and how far it has been read. */
export type PcreCursor = { readonly text: string; at: number };

/** Takes what a sticky pattern matches here, or nothing. */
export function take(cursor: PcreCursor, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.text);
  if (found !== null) cursor.at = sticky.lastIndex;
  return found;
}

/** Whether the whole pattern has been read. */
export const isAtEnd = ({ text, at }: PcreCursor): boolean => at >= text.length;

/** Takes the next character as itself; one of `syntax` is spelled with a backslash. */
export function readBareChar(cursor: PcreCursor, syntax: RegExp): PatternChar {
  const code = cursor.text.codePointAt(cursor.at) ?? 0;
  const char = String.fromCodePoint(code);
  cursor.at += char.length;
  return { code, spelling: syntax.test(char) ? `\\${char}` : char };
}

const unicodeWord = '\\p{L}\\p{N}_';
const lineBreaks = '\\n\\x0B\\f\\r\\x85\\u2028\\u2029';

const set = (member: string | undefined, alone: string): PcreEscape => ({ is: 'set', member, alone });
const assertion = (source: string): PcreEscape => ({ is: 'assertion', source });
const char = (code: number, spelling: string): PcreEscape => ({ is: 'char', char: { code, spelling } });

const plain: ReadonlyMap<string, PcreEscape> = new Map([
  ...['d', 'D', 's', 'S', 'w', 'W'].map((letter) => [letter, set(`\\${letter}`, `\\${letter}`)] as const),
  ['h', set(' \\t', '[ \\t]')],
  ['H', set(undefined, '[^ \\t]')],
  ['v', set(lineBreaks, `[${lineBreaks}]`)],
  ['V', set(undefined, `[^${lineBreaks}]`)],
  ['R', set(undefined, `(?:\\r\\n|[${lineBreaks}])`)],
  ['N', set(undefined, '[^\\n]')],
  ['A', assertion('^')],
  ['z', assertion('$')],
  ['Z', assertion('$')],
  ['b', assertion('\\b')],
  ['B', assertion('\\B')],
  ['n', char(10, '\\n')],
  ['r', char(13, '\\r')],
  ['t', char(9, '\\t')],
  ['f', char(12, '\\f')],
  ['e', char(27, '\\x1B')],
  ['a', char(7, '\\x07')],
]);

/** PHP's `u` makes words of every script: `\w` alone would refuse names that 12go takes. */
const unicode: ReadonlyMap<string, PcreEscape> = new Map([
  ['w', set(unicodeWord, `[${unicodeWord}]`)],
  ['W', set(undefined, `[^${unicodeWord}]`)],
  ['b', assertion(`(?:(?<=[${unicodeWord}])(?![${unicodeWord}])|(?<![${unicodeWord}])(?=[${unicodeWord}]))`)],
  ['B', assertion(`(?:(?<=[${unicodeWord}])(?=[${unicodeWord}])|(?<![${unicodeWord}])(?![${unicodeWord}]))`)],
]);

const property = /([pP])(?:\{(\^?)\s*([A-Za-z_&]+)\s*\}|([A-Za-z]))/y;
const hexadecimal = /x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/y;
const backReference = /([1-9])(?!\d)|k(?:<(\w+)>|\{(\w+)\}|'(\w+)')/y;

/** Reads what follows a backslash. Throws {@link UnusablePattern} for what has no counterpart. */
export function readEscape(cursor: PcreCursor, rules: PcreRules): PcreEscape {
  const named = take(cursor, property);
  if (named !== null) return toProperty(named, rules);
  const coded = take(cursor, hexadecimal);
  if (coded !== null) return toCoded(coded);
  const reference = take(cursor, backReference);
  if (reference !== null) return toReference(reference, rules);
  const next = readBareChar(cursor, /[\^$\\.*+?()[\]{}|]/);
  const letter = String.fromCodePoint(next.code);
  const known = (rules.unicode ? unicode.get(letter) : undefined) ?? plain.get(letter);
  if (known !== undefined) return known;
  if (/[A-Za-z0-9\0]/.test(letter)) throw new UnusablePattern('an escape without a counterpart');
  return { is: 'char', char: next };
}

function toCoded([, braced, bare]: RegExpExecArray): PcreEscape {
  const code = Number.parseInt(braced ?? bare ?? '', 16);
  if (code > 0x10ffff) throw new UnusablePattern('no such code point');
  return char(code, braced === undefined ? `\\x${bare}` : `\\u{${braced}}`);
}

function toReference([, index, ...names]: RegExpExecArray, rules: PcreRules): PcreEscape {
  if (rules.caseless) throw new UnusablePattern('a caseless back reference');
  const name = names.find((text) => text !== undefined);
  return assertion(name === undefined ? `\\${index}` : `\\k<${name}>`);
}

const casedLetters = '\\p{Lu}\\p{Ll}\\p{Lt}';
const unions: ReadonlyMap<string, string> = new Map([
  ['L&', casedLetters],
  ['Xan', '\\p{L}\\p{N}'],
  ['Xwd', unicodeWord],
  ['Xsp', '\\s'],
  ['Xps', '\\s'],
]);

/** One and two letters are categories, longer names are scripts. */
function toProperty([, letter, caret, long, short]: RegExpExecArray, rules: PcreRules): PcreEscape {
  const name = long ?? short ?? '';
  const isNegated = (letter === 'P') !== (caret === '^');
  const union = rules.caseless && /^L[ult]$/.test(name) ? casedLetters : unions.get(name);
  if (union !== undefined) return isNegated ? set(undefined, `[^${union}]`) : set(union, `[${union}]`);
  const value = name.length > 2 && name !== 'Any' ? `Script=${name}` : name;
  const source = `\\${isNegated ? 'P' : 'p'}{${value}}`;
  return set(source, source);
}
