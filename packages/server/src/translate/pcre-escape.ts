/** What a backslash begins in PCRE, said in JavaScript's unicode syntax. */
import { type PatternChar, UnusablePattern } from './pcre-fold.ts';
import type { PcreRules } from './pcre-literal.ts';

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
  const next = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0);
  cursor.at += next.length;
  const known = (rules.unicode ? unicode.get(next) : undefined) ?? plain.get(next);
  if (known !== undefined) return known;
  if (/[A-Za-z0-9\0]/.test(next)) throw new UnusablePattern('an escape without a counterpart');
  return char(next.codePointAt(0) ?? 0, /[\^$\\.*+?()[\]{}|]/.test(next) ? `\\${next}` : next);
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
