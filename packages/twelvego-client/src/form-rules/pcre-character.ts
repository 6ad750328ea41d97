/** The characters of a PCRE pattern: what a backslash or a POSIX name stands for in PHP, with and without its flag `u`. */
import {
  type CharRange,
  type CharSet,
  charsOf,
  complementOf,
  hasCode,
  holdsJudgedBeyond,
  setOf,
  unionOf,
} from './pcre-set.ts';

/** What the flags of a literal ask of its inside. */
export type PcreRules = {
  /** Letters match in both cases. */
  readonly caseless: boolean;
  /** Matches start where the text starts. */
  readonly anchored: boolean;
  /** PHP's `u`: characters instead of bytes, and `\w`, `\d` and POSIX names of every script. */
  readonly unicode: boolean;
};

/** Thrown inside the translation when a pattern means something the published dialect cannot say. */
export class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

/** A pattern being read. */
export type PcreCursor = { readonly text: string; at: number };

/** Takes what a sticky pattern matches here, or nothing. */
export const take = (cursor: PcreCursor, sticky: RegExp): RegExpExecArray | null => {
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.text);
  if (found !== null) cursor.at = sticky.lastIndex;
  return found;
};

/** Whether the whole pattern has been read. */
export const isAtEnd = ({ text, at }: PcreCursor): boolean => at >= text.length;

/** Takes the next character as itself. */
export const takeChar = (cursor: PcreCursor): number => {
  const code = cursor.text.codePointAt(cursor.at) ?? 0;
  cursor.at += code > 0xffff ? 2 : 1;
  return code;
};

/** What is not in a set, among bytes or characters. */
export const negated = (set: CharSet, { unicode }: PcreRules): CharSet =>
  complementOf(set, unicode ? 0x10ffff : 0xff);

/** Long S and the Kelvin sign, which PHP's `u` takes for the letters when case is ignored. */
const foldedToAscii: readonly CharRange[] = [
  [0x17f, 0x73],
  [0x212a, 0x6b],
];
const asciiLetters: readonly CharRange[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
];
const caseBit = 0x20;

/** A set with its letters in both cases. Beyond ASCII no cases are worked out: any character may then belong to it. */
export const withCases = (set: CharSet, { caseless, unicode }: PcreRules): CharSet => {
  if (!caseless) return set;
  const folded = unicode ? foldedToAscii.filter(([code]) => hasCode(set, code)) : [];
  const letters = unionOf([set, setOf(folded.map(([, letter]) => [letter, letter]))]);
  const other = asciiLetters.flatMap(([first, last]) =>
    letters.ranges.flatMap(([from, to]): CharRange[] => {
      const [low, high] = [Math.max(from, first), Math.min(to, last)];
      return low <= high ? [[low ^ caseBit, high ^ caseBit]] : [];
    }),
  );
  return unionOf([letters, setOf(other, unicode && holdsJudgedBeyond(set))]);
};

