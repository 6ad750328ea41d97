/** The inside of a PCRE pattern in JavaScript's unicode syntax, with a count of the ways it can match. */
import {
  casesOf,
  isAtEnd,
  otherCasesOfRange,
  type PatternChar,
  type PcreCursor,
  type PcreRules,
  readBareChar,
  readEscape,
  take,
  UnusablePattern,
} from './pcre-character.ts';

/**
 * A translated piece. `ways` bounds in how many ways it can be tried on a text of {@link testedLength} characters,
 * which bounds backtracking: one for a single character, more with every choice of length or branch.
 */
export type Translated = { readonly source: string; readonly ways: number };

/** The length of text the ways are counted for; longer texts are not tested against these patterns. */
export const testedLength = 256;

/** Translates the whole pattern. Throws {@link UnusablePattern} for what has no counterpart. */
export function translate(body: string, rules: PcreRules): Translated {
  const cursor: PcreCursor = { text: body, at: 0 };
  const whole = readBranches(cursor, rules);
  if (!isAtEnd(cursor)) throw new UnusablePattern('a group that was never opened');
  return whole;
}

function readBranches(cursor: PcreCursor, rules: PcreRules): Translated {
  const branches = [readSequence(cursor, rules)];
  while (take(cursor, /\|/y) !== null) branches.push(readSequence(cursor, rules));
  return {
    source: branches.map(({ source }) => source).join('|'),
    ways: branches.reduce((sum, { ways }) => sum + ways, 0),
  };
}

function readSequence(cursor: PcreCursor, rules: PcreRules): Translated {
  let source = '';
  let ways = 1;
  while (!isAtEnd(cursor) && !/[|)]/.test(cursor.text.charAt(cursor.at))) {
    const piece = readQuantifier(cursor, readAtom(cursor, rules));
    source += piece.source;
    ways *= piece.ways;
  }
  return { source, ways };
}

const quantifier = /(?:([*+?])|\{(\d{1,5})(,(\d{0,5}))?\})([?+]?)/y;

/** Possessive quantifiers become plain ones: they match the same and more, and 12go has the last word. */
function readQuantifier(cursor: PcreCursor, atom: Translated): Translated {
  const found = take(cursor, quantifier);
  if (found === null) return atom;
  const [, sign, least, comma, most, mode] = found;
  const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
  const max =
    sign === '?' ? 1 : comma === undefined && sign === undefined ? min : Number(most || testedLength);
  const count = sign ?? `{${least}${comma ?? ''}}`;
  return { source: `${atom.source}${count}${mode === '?' ? '?' : ''}`, ways: waysOf(atom.ways, min, max) };
}

function waysOf(ways: number, min: number, max: number): number {
  const longest = Math.min(max, testedLength);
  return (longest - Math.min(min, longest) + 1) * ways ** longest;
}

