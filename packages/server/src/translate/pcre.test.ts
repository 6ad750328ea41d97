/** Promises of the PCRE conversion: a table of rules as 12go writes them, and what no rule may do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsPattern } from './pcre.ts';

describe('a PCRE rule', () => {
  it.each([
    ['/^\\+[0-9]{7,15}$/', '^\\+[0-9]{7,15}$'],
    ['\\/^[a-z]+$\\/u', '^[a-z]+$'],
    ['#^a/b$#', '^a/b$'],
    ['{^[0-9]{2}$}', '^[0-9]{2}$'],
    ['/^[\\s\\pLA-Za-z\\x{1EA0}-\\x{1EF9}]{2,30}$/u', '^[\\s\\p{L}A-Za-z\\u{1EA0}-\\u{1EF9}]{2,30}$'],
    ['/^\\PL\\p{^Lu}\\p{L&}$/', '^\\P{L}\\P{Lu}[\\p{Lu}\\p{Ll}\\p{Lt}]$'],
    ['/^[\\p{Cyrillic}\\p{Han}]+$/u', '^[\\p{Script=Cyrillic}\\p{Script=Han}]+$'],
    ['/\\A\\h\\d\\z/', '^[ \\t]\\d$'],
    ['/^a++(?>b)[c]*+$/', '^a+(?:b)[c]*$'],
    ['/^a+?b??c{2,}?$/', '^a+?b??c{2,}?$'],
    ['/^(?P<year>\\d{4})\\k{year}$/', '^(?<year>\\d{4})\\k<year>$'],
    ['/^(a)\\1(?=b)(?<!c)$/', '^(a)\\1(?=b)(?<!c)$'],
    ['/^[[:alpha:][:digit:]]$/', '^[A-Za-z0-9]$'],
    ['/^[[:alpha:]]$/u', '^[\\p{L}]$'],
    ['/^[]a^-]$/', '^[\\]a\\^\\-]$'],
    ['/^[\\w-.]$/', '^[\\w\\-.]$'],
    ["/^[\\w\\-\\.\\@\\']+$/", "^[\\w\\-\\.@']+$"],
    ['/^\\w+$/u', '^[\\p{L}\\p{N}_]+$'],
    ['/^a{b}]$/', '^a\\{b\\}\\]$'],
    ['/^\\/\\@\\-\\ $/', '^/@- $'],
    ['/^[A-Z0-9]{5,20}$/i', '^[A-Za-z0-9]{5,20}$'],
    ['/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i', '^[^@\\s]+@[^@\\s]+\\.[a-zA-Z]{2,}$'],
    ['/^(?:mr|d)\\x{E9}$/iu', '^(?:[mM][rR]|[dD])[\\u{E9}É]$'],
    ['/^\\p{Lu}+$/iu', '^[\\p{Lu}\\p{Ll}\\p{Lt}]+$'],
    ['/(?i)^ab$/', '^[aA][bB]$'],
    ['/^a.b$/s', '^a[\\s\\S]b$'],
    ['/^a$/m', '(?<![^\\n])a(?![^\\n])'],
    ['/a|b/A', '^(?:a|b)'],
    ['/^a$/uDXSUn', '^a$'],
  ])('%s becomes %s', (pcre, pattern) => {
    expect(toJsPattern(pcre)).toBe(pattern);
  });

  it('keeps the letters it was written in when asked to', () => {
    expect(toJsPattern('/^[a-z]{2,}$/i', 'as_written')).toBe('^[a-z]{2,}$');
  });

  it.each([
    ['', 'nothing'],
    ['abc', 'no delimiter'],
    ['/^abc$', 'no end'],
    ['/^abc\\/', 'an escaped end'],
    ['/^a b$/x', 'free spacing'],
    ['/^(a$/', 'an open group'],
    ['/^a)$/', 'a group never opened'],
    ['/^[a$/', 'an open class'],
    ['/^[z-a]$/', 'a range out of order'],
    ['/^(?R)$/', 'recursion'],
    ['/^(?(1)a|b)$/', 'a condition'],
    ['/^(?|a|b)$/', 'a branch reset'],
    ['/^a(?i)b$/', 'a flag inside'],
    ['/(*UTF8)^a$/', 'a verb'],
    ['/^a{,3}$/', 'a quantifier without a least'],
    ['/^**$/', 'nothing to repeat'],
    ['/^\\Qa.b\\E$/', 'quoting'],
    ['/^\\G\\K$/', 'a position without a counterpart'],
    ['/^\\p{Nonsense}$/u', 'an unknown script'],
    ['/^(a)\\1$/i', 'a caseless back reference'],
    ['/^\\x{FFFFFF}$/u', 'no code point'],
    ['/^[\\W]$/u', 'a negated set in a class'],
    ['/^(a+)+$/', 'nested repetition'],
    ['/^([a-z]+ ?)*$/', 'nested repetition with a gap'],
    ['/^(a|a)*$/', 'a repeated choice'],
    ['/^(\\w{1,30}){1,30}$/', 'nested bounded repetition'],
    ['/^\\s*\\S*\\s*\\S*$/', 'four unbounded repetitions'],
    ['/[a-z]+[a-z]+[a-z]+$/', 'three unbounded repetitions from anywhere'],
    [`/^${'a'.repeat(1000)}$/`, 'a thousand characters'],
  ])('%s is left to 12go: %s', (pcre) => {
    expect(toJsPattern(pcre)).toBeUndefined();
  });
});

const atoms = fc.constantFrom(
  'a',
  'Z',
  'é',
  '7',
  '.',
  '\\.',
  '[a-f]',
  '[^B-D]',
  '[xY_]',
  '\\d',
  '\\s',
  'ß',
  '[à-þ]',
);
const pieces = fc
  .tuple(atoms, fc.constantFrom('', '', '?', '{1,2}', '+'))
  .map(([atom, quantifier]) => atom + quantifier);
const sequences = fc.array(pieces, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const bodies = fc
  .tuple(sequences, sequences, fc.constantFrom('^', ''), fc.constantFrom('$', ''))
  .map(([left, right, start, end]) => `${start}(?:${left}|${right})${end}`);
const texts = fc
  .array(fc.constantFrom(...'aAzZéÉ7.bBcCfFxXyY_ ßàÀþ\n'), { maxLength: 6 })
  .map((characters) => characters.join(''));

describe('the conversion', () => {
  it.each(['i', 's', 'm', 'ism'])('matches what the flags %s match, without the flags', (flags) => {
    fc.assert(
      fc.property(bodies, texts, (body, text) => {
        const pattern = toJsPattern(`/${body}/${flags}`);
        fc.pre(pattern !== undefined);
        const wanted = new RegExp(body, `${flags}u`).test(text);
        expect(new RegExp(pattern, 'u').test(text)).toBe(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and gives nothing that does not compile', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'^$()[]{}|?*+\\.-aZpLx1,:<>=!PQRk/'), { maxLength: 30 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(noise, fc.constantFrom('', 'i', 'u', 'ius', 'm'), (body, flags) => {
        const pattern = toJsPattern(`/${body}/${flags}`);
        expect(pattern === undefined || new RegExp(pattern, 'u') instanceof RegExp).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives nothing that takes long on a text as long as the gateway tests', () => {
    const pattern = new RegExp(toJsPattern('/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i') ?? '', 'u');
    const start = performance.now();
    expect(pattern.test(`a@${'.a'.repeat(127)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