const digits: CharRange = [0x30, 0x39];
const wordRanges: readonly CharRange[] = [...asciiLetters, digits, [0x5f, 0x5f]];
const horizontal = charsOf('\t \u{A0}\u{1680}\u{180E}\u{202F}\u{205F}\u{3000}').ranges.concat([
  [0x2000, 0x200a],
]);
const vertical: readonly CharRange[] = [
  [0x0a, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
];

/** `\d`, `\w` and the like by their small letter. PHP's `u` adds the digits and words of all scripts. */
const namedSet = (letter: string, rules: PcreRules): CharSet | undefined => {
  const upTo = (ranges: readonly CharRange[]) =>
    setOf(rules.unicode ? ranges : ranges.filter(([, to]) => to <= 0xff));
  if (letter === 'd') return setOf([digits], rules.unicode);
  if (letter === 'w') return setOf(wordRanges, rules.unicode);
  if (letter === 'h') return upTo(horizontal);
  if (letter === 'v' || letter === 'r') return upTo(vertical);
  if (letter === 's') return rules.unicode ? setOf([...horizontal, ...vertical]) : charsOf('\t\n\v\f\r ');
  return undefined;
};

const posixAscii: ReadonlyMap<string, RegExp> = new Map([
  ['alpha', /[A-Za-z]/],
  ['alnum', /[A-Za-z0-9]/],
  ['ascii', /./s],
  ['blank', /[ \t]/],
  ['cntrl', /[^ -~]/],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[\t-\r ]/],
  ['upper', /[A-Z]/],
  ['word', /\w/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

const asciiThat = (pattern: RegExp, fuzzy: boolean): CharSet => {
  const codes = Array.from({ length: 0x80 }, (_, code) => code);
  const found = codes.filter((code) => pattern.test(String.fromCodePoint(code)));
  return setOf(
    found.map((code) => [code, code]),
    fuzzy,
  );
};

/** The set of `[:name:]` or `[:^name:]`. */
export const posixSet = (name: string, isNegated: boolean, rules: PcreRules): CharSet => {
  const wanted = rules.caseless && (name === 'upper' || name === 'lower') ? 'alpha' : name;
  const pattern = posixAscii.get(wanted);
  if (pattern === undefined) throw new UnusablePattern('a class without a counterpart');
  const set = asciiThat(pattern, rules.unicode && wanted !== 'ascii');
  return isNegated ? negated(set, rules) : set;
};

/** What a backslash begins: one character, a set, or an end of the text. */
export type PcreEscape =
  | { readonly is: 'char'; readonly code: number }
  | { readonly is: 'set'; readonly set: CharSet }
  | { readonly is: 'start' }
  | { readonly is: 'end' };

const controls: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['f', 12],
  ['e', 27],
  ['a', 7],
]);
const property = /([pP])(?:\{(\^?)\s*([A-Za-z_&]+)\s*\}|([A-Za-z]))/y;
const hexadecimal = /x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/y;

/** Reads what follows a backslash. Throws {@link UnusablePattern} for what has no counterpart. */
export const readEscape = (cursor: PcreCursor, rules: PcreRules): PcreEscape => {
  const named = take(cursor, property);
  if (named !== null) return { is: 'set', set: toProperty(named, rules) };
  const coded = take(cursor, hexadecimal);
  if (coded !== null) return { is: 'char', code: toCode(coded, rules) };
  const code = takeChar(cursor);
  const letter = String.fromCodePoint(code);
  if (letter === 'A') return { is: 'start' };
  if (letter === 'z' || letter === 'Z') return { is: 'end' };
  const set = letter === 'R' || letter !== 'r' ? namedSet(letter.toLowerCase(), rules) : undefined;
  if (set !== undefined) return { is: 'set', set: /[DWHVS]/.test(letter) ? negated(set, rules) : set };
  if (letter === 'N') return { is: 'set', set: negated(charsOf('\n'), rules) };
  const control = controls.get(letter);
  if (control !== undefined) return { is: 'char', code: control };
  if (/[A-Za-z0-9\0]/.test(letter)) throw new UnusablePattern('an escape without a counterpart');
  return { is: 'char', code };
};

const toCode = ([, braced, bare]: RegExpExecArray, { unicode }: PcreRules): number => {
  const code = Number.parseInt(braced ?? bare ?? '', 16);
  if (code > (unicode ? 0x10ffff : 0xff) || (code >= 0xd800 && code <= 0xdfff))
    throw new UnusablePattern('no such character');
  return code;
};

const unions: ReadonlyMap<string, string> = new Map([
  ['L&', '\\p{Lu}\\p{Ll}\\p{Lt}'],
  ['Xan', '\\p{L}\\p{N}'],
  ['Xwd', '\\p{L}\\p{N}_'],
  ['Xsp', '\\s'],
  ['Xps', '\\s'],
]);

/** One and two letters are categories, longer names are scripts. */
const toProperty = ([, letter, caret, long, short]: RegExpExecArray, rules: PcreRules): CharSet => {
  const name = long ?? short ?? '';
  const wanted = rules.caseless && /^L[ult]$/.test(name) ? 'L&' : name;
  const value = name.length > 2 && name !== 'Any' ? `Script_Extensions=${name}` : name;
  const set = asciiThat(new RegExp(`[${unions.get(wanted) ?? `\\p{${value}}`}]`, 'u'), true);
  return (letter === 'P') === (caret === '^') ? set : negated(set, rules);
};
