/** The inside of a PCRE pattern, read into what it asks of a text. */
import {
  isAtEnd,
  negated,
  type PcreCursor,
  type PcreRules,
  posixSet,
  readEscape,
  take,
  takeChar,
  UnusablePattern,
  withCases,
} from './pcre-character.ts';
import { type CharSet, charsOf, setOf, unionOf } from './pcre-set.ts';

/** What a pattern asks for: one character of a set, an end of the text, parts in a row, one of several, or a part repeatedly. */
export type PcreNode =
  | { readonly is: 'set'; readonly set: CharSet }
  | { readonly is: 'start' }
  | { readonly is: 'end' }
  | { readonly is: 'sequence'; readonly parts: readonly PcreNode[] }
  | { readonly is: 'branches'; readonly parts: readonly PcreNode[] }
  | { readonly is: 'repeat'; readonly part: PcreNode; readonly min: number; readonly max: number };

/** Reads the whole pattern. Throws {@link UnusablePattern} for what has no counterpart. */
export const readPattern = (body: string, rules: PcreRules): PcreNode => {
  const cursor: PcreCursor = { text: body, at: 0 };
  const whole = readBranches(cursor, rules);
  if (!isAtEnd(cursor)) throw new UnusablePattern('a group that was never opened');
  return whole;
};

const readBranches = (cursor: PcreCursor, rules: PcreRules): PcreNode => {
  const parts = [readSequence(cursor, rules)];
  while (take(cursor, /\|/y) !== null) parts.push(readSequence(cursor, rules));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { is: 'branches', parts };
};

const readSequence = (cursor: PcreCursor, rules: PcreRules): PcreNode => {
  const parts: PcreNode[] = [];
  while (!isAtEnd(cursor) && !/[|)]/.test(cursor.text.charAt(cursor.at))) {
    const part = readQuantifier(cursor, readAtom(cursor, rules));
    parts.push(...(part.is === 'sequence' ? part.parts : [part]));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { is: 'sequence', parts };
};

const quantifier = /(?:([*+?])|\{(\d{1,5})(,(\d{0,5}))?\})[?+]?/y;

/** Lazy and possessive quantifiers become plain ones: they match the same and more, and 12go has the last word. */
const readQuantifier = (cursor: PcreCursor, part: PcreNode): PcreNode => {
  const found = take(cursor, quantifier);
  if (found === null) return part;
  if (part.is === 'start' || part.is === 'end') throw new UnusablePattern('an end of the text, repeated');
  const [, sign, least, comma, most] = found;
  const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
  const isOpen = sign === undefined ? comma !== undefined && most === '' : sign !== '?';
  const max = isOpen ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : Number(most ?? least);
  if (max < min) throw new UnusablePattern('a quantifier out of order');
  return { is: 'repeat', part, min, max };
};

const readAtom = (cursor: PcreCursor, rules: PcreRules): PcreNode => {
  if (take(cursor, /\(/y) !== null) return readGroup(cursor, rules);
  if (take(cursor, /\[/y) !== null) return { is: 'set', set: readClass(cursor, rules) };
  if (take(cursor, /\./y) !== null) return { is: 'set', set: negated(charsOf('\n'), rules) };
  if (take(cursor, /\^/y) !== null) return { is: 'start' };
  if (take(cursor, /\$/y) !== null) return { is: 'end' };
  if (take(cursor, /[*+?]|\{\d|\{,\d/y) !== null) throw new UnusablePattern('nothing to repeat');
  const isEscape = take(cursor, /\\/y) !== null;
  const found = isEscape ? readEscape(cursor, rules) : ({ is: 'char', code: takeChar(cursor) } as const);
  if (found.is === 'char') return { is: 'set', set: withCases(setOf([[found.code, found.code]]), rules) };
  return found;
};

const groupHeads = /\?(?:[:>]|(?:P?<|')[A-Za-z_]\w*[>'])/y;

/** Groups, named or atomic, become plain ones. */
const readGroup = (cursor: PcreCursor, rules: PcreRules): PcreNode => {
  const head = take(cursor, groupHeads);
  if (head === null && /[?*]/.test(cursor.text.charAt(cursor.at)))
    throw new UnusablePattern('a group without a counterpart');
  const inner = readBranches(cursor, rules);
  if (take(cursor, /\)/y) === null) throw new UnusablePattern('a group without an end');
  return inner;
};

/** Reads a class whose opening bracket has been taken. */
const readClass = (cursor: PcreCursor, rules: PcreRules): CharSet => {
  const isNegated = take(cursor, /\^/y) !== null;
  const members: CharSet[] = take(cursor, /\]/y) === null ? [] : [charsOf(']')];
  while (take(cursor, /\]/y) === null) {
    if (isAtEnd(cursor)) throw new UnusablePattern('a class without an end');
    members.push(readMember(cursor, rules));
  }
  const set = withCases(unionOf(members), rules);
  return isNegated ? negated(set, rules) : set;
};

/** One member, or a range of two. A hyphen beside a set or at an end is a hyphen. */
const readMember = (cursor: PcreCursor, rules: PcreRules): CharSet => {
  const first = readOne(cursor, rules);
  if (typeof first !== 'number') return first;
  if (take(cursor, /-(?!\]|\\[dDsSwWhHvVpPNR]|\[:)/y) === null) return setOf([[first, first]]);
  const last = readOne(cursor, rules);
  if (typeof last !== 'number' || last < first) throw new UnusablePattern('a range out of order');
  return setOf([[first, last]]);
};

/** A character by its number, or a set. */
const readOne = (cursor: PcreCursor, rules: PcreRules): number | CharSet => {
  const posix = take(cursor, /\[:(\^?)(\w+):\]/y);
  if (posix !== null) return posixSet(posix[2] ?? '', posix[1] === '^', rules);
  if (take(cursor, /\[[.=]/y) !== null) throw new UnusablePattern('a collating class');
  if (take(cursor, /\\b/y) !== null) return 8;
  if (take(cursor, /\\[NRX]/y) !== null) throw new UnusablePattern('not a member of a class');
  if (take(cursor, /\\/y) === null) return takeChar(cursor);
  const found = readEscape(cursor, rules);
  if (found.is === 'char') return found.code;
  if (found.is === 'set') return found.set;
  throw new UnusablePattern('not a member of a class');
};
