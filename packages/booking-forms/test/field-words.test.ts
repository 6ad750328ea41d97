/** Promises of refusals: what is expected, in words a traveller can be shown, with an example that is taken. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { type BookingForm, readBookingForm } from '../src/booking-form.ts';
import { readCheckout } from './support/checkout-forms.ts';

const read = async (key: string, field: object): Promise<BookingForm> =>
  readBookingForm(
    await readCheckout(JSON.stringify({ [key]: { type: 'input', required: true, ...field } })),
    1,
  );

/** What is said when every text field of the form holds the value. */
const messageFor = (form: BookingForm, value: string): string | undefined => {
  const verdict = judgeBookingData(form, valuesOf(form, value), '2026-12-01');
  const messages = verdict.ok ? [] : verdict.fields.map(({ message }) => message);
  return messages.find((message) => message.includes(': ') && !message.startsWith('E-mail: ')) ?? messages[0];
};

const valuesOf = (form: BookingForm, value: string): object => {
  const of = (place: string) =>
    Object.fromEntries(form.fields.filter((field) => field.place === place).map(({ name }) => [name, value]));
  const additional = of('additional');
  return {
    ...of('booking'),
    passengers: [{ first_name: 'Lan', last_name: 'Tran', ...of('passenger') }],
    ...(Object.keys(additional).length > 0 && { additional_fields: additional }),
  };
};

describe('a refusal', () => {
  it.each([
    [
      "/^[\\p{L}\\s'-]{2,30}$/u",
      'First name: 2 to 30 letters, spaces, hyphens or apostrophes, for example Anne-Marie',
    ],
    ['/^[A-Za-z ]{2,30}$/', 'First name: 2 to 30 letters A to Z or spaces, for example Anna Maria'],
    ['/^[\\p{Cyrillic}\\h-]{2,30}$/u', 'First name: 2 to 30 letters other than A to Z, spaces or hyphens'],
    ['/^[^0-9]{2,30}$/', 'First name: 2 to 30 characters other than digits, for example Anne-Marie'],
    ['/^\\p{Lu}\\p{Ll}+$/u', 'First name: 1 capital letter, then small letters, for example Anna'],
    ['/^(?:mr|ms) [a-z]{1,20}$/', 'First name: as in the travel document, for example mr a'],
  ])('by %s reads "%s"', async (regexp, message) => {
    const form = await read('passenger[0][first_name]', { title: 'First name', regexp: [regexp] });
    expect(messageFor(form, '1')).toBe(message);
  });

  it.each([
    ['contact[mobile]', ['/^\\+[0-9]{7,15}$/'], 'Mobile phone: with country code, for example +66811234567'],
    ['contact[mobile]', ['/^0[0-9]{9}$/'], 'Mobile phone: “0”, then 9 digits, for example 0811234567'],
    ['contact[email]', [], 'E-mail: an e-mail address, for example anna@example.com'],
    [
      'passenger[0][id_no]',
      ['/^[A-Z]{2}[0-9]{7}$/'],
      'Document number: 2 capital letters A to Z, then 7 digits, for example AB1234567',
    ],
    [
      'passenger[0][id_no]',
      ['/^(?:[A-Z]\\d{7}|\\d{8}[A-Z])$/'],
      'Document number: as printed in the document, for example A1234567',
    ],
    ['passenger[0][id_exp_date]', [], 'Id expiry date: a date as YYYY-MM-DD, for example 1990-05-31'],
    [
      'passenger[0][title]',
      ['/^[a-z]{3}$/', '/^[0-9]{4}$/'],
      'Title: 3 small letters a to z; or 4 digits, for example abc',
    ],
    ['insurance[code]', ['/^(?:\\d{3}-){2}\\d$/'], 'Insurance code: written alike, for example 123-456-7'],
  ])('of %s by %j reads "%s"', async (key, regexp, message) => {
    expect(messageFor(await read(key, { regexp }), '!')).toBe(message);
  });

  it.each([
    [
      'passenger[0][dob]',
      '2999-01-01',
      'a date as YYYY-MM-DD, not in the future and not before 1900, for example 1990-05-31',
    ],
    ['passenger[0][id_exp_date]', '2001-01-01', 'a date as YYYY-MM-DD, not in the past'],
  ])('of the day in %s says which days are taken', async (key, day, words) => {
    expect(messageFor(await read(key, { type: 'date', title: 'Date' }), day)).toBe(`Date: ${words}`);
  });

  it('shows an example that is taken, and never the pattern, for every kind of rule', async () => {
    const file = new URL('../../server/test/slow/rules.txt', import.meta.url);
    const rules = readFileSync(file, 'utf8')
      .split('\n')
      .filter((rule) => /^[^=\w\s]/.test(rule));
    let examples = 0;
    for (const rule of rules) {
      const form = await read('passenger[0][first_name]', { title: 'It', regexp: [rule] });
      const message = ['!', '1', 'a!', '1!1']
        .map((value) => messageFor(form, value))
        .find((text) => text?.startsWith('It: '));
      if (message === undefined) continue;
      expect(message).not.toMatch(/\\[a-zA-Z]|\[\^|\{\d|\]\$|required form/);
      const example = /, for example (.+)$/.exec(message)?.[1];
      if (example === undefined) continue;
      examples += 1;
      const again = messageFor(form, example);
      expect([rule, again?.startsWith('It: ') === true ? again : '']).toEqual([rule, '']);
    }
    expect(examples).toBeGreaterThan(100);
  });
});
