/** The inside of a PCRE pattern in JavaScript's unicode syntax, with a count of the ways it can match. */
import { readClass } from './pcre-class.ts';
import { type PcreCursor, readEscape, take } from './pcre-escape.ts';
import { otherCases, type PatternChar, spell, UnusablePattern } from './pcre-fold.ts';
import type { PcreRules } from './pcre-literal.ts';

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
  if (cursor.at < body.length) throw new UnusablePattern('a group that was never opened');
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
  while (cursor.at < cursor.text.length && !/[|)]/.test(cursor.text.charAt(cursor.at))) {
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
  if (take(cursor, /\\/y) === null) return once(withCases(readBareChar(cursor), rules));
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

function readBareChar(cursor: PcreCursor): PatternChar {
  const code = cursor.text.codePointAt(cursor.at) ?? 0;
  const char = String.fromCodePoint(code);
  cursor.at += char.length;
  return { code, spelling: /[{}\]]/.test(char) ? `\\${char}` : char };
}

function withCases({ code, spelling }: PatternChar, rules: PcreRules): string {
  const others = rules.caseless ? otherCases(code) : [];
  return others.length > 0 ? `[${spelling}${others.map(spell).join('')}]` : spelling;
}
