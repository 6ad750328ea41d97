/** A rule in the published dialect: the pattern that JavaScript, Python, Go, Java and PHP judge alike. */
import { UnusablePattern } from './pcre-character.ts';
import type { PcreNode } from './pcre-pattern.ts';
import { isBeyondAscii, printSet, unjudged } from './pcre-set.ts';

/** The longest text judged by a rule that does not say itself how long a text may be. */
export const testedLength = 256;
/** Go's most for a counted repetition, those inside it multiplied. */
const repeatMax = 1000;
const waysMax = 2e7;

/** `judgesLong` says that the rule bounds the length itself, so that texts of any length are judged. */
export type PrintedRule = { readonly pattern: string; readonly judgesLong: boolean };

/**
 * Prints a rule for characters (PHP's `u`) or for bytes, with an alternative for each kind of text it does not judge.
 * A rule on bytes whose sets are all ASCII means the same in characters.
 *
 * Throws {@link UnusablePattern} for a rule that could backtrack for long: nested repetition of changing length, and
 * more than three unbounded repetitions in a row.
 */
export const printRule = (rule: PcreNode, isUnicode: boolean): PrintedRule => {
  const kind = isUnicode || !someSet(rule) ? 'characters' : 'bytes';
  const judgesLong = isWhole(rule) && longestOf(rule) <= testedLength;
  const starts = startsAlways(rule) ? 1 : testedLength;
  if (waysOf(rule) * starts > waysMax) throw new UnusablePattern('a rule that could take long');
  if (countsOf(rule) > repeatMax) throw new UnusablePattern('a repetition too long');
  const long = judgesLong ? [] : [`^.{${testedLength + 1}}`];
  return { pattern: [...long, print(rule, kind), unjudged[kind]].join('|'), judgesLong };
};

const print = (node: PcreNode, kind: keyof typeof unjudged): string => {
  if (node.is === 'set') return printSet(node.set, kind);
  if (node.is === 'start') return '^';
  if (node.is === 'end') return '$';
  if (node.is === 'branches') return node.parts.map((part) => print(part, kind)).join('|');
  if (node.is === 'sequence') return node.parts.map((part) => grouped(part, kind, 'branches')).join('');
  const part = grouped(node.part, kind, 'branches', 'sequence', 'repeat');
  return part === '' || node.max === 0 ? '' : part + printCount(node.min, node.max);
};

const grouped = (node: PcreNode, kind: keyof typeof unjudged, ...kinds: readonly string[]): string => {
  const source = print(node, kind);
  return kinds.includes(node.is) && source !== '' ? `(?:${source})` : source;
};

/** More than a judged text can hold is as good as any number. */
const printCount = (min: number, most: number): string => {
  const max = most > testedLength ? Number.POSITIVE_INFINITY : most;
  if (max === Number.POSITIVE_INFINITY) return min > 1 ? `{${min},}` : min === 1 ? '+' : '*';
  if (min === 0 && max === 1) return '?';
  if (min === max) return min === 1 ? '' : `{${min}}`;
  return `{${min},${max}}`;
};

/** Whether a set of the rule holds bytes beyond ASCII. */
const someSet = (node: PcreNode): boolean => {
  if (node.is === 'set') return isBeyondAscii(node.set);
  if (node.is === 'repeat') return someSet(node.part);
  return 'parts' in node && node.parts.some(someSet);
};

const startsAlways = (node: PcreNode): boolean => {
  if (node.is === 'branches') return node.parts.every(startsAlways);
  return node.is === 'start' || (node.is === 'sequence' && node.parts[0]?.is === 'start');
};

/** Whether the rule is about the whole text, whichever branch it takes. */
export const isWhole = (node: PcreNode): boolean => {
  if (node.is === 'branches') return node.parts.every(isWhole);
  return node.is === 'sequence' && node.parts[0]?.is === 'start' && node.parts.at(-1)?.is === 'end';
};

const longestOf = (node: PcreNode): number => {
  if (node.is === 'set') return 1;
  if (node.is === 'repeat') return node.max === 0 ? 0 : longestOf(node.part) * node.max;
  if (!('parts' in node)) return 0;
  const lengths = node.parts.map(longestOf);
  return node.is === 'branches' ? Math.max(...lengths) : lengths.reduce((sum, length) => sum + length, 0);
};

/**
 * Bounds in how many ways the rule can be tried on a text of {@link testedLength} characters, which bounds
 * backtracking: one for a single character, more with every choice of length or branch.
 */
const waysOf = (node: PcreNode): number => {
  if (node.is === 'repeat') {
    const longest = Math.min(node.max, testedLength);
    return (longest - Math.min(node.min, longest) + 1) * waysOf(node.part) ** longest;
  }
  if (!('parts' in node)) return 1;
  const ways = node.parts.map(waysOf);
  return node.is === 'branches'
    ? ways.reduce((sum, each) => sum + each, 0)
    : ways.reduce((product, each) => product * each, 1);
};

/** The greatest product of counts along the nested repetitions. */
const countsOf = (node: PcreNode): number => {
  if (node.is === 'repeat') {
    const count = node.max > testedLength ? Math.max(node.min, 1) : Math.max(node.max, 1);
    return count * countsOf(node.part);
  }
  return 'parts' in node ? Math.max(1, ...node.parts.map(countsOf)) : 1;
};
