/** Promises of the PCRE conversion: which rules become which patterns, and what a published pattern never does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPortableRule } from '../src/index.ts';
import { travellerTexts } from './support/traveller-texts.ts';

const unjudged = '|[^ -~¡-žƀ-ᙿᚁ-᠊᠐-῾‐-‧‰-⁞⁰-℩ℬ-⿻、-힣ﬀ-￮]';
const unjudgedBytes = '|[^ -~]';
const patternOf = (pcre: string): string | undefined => toPortableRule(pcre)?.pattern;

describe('a PCRE rule', () => {
  it.each([
    ['/^\\+[0-9]{7,15}$/', '^\\+[0-9]{7,15}$'],
    ['\\/^[a-z]+$\\/u', '^.{257}|^[a-z]+$'],
    ['#^a/b$#', '^a\\/b$'],
    ['{^[0-9]{2}$}', '^[0-9]{2}$'],
    ['/^[\\s\\pLA-Za-z\\x{1EA0}-\\x{1EF9}]{2,30}$/u', '^[^!-@\\[-`\\{-~]{2,30}$'],
    ['/^[A-Za-zÀ-ỹ ]{2,30}$/u', '^[ A-Za-zÀ-ỹ]{2,30}$'],
    ['/^[^А-я]{2,9}$/u', '^[^А-я]{2,9}$'],
    ['/^[a-z\\s]{2,30}$/iu', '^[ A-Za-z]{2,30}$'],
    ['/^[\\w ]{2,30}$/u', '^[^!-\\/:-@\\[-\\^`\\{-~]{2,30}$'],
    ['/^\\d{2}$/u', '^[^ -\\/:-~]{2}$'],
    ['/^\\d{2}$/', '^[0-9]{2}$'],
    ['/^[[:alpha:][:digit:]]$/', '^[0-9A-Za-z]$'],
    ['/\\A\\d\\z/', '^[0-9]$'],
    ['/^a++(?>b)[c]*+$/', '^.{257}|^a+bc*$'],
    ['/^a+?b??c{2,}?$/', '^.{257}|^a+b?c{2,}$'],
    ['/^(?P<year>\\d{4})-(?<day>\\d)$/', '^[0-9]{4}-[0-9]$'],
    ['/^(?:ab|c){2}$/', '^(?:ab|c){2}$'],
    ['/^[]a^-]$/', '^[\\-\\]\\^a]$'],
    ['/^a{b}]$/', '^a\\{b\\}\\]$'],
    ['/^(?i)ab$/', undefined],
    ['/(?i)^ab$/', '^[Aa][Bb]$'],
    ['/^a$/m', '^a$'],
    ['/a|b/A', '^.{257}|^(?:a|b)'],
    ['/^a$/uDXSUn', '^a$'],
    ['/^[a-z]{1,300}$/', '^.{257}|^[a-z]+$'],
  ])('%s becomes %s', (pcre, pattern) => {
    expect(patternOf(pcre)).toBe(pattern === undefined ? undefined : pattern + unjudged);
  });

  it.each([
    ['/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i', '^.{257}|^[^ @]+@[^ @]+\\.[A-Za-z]{2,}$'],
    ["/^[A-Za-z\\x80-\\xFF '-]{2,30}$/", "^[ '\\-A-Za-z]{2,30}$"],
    ['/^.{3,30}$/', '^.{3,30}$'],
    ['/^[а-я]+$/', '^.{257}|^[^ -~]+$'],
  ])('without the flag u %s judges ASCII alone', (pcre, pattern) => {
    expect(patternOf(pcre)).toBe(pattern + unjudgedBytes);
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
    ['/^(?=a)$/', 'a look-ahead'],
    ['/^(?<!a)b$/', 'a look-behind'],
    ['/\\bab\\b/', 'a word boundary'],
    ['/^(a)\\1$/', 'a back reference'],
    ['/^a(?i)b$/', 'a flag inside'],
    ['/(*UTF8)^a$/', 'a verb'],
    ['/^a{,3}$/', 'a quantifier without a least'],
    ['/^a{3,2}$/', 'a quantifier out of order'],
    ['/^**$/', 'nothing to repeat'],
    ['/^\\Qa.b\\E$/', 'quoting'],
    ['/^\\G\\K$/', 'a position without a counterpart'],
    ['/^\\p{Nonsense}$/u', 'an unknown script'],
    ['/^\\x{1EA0}$/', 'a character among bytes'],
    ['/^\\x{FFFFFF}$/u', 'no code point'],
    ['/^(a+)+$/', 'nested repetition'],
    ['/^([a-z]+ ?)*$/', 'nested repetition with a gap'],
    ['/^(a|a)*$/', 'a repeated choice'],
    ['/^(\\w{1,30}){1,30}$/', 'nested bounded repetition'],
    ['/^\\s*\\S*\\s*\\S*$/', 'four unbounded repetitions'],
    ['/[a-z]+[a-z]+[a-z]+$/', 'three unbounded repetitions from anywhere'],
    ['/^(?:[a-z]{200}){200}$/', 'more repetitions than Go counts'],
    [`/^${'a'.repeat(1000)}$/`, 'a thousand characters'],
  ])('%s is left to 12go: %s', (pcre) => {
    expect(patternOf(pcre)).toBeUndefined();
  });
});

/** Everything the dialect has: characters, classes of ranges, groups that do not capture, counts, alternatives, both ends. */
const dialect = new RegExp(
  [
    '^(?:\\^|\\$|\\.|\\||\\(\\?:|\\)|[*+?]|\\{\\d{1,3}(?:,\\d{0,3})?\\}',
    '\\[\\^?(?:\\\\[\\\\\\]\\[^\\-/(){}|]|[^\\\\\\]\\[])+\\]',
    '\\\\[\\^$\\\\.*+?()[\\]{}|/]',
    '[^\\^$\\\\.*+?()[\\]{}|/\\p{Cc}])+$',
  ].join('|'),
  'u',
);