function readAtom(cursor: PcreCursor, rules: PcreRules): Translated {
  const once = (source: string): Translated => ({ source, ways: 1 });
  if (take(cursor, /\(/y) !== null) return readGroup(cursor, rules);
  if (take(cursor, /\[/y) !== null) return once(readClass(cursor, rules));
  if (take(cursor, /\./y) !== null) return once(rules.dotAll ? '[\\s\\S]' : '.');
  if (take(cursor, /\^/y) !== null) return once(rules.multiline ? '(?<![^\\n])' : '^');
  if (take(cursor, /\$/y) !== null) return once(rules.multiline ? '(?![^\\n])' : '$');
  if (take(cursor, /[*+?]|\{,?\d/y) !== null) throw new UnusablePattern('nothing to repeat');
  if (take(cursor, /\\/y) === null) return once(withCases(readBareChar(cursor, sequenceSyntax), rules));
  const found = readEscape(cursor, rules);
  if (found.is === 'char') return once(withCases(found.char, rules));
  return once(found.is === 'set' ? found.alone : found.source);
}

const groupHeads = /\?(?:(:|=|!|<=|<!)|(>)|(?:P?<|')([A-Za-z_]\w*)[>'])/y;

/** Atomic groups become plain ones, as possessive quantifiers do. */
function readGroup(cursor: PcreCursor, rules: PcreRules): Translated {
  const head = take(cursor, groupHeads);
  if (head === null && cursor.text.charAt(cursor.at) === '?')
    throw new UnusablePattern('a group without a counterpart');
  const inner = readBranches(cursor, rules);
  if (take(cursor, /\)/y) === null) throw new UnusablePattern('a group without an end');
  return { source: `(${toHead(head)}${inner.source})`, ways: inner.ways };
}

function toHead(head: RegExpExecArray | null): string {
  if (head === null) return '';
  const [, kind, atomic, name] = head;
  if (name !== undefined) return `?<${name}>`;
  return `?${atomic === undefined ? kind : ':'}`;
}

function withCases(char: PatternChar, rules: PcreRules): string {
  const cases = casesOf(char, rules);
  return cases.length > 1 ? `[${cases.join('')}]` : char.spelling;
}

/** What stands for itself in PCRE's sequences and classes, but not in JavaScript's. */
const sequenceSyntax = /[{}\]]/;
const classSyntax = /[\\[\]^-]/;

const hyphenCode = 0x2d;
const hyphen: PatternChar = { code: hyphenCode, spelling: '\\-' };

type Member = { readonly char: PatternChar } | { readonly set: string };

/** Reads a class whose opening bracket has been taken, with letter case folded into its members. */
function readClass(cursor: PcreCursor, rules: PcreRules): string {
  const negation = take(cursor, /\^/y) === null ? '' : '^';
  const members = new Set<string>();
  if (take(cursor, /\]/y) !== null) members.add('\\]');
  while (take(cursor, /\]/y) === null) {
    if (isAtEnd(cursor)) throw new UnusablePattern('a class without an end');
    for (const member of readMembers(cursor, rules)) members.add(member);
  }
  return `[${negation}${[...members].join('')}]`;
}

/** One member, or a range of two. A hyphen beside a set or at an end is a hyphen. */
function readMembers(cursor: PcreCursor, rules: PcreRules): readonly string[] {
  const first = readMember(cursor, rules);
  if ('set' in first) return [first.set];
  const isRange = take(cursor, /-(?!\]|\\[dDsSwWhHvVpP]|\[:)/y) !== null;
  if (!isRange) return casesOf(first.char, rules);
  const last = readMember(cursor, rules);
  if ('set' in last || last.char.code < first.char.code) throw new UnusablePattern('a range out of order');
  const range = `${first.char.spelling}-${last.char.spelling}`;
  return rules.caseless ? [range, ...otherCasesOfRange(first.char.code, last.char.code)] : [range];
}

function readMember(cursor: PcreCursor, rules: PcreRules): Member {
  const posix = take(cursor, /\[:(\^?)(\w+):\]/y);
  if (posix !== null) return { set: toPosix(posix, rules) };
  if (take(cursor, /\[[.=]/y) !== null) throw new UnusablePattern('a collating class');
  if (take(cursor, /\\b/y) !== null) return { char: { code: 8, spelling: '\\x08' } };
  if (take(cursor, /\\/y) === null) return { char: readBareChar(cursor, classSyntax) };
  const found = readEscape(cursor, rules);
  if (found.is === 'char') return found.char.code === hyphenCode ? { char: hyphen } : found;
  if (found.is === 'assertion' || found.member === undefined)
    throw new UnusablePattern('not a member of a class');
  return { set: found.member };
}

const ascii: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['alnum', 'A-Za-z0-9'],
  ['digit', '0-9'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', '\\s'],
  ['blank', ' \\t'],
  ['word', '\\w'],
  ['xdigit', '0-9A-Fa-f'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
]);
const unicode: ReadonlyMap<string, string> = new Map([
  ['alpha', '\\p{L}'],
  ['alnum', '\\p{L}\\p{N}'],
  ['upper', '\\p{Lu}'],
  ['lower', '\\p{Ll}'],
  ['word', '\\p{L}\\p{N}_'],
  ['punct', '\\p{P}'],
]);

function toPosix([, caret, name = '']: RegExpExecArray, rules: PcreRules): string {
  const wanted = rules.caseless && (name === 'upper' || name === 'lower') ? 'alpha' : name;
  const member = (rules.unicode ? unicode.get(wanted) : undefined) ?? ascii.get(wanted);
  if (caret === '^' || member === undefined) throw new UnusablePattern('a class without a counterpart');
  return member;
}
