/** PCRE literals of 12go's forms as patterns of JSON Schema. */

/** Whether a caseless rule is folded into the pattern, or printed in the letters 12go wrote. */
export type LetterCase = 'fold' | 'as_written';

/** Converts a PCRE literal, or undefined when it cannot be. */
export function toJsPattern(pcre: string, letterCase: LetterCase = 'fold'): string | undefined {
  const literal = /^\\?\/(?<body>.*?)\\?\/(?<flags>[a-zA-Z]*)$/su.exec(pcre)?.groups;
  if (literal?.body === undefined || pcre.length > 1000) return undefined;
  const source = literal.body.replace(/\\pL/g, '\\p{L}').replace(/\\x\{/g, '\\u{');
  const folded =
    letterCase === 'fold' && literal.flags?.includes('i') ? source.replace(/a-z|A-Z/g, 'a-zA-Z') : source;
  try {
    new RegExp(folded, 'u');
    return folded;
  } catch {
    return undefined;
  }
}