const atoms = fc.constantFrom(
  ...[
    'a',
    'Z',
    'é',
    '7',
    '\\.',
    '[a-f]',
    '[^B-D]',
    '[xY_]',
    '\\d',
    '\\w',
    '\\W',
    '\\D',
    'ß',
    '[à-þ]',
    '[^é]',
    'k',
  ],
  ...['.', '[sK]', '[^\\d]', '[\\w-]', 'ก', '[ก-๙]', ' '],
);
const pieces = fc
  .tuple(atoms, fc.constantFrom('', '', '?', '{1,2}', '+', '*', '{3}'))
  .map(([atom, quantifier]) => atom + quantifier);
const sequences = fc.array(pieces, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const bodies = fc
  .tuple(sequences, sequences, fc.constantFrom('^', ''), fc.constantFrom('$', ''))
  .map(([left, right, start, end]) => `${start}(?:${left}|${right})${end}`);
const texts = fc.oneof(
  fc
    .array(fc.constantFrom(...'aAzZéÉ7.bBcCfFxXyY_ ßàÀþกาKſ\nk'), { maxLength: 6 })
    .map((characters) => characters.join('')),
  fc.constantFrom(...travellerTexts),
);

const toBytes = (text: string): string => Buffer.from(text).toString('latin1');
/** PHP in JavaScript: bytes without `u`, and words and digits of every script with it. */
const asPhp = (body: string, flags: string): ((text: string) => boolean) => {
  const isUnicode = flags.includes('u');
  const inClass = body
    .replaceAll('[^\\d]', '\\P{Nd}')
    .replaceAll('[\\w-]', '[\\p{L}\\p{N}_\\-]')
    .replaceAll('\\w', '[\\p{L}\\p{N}_]')
    .replaceAll('\\W', '[^\\p{L}\\p{N}_]')
    .replaceAll('\\d', '\\p{Nd}')
    .replaceAll('\\D', '\\P{Nd}');
  const read = (isUnicode ? inClass : toBytes(body))
    .replace(/(?<![\\[])\.(?!\])/g, '[^\\n]')
    .replace(/\$$/, '(?=\\n?$)');
  const compiled = new RegExp(read, flags.replace('m', ''));
  return (text) => compiled.test(isUnicode ? text : toBytes(text));
};

describe('a published pattern', () => {
  it.each(['', 'i', 'u', 'iu'])('never refuses what PHP takes with the flags "%s"', (flags) => {
    let judged = 0;
    fc.assert(
      fc.property(bodies, texts, (body, text) => {
        const pattern = patternOf(`/${body}/${flags}`);
        fc.pre(pattern !== undefined);
        const isTaken = asPhp(body, flags)(text);
        judged += isTaken ? 1 : 0;
        if (isTaken) expect([body, text, new RegExp(pattern, 'u').test(text)]).toEqual([body, text, true]);
      }),
      { numRuns: 500 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  it('refuses what PHP refuses wherever it is exact: ASCII, plain letters, a rule on the whole text', () => {
    const plain = fc.stringMatching(/^[a-f]{1,6}$/);
    const rules = fc.constantFrom('^[a-c]{1,3}$', '^a+b?[^d]*$', '^(?:ab|cd){1,2}$', 'ace', '^f.f$');
    fc.assert(
      fc.property(rules, plain, fc.constantFrom('', 'u', 'i'), (body, text, flags) => {
        const pattern = patternOf(`/${body}/${flags}`) ?? '';
        expect(new RegExp(pattern).test(text)).toBe(new RegExp(body, flags).test(text));
      }),
    );
  });

  it('has the safe dialect only, and means the same with the flags u and v of JavaScript and without', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom('', 'i', 'u', 'iu', 'm'), texts, (body, flags, text) => {
        const pattern = patternOf(`/${body}/${flags}`);
        fc.pre(pattern !== undefined);
        expect(pattern).toMatch(dialect);
        const verdicts = ['u', 'v', ''].map((own) => new RegExp(pattern, own).test(text));
        expect([pattern, text, ...new Set(verdicts)]).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and compiles, whatever the rule', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'^$()[]{}|?*+\\.-aZpLx1,:<>=!PQRk/'), { maxLength: 30 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(noise, fc.constantFrom('', 'i', 'u', 'ius', 'm'), (body, flags) => {
        const pattern = patternOf(`/${body}/${flags}`);
        expect(pattern === undefined || new RegExp(pattern, 'v') instanceof RegExp).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no long time on a text as long as the gateway tests', () => {
    const pattern = new RegExp(patternOf('/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i') ?? '', 'u');
    const start = performance.now();
    expect(pattern.test(`a@${'.a'.repeat(126)}!`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it.each([
    ['/^[a-z]{2,30}$/', '1'.repeat(300), false],
    ['/^[a-z]+$/', '1'.repeat(257), true],
    ['/^[a-z]+$/', '1'.repeat(256), false],
  ])('of %s judges a long text only where the rule bounds its length', (pcre, text, isTaken) => {
    expect(new RegExp(patternOf(pcre) ?? '', 'u').test(text)).toBe(isTaken);
  });
});
