/** Letter case without a flag: the other cases of a character or a range, and how a character is spelled. */

/** Thrown inside the translation when a pattern means something a flagless pattern cannot say. */
export class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

/** A code point of a pattern, and the way it is written in the translation. */
export type PatternChar = { readonly code: number; readonly spelling: string };

const foldedRangeMax = 0x2000;

/** The same letter in its other cases; nothing for what has none. */
export function otherCases(code: number): readonly number[] {
  const char = String.fromCodePoint(code);
  const cased = [char.toLowerCase(), char.toUpperCase()].filter((other) => [...other].length === 1);
  const codes = cased.map((other) => other.codePointAt(0) ?? code);
  return [...new Set(codes)].filter((other) => other !== code);
}

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
export const spell = (code: number): string => {
  const char = String.fromCodePoint(code);
  return /^[\p{L}\p{N}]$/u.test(char) ? char : `\\u{${code.toString(16).toUpperCase()}}`;
};
