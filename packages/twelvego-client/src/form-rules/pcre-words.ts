/** A rule in plain English: which characters, how many, and a text that follows it. */
import type { PcreNode } from './pcre-pattern.ts';
import { isWhole } from './pcre-print.ts';
import { type CharSet, hasCode, holdsJudgedBeyond } from './pcre-set.ts';

/** One kind of character and how often it may come. */
type Run = { readonly set: CharSet; readonly min: number; readonly max: number };

const runsMax = 4;

/**
 * The rule in words, or undefined when it has none that are short.
 *
 * @example
 * ```ts
 * wordsOf(rule); // '2 to 30 letters, spaces, hyphens or apostrophes'
 * ```
 */
export const wordsOf = (rule: PcreNode): string | undefined => {
  const runs = isWhole(rule) ? runsOf(rule) : undefined;
  if (runs === undefined || runs.length === 0 || runs.length > runsMax) return undefined;
  const words = runs.map(wordsOfRun);
  return words.includes(undefined) ? undefined : words.join(', then ');
};

const runsOf = (node: PcreNode): readonly Run[] | undefined => {
  if (node.is === 'set') return [{ set: node.set, min: 1, max: 1 }];
  if (node.is === 'start' || node.is === 'end') return [];
  if (node.is === 'repeat') {
    if (node.max === 0) return [];
    return node.part.is === 'set' ? [{ set: node.part.set, min: node.min, max: node.max }] : undefined;
  }
  if (node.is === 'branches') return undefined;
  const parts = node.parts.map(runsOf).filter((runs) => runs !== undefined);
  return parts.length < node.parts.length ? undefined : parts.flat().reduce(joinRun, []);
};

/** `[A-Z][A-Z]` is two of `[A-Z]`. */
const joinRun = (runs: readonly Run[], next: Run): readonly Run[] => {
  const last = runs.at(-1);
  if (last === undefined || namesOf(last.set)?.join() !== namesOf(next.set)?.join()) return [...runs, next];
  return [...runs.slice(0, -1), { ...last, min: last.min + next.min, max: last.max + next.max }];
};

const wordsOfRun = ({ set, min, max }: Run): string | undefined => {
  const names = namesOf(set);
  if (names === undefined) return undefined;
  const isOne = max === 1;
  const [last = '', ...before] = names.map((name) => (isOne ? singular(name) : name)).toReversed();
  const list = before.length === 0 ? last : `${before.toReversed().join(', ')} or ${last}`;
  return min === 1 && isOne && list.startsWith('“') ? list : `${countWords(min, max)}${list}`;
};

const countWords = (min: number, max: number): string => {
  if (max === Number.POSITIVE_INFINITY) return min > 1 ? `at least ${min} ` : '';
  if (min === 0) return `at most ${max} `;
  return min === max ? `${min} ` : `${min} to ${max} `;
};

const singular = (name: string): string =>
  name.replace(
    /^((?:capital |small )?letter|digit|space|hyphen|apostrophe|dot|comma|slash|underscore|character)e?s\b/,
    '$1',
  );

const capitals = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const smalls = capitals.map((letter) => letter.toLowerCase());
const digits = Array.from('0123456789');
const signNames: ReadonlyMap<string, string> = new Map([
  [' ', 'spaces'],
  ['-', 'hyphens'],
  ["'", 'apostrophes'],
  ['.', 'dots'],
  [',', 'commas'],
  ['/', 'slashes'],
  ['_', 'underscores'],
]);
const signs = Array.from('!"#$%&()*+:;<=>?@[\\]^`{|}~');
const listedMax = 5;

type Has = (char: string) => boolean;
const memberOf =
  (set: CharSet): Has =>
  (char) =>
    hasCode(set, char.charCodeAt(0));

/** The kinds of characters in a set, or undefined when they are too many to name. */
const namesOf = (set: CharSet): readonly string[] | undefined => {
  const has = memberOf(set);
  const missing = [...signNames.keys(), ...signs].filter((sign) => !has(sign));
  const letters = lettersOf(set, has);
  const numbers = ofRange(digits.filter(has), { name: 'digits', all: digits }, false);
  if (letters === undefined || numbers === undefined) return undefined;
  if (missing.length <= listedMax) return everythingBut(missing, has);
  const listed = [...signNames].filter(([sign]) => has(sign)).map(([, name]) => name);
  const others = signs.filter(has);
  const names = [...letters, ...numbers, ...listed, ...others.map((sign) => `“${sign}”`)];
  return names.length === 0 || others.length > listedMax ? undefined : names;
};

