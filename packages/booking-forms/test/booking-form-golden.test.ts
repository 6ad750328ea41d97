/** Golden forms: a checkout form into schema and extras, and booking data back into the body of reserve. */
import { readFile } from 'node:fs/promises';
import type { Price } from '@partner-gateway/twelvego-client';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { type BookingForm, readBookingForm } from '../src/booking-form.ts';
import { toBookingSchema } from '../src/booking-schema.ts';
import { toExtras } from '../src/offers.ts';
import { toReserveForm } from '../src/reserve-form.ts';
import { chosenSurcharges } from '../src/surcharges.ts';
import { fareOf, pricingAt, readCheckout } from './support/checkout-forms.ts';

const folder = new URL('./__golden__/forms/', import.meta.url);
const read = async (file: string): Promise<string> => await readFile(new URL(file, folder), 'utf8');
const readJson = async (file: string) => JSON.parse(await read(file));
const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const cases = [
  { name: 'hanoi-sapa', pax: 2, base: fareOf('17.5', 'USD'), surcharges: ['2 USD'] },
  { name: 'cebu-tagbilaran', pax: 2, base: fareOf('450', 'PHP'), surcharges: ['120 PHP'] },
  { name: 'two-legs', pax: 1, base: fareOf('780', 'THB'), surcharges: ['20', '25', '50', '90', '90'] },
  { name: 'sleeper-layouts', pax: 2, base: fareOf('500', 'THB'), surcharges: ['40'] },
  { name: 'unreadable-layout', pax: 1, base: fareOf('100', 'THB'), surcharges: [] },
  { name: 'optional-seats', pax: 2, base: fareOf('100', 'THB'), surcharges: [] },
  { name: 'documents', pax: 2, base: fareOf('300', 'THB'), surcharges: ['30'] },
  { name: 'unknown-fields', pax: 2, base: fareOf('300', 'THB'), surcharges: ['40'] },
  { name: 'consent-boxes', pax: 1, base: fareOf('300', 'THB'), surcharges: [] },
  { name: 'hidden-fields', pax: 1, base: fareOf('300', 'THB'), surcharges: [] },
  { name: 'several-patterns', pax: 2, base: fareOf('300', 'THB'), surcharges: [] },
  { name: 'priced-choices', pax: 2, base: fareOf('300', 'THB'), surcharges: ['150.5', '99.99'] },
  { name: 'one-person-template', pax: 3, base: fareOf('100', 'THB'), surcharges: [] },
  { name: 'points-and-delivery', pax: 1, base: fareOf('100', 'THB'), surcharges: [] },
  { name: 'hostile', pax: 1, base: fareOf('100', 'THB'), surcharges: ['99999999900'] },
];

describe.each(cases)('the form $name', ({ name, pax, base, surcharges }) => {
  let form: BookingForm;
  let data: unknown;
  const pricing = pricingAt(base);

  beforeAll(async () => {
    form = readBookingForm(await readCheckout(await read(`${name}.form.json`)), pax);
    data = await readJson(`${name}.data.json`);
  });

  const fitting = () => {
    const verdict = judgeBookingData(form, data);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.fields));
    return verdict.data;
  };

  it('becomes its schema and extras', async () => {
    const shown = { booking_schema: toBookingSchema(form, pricing), extras: toExtras(form, pricing) };
    await expect(print(shown)).toMatchFileSnapshot(`./__golden__/forms/${name}.schema.json`);
  });

  it('becomes a schema that is valid draft-07 and accepts the judged data', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const fits = ajv.compile(toBookingSchema(form, pricing));
    expect({ fits: fits(fitting()), errors: fits.errors }).toEqual({ fits: true, errors: null });
  });

  it('takes booking data back to the body of reserve', async () => {
    const body = Object.fromEntries(toReserveForm(form, fitting()));
    await expect(print(body)).toMatchFileSnapshot(`./__golden__/forms/${name}.reserve.json`);
  });

  it('prices what was chosen, net', () => {
    const chosen = chosenSurcharges(form, fitting(), base);
    const wanted = surcharges.map((text) => text.split(' ')[0]);
    expect(
      chosen.map(({ net: { numerator, denominator } }) => String(Number(numerator) / Number(denominator))),
    ).toEqual(wanted);
  });
});

describe('the documents of both APIs', () => {
  const translate = async (name: string, base: Price) => {
    const form = readBookingForm(await readCheckout(await read(`${name}.form.json`)), 2);
    const verdict = judgeBookingData(form, await readJson(`${name}.data.json`));
    const pricing = pricingAt(base);
    return {
      shown: { booking_schema: toBookingSchema(form, pricing), extras: toExtras(form, pricing) },
      reserve: verdict.ok ? Object.fromEntries(toReserveForm(form, verdict.data)) : verdict,
    };
  };

  it('hold for the schema and extras of Hanoi to Sapa, word for word', async () => {
    const { shown } = await translate('hanoi-sapa', fareOf('17.5', 'USD'));
    expect(shown).toEqual(await readJson('hanoi-sapa.contract.json'));
  });

  it('hold for the reserve bodies of Hanoi to Sapa and Cebu to Tagbilaran', async () => {
    const hanoi = await translate('hanoi-sapa', fareOf('17.5', 'USD'));
    const cebu = await translate('cebu-tagbilaran', fareOf('450', 'PHP'));
    expect(print(hanoi.reserve)).toEqual(await read('hanoi-sapa.upstream.json'));
    expect(cebu.reserve).toEqual(await readJson('cebu-tagbilaran.upstream.json'));
  });
});
