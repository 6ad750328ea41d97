/** What a field expects, in words that can be shown to a traveller: its title, its rule, an example. */
import { sampleOf, wordsOf } from '@partner-gateway/twelvego-client';
import type { BookingField } from './booking-form-field.ts';
import { followsPatterns } from './field-pattern.ts';

const titleLengthMax = 80;
const titles: ReadonlyMap<string, string> = new Map([
  ['email', 'E-mail'],
  ['dob', 'Date of birth'],
  ['id_number', 'Document number'],
]);

/** The field's title, or its name where 12go gives it none. */
const titleOf = ({ title, name }: BookingField): string => {
  const own = title.replace(/\s+/gu, ' ').trim().slice(0, titleLengthMax);
  if (own !== '') return own;
  const words = name.replace(/1+$/, '').replaceAll('_', ' ');
  return titles.get(name) ?? words.charAt(0).toUpperCase() + words.slice(1);
};

/** The rule of a field that a text did not follow. Neither that text nor the pattern is in it. */
export const expectationOf = (field: BookingField): string => `${titleOf(field)}: ${ruleOf(field)}`;

const dateWords = 'a date as YYYY-MM-DD';
const dateExample = '1990-05-31';

/** Why a day of the calendar is not taken for this field. */
export const expectedDayOf = (field: BookingField): string => {
  const isBirth = field.meaning === 'birth';
  const bounds = isBirth
    ? `not in the future and not before 1900, for example ${dateExample}`
    : 'not in the past';
  return `${titleOf(field)}: ${dateWords}, ${bounds}`;
};

const ruleOf = (field: BookingField): string => {
  const { kind, meaning } = field;
  if (kind === 'email') return 'an e-mail address, for example anna@example.com';
  if (kind === 'date') return `${dateWords}, for example ${dateExample}`;
  const example = exampleFor(field);
  if (meaning === 'phone' && example?.startsWith('+') === true)
    return `with country code, for example ${example}`;
  const words = wordsFor(field);
  if (example === undefined) return words ?? withoutWords[meaning] ?? otherwise;
  return `${words ?? withoutWords[meaning] ?? 'written alike'}, for example ${example}`;
};

const withoutWords: Partial<Record<BookingField['meaning'], string>> = {
  name: 'as in the travel document',
  document: 'as printed in the document',
  phone: 'digits alone',
};
const otherwise = 'written as 12go asks for it, which cannot be put into few words';

/** Any one of 12go's rules may be followed. */
const wordsFor = ({ patterns }: BookingField): string | undefined => {
  const words = patterns.map(({ rule }) => wordsOf(rule));
  return words.includes(undefined) ? undefined : [...new Set(words)].join('; or ');
};

const examples: Partial<Record<BookingField['meaning'], readonly string[]>> = {
  name: ['Anne-Marie', 'Anna Maria', 'Anna', 'ANNA'],
  phone: ['+66811234567', '0811234567', '66811234567', '811234567'],
  document: ['AB1234567', 'A1234567', '123456789'],
};

/** The first text that follows the rules: one that people know, else one made from them. */
const exampleFor = ({ meaning, patterns }: BookingField): string | undefined => {
  const made = patterns.map(({ rule }) => sampleOf(rule)).filter((text) => text !== undefined);
  return [...(examples[meaning] ?? []), ...made].find(
    (text) => /^[!-~](?:[ -~]*[!-~])?$/.test(text) && followsPatterns(patterns, text),
  );
};
