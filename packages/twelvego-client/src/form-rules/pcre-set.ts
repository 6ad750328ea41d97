/** Sets of characters: what a class of a rule holds, and the same set in letters that every regular expression engine reads alike. */

/** Characters from one code point to another, both of them in it. */
export type CharRange = readonly [from: number, to: number];

/** Code points in order. Of a `fuzzy` set only ASCII is known; beyond it any character may belong to it. */
export type CharSet = { readonly ranges: readonly CharRange[]; readonly fuzzy: boolean };

const lastAscii = 0x7f;

/** The set of these ranges, whatever their order. */
export const setOf = (ranges: readonly CharRange[], fuzzy = false): CharSet => {
  const merged: [from: number, to: number][] = [];
  for (const [from, to] of ranges.toSorted(([left], [right]) => left - right)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return { ranges: merged, fuzzy };
};

/** The set of these characters. */
export const charsOf = (text: string): CharSet =>
  setOf(Array.from(text, (char) => [char.codePointAt(0) ?? 0, char.codePointAt(0) ?? 0] as const));

export const unionOf = (sets: readonly CharSet[]): CharSet =>
  setOf(
    sets.flatMap(({ ranges }) => ranges),
    sets.some(({ fuzzy }) => fuzzy),
  );

/** Every code point up to `last` that is not in the set. What is not known of a set is not known of its complement. */
export const complementOf = ({ ranges, fuzzy }: CharSet, last: number): CharSet => {
  const gaps: CharRange[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) gaps.push([next, last]);
  return { ranges: gaps, fuzzy };
};

export const hasCode = ({ ranges }: CharSet, code: number): boolean =>
  ranges.some(([from, to]) => from <= code && code <= to);

/** Whether the set may hold anything beyond ASCII. */
export const isBeyondAscii = ({ ranges, fuzzy }: CharSet): boolean =>
  fuzzy || ranges.some(([, to]) => to > lastAscii);

const lastCode = 0x10ffff;
const intersectionOf = (left: CharSet, right: CharSet): CharSet =>
  complementOf(unionOf([complementOf(left, lastCode), complementOf(right, lastCode)]), lastCode);
const isEmpty = ({ ranges }: CharSet): boolean => ranges.length === 0;

const printable = setOf([[0x20, 0x7e]]);
const printableSource = ' -~';
/**
 * What engines could count or end differently is in none of these ranges: control characters and line breaks, blanks
 * other than the space, invisible marks of direction, the two letters that equal an ASCII letter when case is
 * ignored (U+017F, U+212A), and whatever takes two units of UTF-16. Every end is a letter or sign that can be seen
 * and that NFC leaves as it is.
 */
const judgedBeyondSource = '¡-žƀ-ᙿᚁ-᠊᠐-῾‐-‧‰-⁞⁰-℩ℬ-⿻、-힣ﬀ-￮';
const judgedBeyond = setOf(
  judgedBeyondSource.split(/(?<=-.)/u).map((range) => {
    const codes = Array.from(range, (char) => char.codePointAt(0) ?? 0);
    return [codes[0] ?? 0, codes[2] ?? 0] as const;
  }),
);

const beyondAscii = setOf([[lastAscii + 1, lastCode]]);

/** Matches what a rule on characters does not judge, and what a rule on bytes does not: anything but printable ASCII. */
export const unjudged = {
  characters: `[^${printableSource}${judgedBeyondSource}]`,
  bytes: `[^${printableSource}]`,
};

const literalRangesMax = 12;
const isLiteral = (code: number): boolean => {
  const char = String.fromCodePoint(code);
  return code <= 0xffff && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char) && char.normalize('NFC') === char;
};
const areLiteral = ({ ranges }: CharSet): boolean =>
  ranges.length <= literalRangesMax && ranges.flat().every(isLiteral);

/** Whether the set holds, for all that is known of it, characters beyond ASCII that are judged. */
export const holdsJudgedBeyond = (set: CharSet): boolean => !isEmpty(intersectionOf(set, judgedBeyond));

/**
 * The set in ASCII and few literal letters, for texts in which nothing is {@link unjudged}: it matches the same
 * characters, or more where they are too many to write down.
 */
export const printSet = (set: CharSet, kind: keyof typeof unjudged): string => {
  const others = complementOf(set, lastCode);
  const positive = printClass('', intersectionOf(set, printable)) ?? unjudged[kind];
  const negative = printClass('^', intersectionOf(others, printable)) ?? '.';
  if (kind === 'bytes') {
    const isShorter = isBeyondAscii(set) && negative.length < positive.length;
    return isShorter ? negative : positive;
  }
  if (!set.fuzzy && !holdsJudgedBeyond(set)) return positive;
  if (set.fuzzy || !holdsJudgedBeyond(others)) return negative;
  const literal = [printLiterally('', set), printLiterally('^', others)].filter((text) => text !== undefined);
  return literal.toSorted((left, right) => left.length - right.length)[0] ?? negative;
};

/** With the letters beyond ASCII as they are, when they are few; characters that are not judged may stand among them. */
const printLiterally = (negation: '' | '^', set: CharSet): string | undefined => {
  const ascii = intersectionOf(set, printable);
  const beyond = [intersectionOf(set, beyondAscii), intersectionOf(set, judgedBeyond)].find(areLiteral);
  return beyond === undefined ? undefined : printClass(negation, unionOf([ascii, beyond]));
};

/** A class, one character as itself, or undefined when there is nothing to print. */
const printClass = (negation: '' | '^', set: CharSet): string | undefined => {
  const [first] = set.ranges;
  if (first === undefined) return undefined;
  const isOne = set.ranges.length === 1 && first[0] === first[1];
  if (negation === '' && isOne) return escaped(first[0], /[\^$\\.*+?()[\]{}|/]/);
  return `[${negation}${set.ranges.map(printRange).join('')}]`;
};

const printRange = ([from, to]: CharRange): string => {
  const [first, last] = [from, to].map((code) => escaped(code, /[\\\][^\-/(){}|]/));
  return from === to ? `${first}` : `${first}${to - from > 1 ? '-' : ''}${last}`;
};

/** Punctuation may be escaped in every engine; `/` is, for those that write a pattern between slashes. */
const escaped = (code: number, syntax: RegExp): string => {
  const char = String.fromCodePoint(code);
  return syntax.test(char) ? `\\${char}` : char;
};
