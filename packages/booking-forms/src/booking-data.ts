/** The judge of booking data: whether what a partner sent fits the form, and every field that does not. */
import type { BookingData, FieldError } from '@partner-gateway/contract';
import { Ajv } from 'ajv';
import type { BookingForm } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { toFieldErrorsOfAjv } from './field-errors.ts';
import { type FieldPattern, followsPatterns } from './field-pattern.ts';
import { type DayRange, daysOf, isDay, isEmail } from './field-value.ts';
import { areSeatsEnough, frameSchema, type JsonSchema } from './schema-frame.ts';
import { readSent } from './sent-data.ts';

/** The verdict; `data` has its choices as 12go's values, and `fields` lists every failing field at once. */
export type BookingDataVerdict =
  | { readonly ok: true; readonly data: BookingData }
  | {
      readonly ok: false;
      readonly code: 'schema_validation_failed' | 'missing_parameter';
      readonly fields: FieldError[];
    };

/**
 * Judges booking data against the form it was made for. Choices may be sent as value or title, in any letter case;
 * names and phone numbers are tidied; empty members that the form does not ask for, `upgrades` and a `residency` the form does not ask for are ignored; anything
 * else undeclared is an error. Dates are compared with `today` (YYYY-MM-DD). Messages never repeat a value.
 *
 * @example
 * ```ts
 * const verdict = judgeBookingData(form, request.booking_data);
 * if (!verdict.ok) verdict.fields; // [{ field: 'booking_data.passengers[1].first_name', message: 'is required' }]
 * ```
 */
export const judgeBookingData = (form: BookingForm, data: unknown, today?: string): BookingDataVerdict => {
  if (data === undefined) return missingData;
  const fits = createJudge().compile<BookingData>(toJudgedSchema(form, today));
  const sent = readSent(form, data);
  if (fits(sent)) return { ok: true, data: sent };
  return { ok: false, ...toFieldErrorsOfAjv(form, fits.errors ?? []) };
};

const missingData: BookingDataVerdict = {
  ok: false,
  code: 'missing_parameter',
  fields: [{ field: 'booking_data', message: 'is required' }],
};

/**
 * A new judge each time: an Ajv instance keeps every pattern and schema it ever compiled, and each form is another.
 * The schema is made here, so it is not checked against the meta-schema, and compiling is not optimised for one run.
 */
const createJudge = (): Ajv => {
  const judge = new Ajv({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    code: { optimize: false },
  });
  judge.addFormat('email', isEmail);
  judge.addFormat('date', isDay);
  judge.addKeyword({
    keyword: 'within',
    type: 'string',
    validate: ({ from = '', to = '9' }: DayRange, day: string) => !isDay(day) || (from <= day && day <= to),
  });
  judge.addKeyword({
    keyword: 'among',
    type: 'string',
    validate: (values: ReadonlySet<string>, text: string) => values.has(text),
  });
  judge.addKeyword({
    keyword: 'follows',
    type: 'string',
    validate: (patterns: readonly FieldPattern[], text: string) => followsPatterns(patterns, text),
  });
  return judge;
};

/** The published schema without titles and prices. Choices and patterns of 12go stay values: they never become code. */
const toJudgedSchema = (form: BookingForm, today: string | undefined): JsonSchema =>
  frameSchema(form, (field) => {
    if (field.kind === 'seats' && !areSeatsEnough(field, field.choices.length, form.pax)) return undefined;
    return {
      ...toRule(field, form.pax),
      ...(field.kind === 'date' && { within: daysOf(field.meaning, today) }),
    };
  });

const toRule = (field: BookingField, pax: number): JsonSchema => {
  const values = new Set(field.choices.map(({ value }) => value));
  if (field.kind === 'flag') return { type: 'boolean' };
  if (field.kind === 'seats')
    return {
      type: 'array',
      ...(field.mustChooseSeats && { minItems: pax }),
      maxItems: pax,
      uniqueItems: true,
      items: { type: 'string', among: values },
    };
  return {
    type: 'string',
    ...((field.kind === 'email' || field.kind === 'date') && { format: field.kind }),
    ...(values.size > 0 && { among: values }),
    ...(field.patterns.length > 0 && { follows: field.patterns }),
  };
};
