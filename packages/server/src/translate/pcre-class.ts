/** Character classes of PCRE, member by member, with letter case folded into them. */
import { type PcreCursor, readEscape, take } from './pcre-escape.ts';
import { otherCases, otherCasesOfRange, type PatternChar, spell, UnusablePattern } from './pcre-fold.ts';
import type { PcreRules } from './pcre-literal.ts';

const hyphenCode = 0x2d;
const hyphen: PatternChar = { code: hyphenCode, spelling: '\\-' };

type Member = { readonly char: PatternChar } | { readonly set: string };

/** Reads a class whose opening bracket has been taken. Throws {@link UnusablePattern}. */
export function readClass(cursor: PcreCursor, rules: PcreRules): string {
  const negation = take(cursor, /\^/y) === null ? '' : '^';
  const members = new Set<string>();
  if (take(cursor, /\]/y) !== null) members.add('\\]');
  while (take(cursor, /\]/y) === null) {
    for (const member of readMembers(cursor, rules)) members.add(member);
  }
  return `[${negation}${[...members].join('')}]`;
}

/** One member, or a range of two. A hyphen beside a set or at an end is a hyphen. */
function readMembers(cursor: PcreCursor, rules: PcreRules): readonly string[] {
  const first = readMember(cursor, rules);
  if ('set' in first) return [first.set];
  const isRange = take(cursor, /-(?!\]|\\[dDsSwWhHvVpP]|\[:)/y) !== null;
  if (!isRange) return withCases(first.char, rules);
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
  if (take(cursor, /\\/y) === null) return { char: readBareChar(cursor) };
  const found = readEscape(cursor, rules);
  if (found.is === 'char') return found.char.code === hyphenCode ? { char: hyphen } : found;
  if (found.is === 'assertion' || found.member === undefined)
    throw new UnusablePattern('not a member of a class');
  return { set: found.member };
}

function readBareChar(cursor: PcreCursor): PatternChar {
  const code = cursor.text.codePointAt(cursor.at);
  if (code === undefined) throw new UnusablePattern('a class without an end');
  const char = String.fromCodePoint(code);
  cursor.at += char.length;
  return { code, spelling: /[\\[\]^-]/.test(char) ? `\\${char}` : char };
}

const withCases = ({ code, spelling }: PatternChar, rules: PcreRules): readonly string[] =>
  rules.caseless ? [spelling, ...otherCases(code).map(spell)] : [spelling];

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