/**
 * What is not known of a set beyond ASCII are the digits of all scripts where it has digits, and their letters where
 * it has not; of marks and signs nothing is said.
 */
const lettersOf = (set: CharSet, has: Has): readonly string[] | undefined => {
  const [upper, lower] = [capitals.filter(has), smalls.filter(has)];
  const isWide = set.fuzzy || holdsJudgedBeyond(set);
  if (isWide && upper.length + lower.length === 2 * capitals.length) return ['letters'];
  if (isWide && upper.length + lower.length === 0 && !digits.some(has))
    return signs.some(has) || isBytes(set) ? undefined : ['letters other than A to Z'];
  if (upper.join('').toLowerCase() === lower.join(''))
    return ofRange(upper, { name: 'letters', all: capitals }, true);
  if (lower.length > 0 && upper.length > 0) return undefined;
  return lower.length === 0
    ? ofRange(upper, { name: 'capital letters', all: capitals }, !isWide)
    : ofRange(lower, { name: 'small letters', all: smalls }, !isWide);
};

/** Half a letter, or something that could be. */
const isBytes = ({ ranges, fuzzy }: CharSet): boolean =>
  !fuzzy && ranges.every(([from, to]) => from > 0x7f && to <= 0xff);

type Alphabet = { readonly name: string; readonly all: readonly string[] };

/** Nothing, the whole alphabet, a part of it from one to another, or undefined for any other choice. */
const ofRange = (
  found: readonly string[],
  { name, all }: Alphabet,
  showsEnds: boolean,
): readonly string[] | undefined => {
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (found.length === all.length && !showsEnds) return [name];
  if (!all.join('').includes(found.join(''))) return undefined;
  return found.length === 1 ? [`“${first}”`] : [`${name} ${first} to ${last}`];
};

/** `[^0-9]` and the like, told by what they leave out. */
const everythingBut = (missing: readonly string[], has: Has): readonly string[] | undefined => {
  if (![...capitals, ...smalls].every(has)) return undefined;
  const named = missing.map((sign) => signNames.get(sign) ?? `“${sign}”`);
  const left = [...(digits.some(has) ? [] : ['digits']), ...named];
  return [left.length === 0 ? 'characters' : `characters other than ${left.join(', ')}`];
};

const sampleLengthMax = 40;

/**
 * A text that follows the rule, in letters A to Z, digits and signs, or undefined when such a text does not come
 * easily. Letters and digits go on through the text, as in `AB12345`.
 *
 * @example
 * ```ts
 * sampleOf(rule); // 'AB12345'
 * ```
 */
export const sampleOf = (rule: PcreNode): string | undefined => {
  const text = sample(rule, { letter: 0, digit: 0 });
  return text === undefined || text.length > sampleLengthMax ? undefined : text;
};

type Position = { letter: number; digit: number };

const sample = (node: PcreNode, at: Position): string | undefined => {
  if (node.is === 'start' || node.is === 'end') return '';
  if (node.is === 'set') return sampleChar(memberOf(node.set), at);
  if (node.is === 'branches') return node.parts[0] === undefined ? undefined : sample(node.parts[0], at);
  const count = node.is === 'repeat' ? Math.min(node.min, sampleLengthMax) : 0;
  const parts = node.is === 'repeat' ? Array.from({ length: count }, () => node.part) : node.parts;
  const texts = parts.map((part) => sample(part, at));
  return texts.includes(undefined) ? undefined : texts.join('');
};

const sampleChar = (has: Has, at: Position): string | undefined => {
  const letters = capitals.some(has) ? capitals.filter(has) : smalls.filter(has);
  if (letters.length === 1) return letters[0];
  if (letters.length > 0) return letters[at.letter++ % letters.length];
  const numbers = [...digits.slice(1), '0'].filter(has);
  if (numbers.length > 0) return numbers[at.digit++ % numbers.length];
  return [...signNames.keys(), ...signs].find(has);
};
