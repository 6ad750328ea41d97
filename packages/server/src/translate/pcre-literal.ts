/** The outside of a PCRE literal: its delimiters, its flags, and what they ask of the inside. */

/** A pattern without its delimiters, and the rules it is read by. */
export type PcreLiteral = { readonly body: string; readonly rules: PcreRules };

export type PcreRules = {
  /** Letters match in both cases. */
  readonly caseless: boolean;
  /** `.` matches line breaks. */
  readonly dotAll: boolean;
  /** `^` and `$` match at every line. */
  readonly multiline: boolean;
  /** Matches start where the text starts. */
  readonly anchored: boolean;
  /** PHP's `u`: code points instead of bytes, and `\w` means every letter and number. */
  readonly unicode: boolean;
};

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);
const delimiter = /^[^\sA-Za-z0-9\\]$/;

/** `x` (free spacing) and `e` (code) change what the letters of the pattern are. */
const unreadableFlags = /[xe]/;

/** Takes a literal such as `/^a$/i` or `\/^a$\/u` apart; undefined when it is none, or has flags nothing stands for. */
export function readPcreLiteral(literal: string): PcreLiteral | undefined {
  const backslash = literal.startsWith('\\') ? '\\' : '';
  const opener = literal.charAt(backslash.length);
  if (!delimiter.test(opener)) return undefined;
  const closer = backslash + (closers.get(opener) ?? opener);
  const end = literal.lastIndexOf(closer);
  const start = backslash.length + 1;
  if (end < start || (backslash === '' && isEscaped(literal, end))) return undefined;
  const flags = literal.slice(end + closer.length).trim();
  const leading = /^\(\?([imsuU]+)\)/.exec(literal.slice(start, end));
  const all = flags + (leading?.[1] ?? '');
  if (!/^[A-Za-z\s]*$/.test(flags) || unreadableFlags.test(all)) return undefined;
  return { body: literal.slice(start + (leading?.[0].length ?? 0), end), rules: toRules(all) };
}

const isEscaped = (text: string, at: number): boolean =>
  (/\\*$/.exec(text.slice(0, at))?.[0].length ?? 0) % 2 === 1;

const toRules = (flags: string): PcreRules => ({
  caseless: flags.includes('i'),
  dotAll: flags.includes('s'),
  multiline: flags.includes('m'),
  anchored: flags.includes('A'),
  unicode: flags.includes('u'),
});
