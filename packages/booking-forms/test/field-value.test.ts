/** Promises of what travellers type: names and phones are tidied before they are judged and sent, dates are days that exist. */
import { describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { readBookingForm } from '../src/booking-form.ts';
import { toReserveForm } from '../src/reserve-form.ts';
import { readCheckout } from './support/checkout-forms.ts';

const input = { type: 'input', required: true };
const body = {
  'contact[mobile]': { ...input, regexp: ['/^\\+?[0-9]{7,15}$/'] },
  'passenger[0][first_name]': { ...input, regexp: ['/^[\\s\\pL]{2,30}$/u'] },
  'passenger[0][middle_name]': { type: 'input' },
  'passenger[0][id_no]': { type: 'input', regexp: ['/^[A-Z0-9]{5,20}$/i'] },
  'passenger[0][dob]': { type: 'date' },
  'passenger[0][id_exp_date]': { type: 'date' },
  'passenger[0][id_issue_date]': { type: 'date' },
};
const today = '2026-12-01';

const judge = async (passenger: object, change: { readonly phone?: string; readonly form?: object } = {}) => {
  const form = readBookingForm(await readCheckout(JSON.stringify({ ...body, ...change.form })), 1);
  const verdict = judgeBookingData(
    form,
    {
      email: 'lan@traveller.example',
      mobile_phone: change.phone ?? '+61400111222',
      passengers: [{ first_name: 'Lan', last_name: 'Tran', ...passenger }],
    },
    today,
  );
  return verdict.ok
    ? { sent: toReserveForm(form, verdict.data), code: 'ok', fields: [] }
    : {
        sent: new Map<string, unknown>(),
        code: verdict.code,
        fields: verdict.fields.map(({ field }) => field),
      };
};

describe('a name', () => {
  it.each([
    ['Nguyễn'.normalize('NFD'), 'Nguyễn'],
    ['  José ', 'José'],
    ['José'.normalize('NFD'), 'José'],
    ['Anna  Maria', 'Anna  Maria'],
    ['สมชาย', 'สมชาย'],
    ['\n Lan\t', 'Lan'],
  ])('%j reaches 12go as %j', async (typed, wanted) => {
    const { sent } = await judge({ first_name: typed });
    expect(sent.get('passenger[0][first_name]')).toBe(wanted);
  });

  it.each(['', '  ', '\t', '\u{A0}\u{3000}'])(
    'of nothing but blanks, %j, is a missing name',
    async (typed) => {
      expect(await judge({ first_name: typed })).toMatchObject({
        code: 'missing_parameter',
        fields: ['booking_data.passengers[0].first_name'],
      });
      const { sent } = await judge({ middle_name: typed });
      expect(sent.has('passenger[0][middle_name]')).toBe(false);
    },
  );

  it('keeps its letters apart from their marks where a rule of 12go insists on it', async () => {
    const form = { 'passenger[0][first_name]': { ...input, regexp: ['/^[a-z]\\x{301}$/u'] } };
    const { sent } = await judge({ first_name: ' e\u{301}' }, { form });
    expect(sent.get('passenger[0][first_name]')).toBe('e\u{301}');
  });

  it('is judged without the blanks around it', async () => {
    expect((await judge({ first_name: ' J ' })).fields).toEqual(['booking_data.passengers[0].first_name']);
  });
});

describe('a phone number', () => {
  it.each([
    ['+61 400 111 222', '+61400111222'],
    ['+61 (400) 111-222', '+61400111222'],
    ['0400.111.222', '0400111222'],
    ['+61\u{A0}400–111‑222', '+61400111222'],
    [' +61400111222\n', '+61400111222'],
  ])('%j reaches 12go as %j', async (phone, wanted) => {
    const { sent } = await judge({}, { phone });
    expect(sent.get('contact[mobile]')).toBe(wanted);
  });

  it('keeps what a rule of 12go insists on', async () => {
    const form = { 'contact[mobile]': { ...input, regexp: ['/^\\d{3}-\\d{4}$/'] } };
    expect((await judge({}, { phone: '123-4567', form })).sent.get('contact[mobile]')).toBe('123-4567');
  });

  it.each(['ask Lan', '+61400111222 ext. 5', '61+400111222', '()'])('%j is left as it is', async (phone) => {
    expect((await judge({}, { phone })).fields).toEqual(['booking_data.mobile_phone']);
  });
});

describe('any other text', () => {
  it('reaches 12go as it was typed', async () => {
    expect((await judge({ id_number: ' AB-1234' })).fields).toEqual(['booking_data.passengers[0].id_number']);
  });
});

describe('a date', () => {
  it.each([
    ['dob', '1990-05-31', true],
    ['dob', '2000-02-29', true],
    ['dob', '2001-02-29', false],
    ['dob', '2001-02-30', false],
    ['dob', '2026-13-45', false],
    ['dob', '0000-00-00', false],
    ['dob', '2001-2-3', false],
    ['dob', '1990-05-31T00:00:00', false],
    ['dob', '1990-05-31\n', false],
    ['dob', '๑๙๙๐-๐๕-๓๑', false],
    ['dob', '', false],
    ['dob', '1899-12-31', false],
    ['dob', '1900-01-01', true],
    ['dob', today, true],
    ['dob', '2026-12-02', true],
    ['dob', '2026-12-03', false],
    ['dob', '2999-01-01', false],
    ['id_expiry_date', '2001-01-01', false],
    ['id_expiry_date', '2026-11-29', false],
    ['id_expiry_date', '2026-11-30', true],
    ['id_expiry_date', '2036-11-30', true],
    ['id_expiry_date', '2035-02-30', false],
    ['id_issue_date', '1899-12-31', true],
    ['id_issue_date', '2020-04-31', false],
  ])('%s %j is taken: %j', async (name, day, isTaken) => {
    const { fields } = await judge({ [name]: day });
    expect(fields).toEqual(isTaken ? [] : [`booking_data.passengers[0].${name}`]);
  });

  it('follows the rules of 12go as well, where a day written YYYY-MM-DD can', async () => {
    const dob = (regexp: string) => ({ 'passenger[0][dob]': { type: 'date', regexp: [regexp] } });
    const form = dob('/^19\\d\\d-/');
    expect((await judge({ dob: '1990-05-31' }, { form })).fields).toEqual([]);
    expect((await judge({ dob: '2001-05-31' }, { form })).fields).toHaveLength(1);
    expect(
      (await judge({ dob: '2001-05-31' }, { form: dob('/^\\d\\d\\.\\d\\d\\.\\d{4}$/') })).fields,
    ).toEqual([]);
  });
});
