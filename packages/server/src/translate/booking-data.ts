/** The judge of booking data: whether what a partner sent fits the form, and every field that does not. */
import type { BookingData, FieldError } from '@partner-gateway/contract';
import { Ajv } from 'ajv';
import { toFieldErrorsOfAjv } from './booking-data-errors.ts';
import { readSent } from './booking-data-sent.ts';
import type { BookingForm } from './booking-form.ts';
import { type BookingField, type FieldPattern, followsPatterns, isEmail } from './booking-form-field.ts';
import { frameSchema, type JsonSchema } from './booking-schema-frame.ts';

/** The verdict; `data` has its choices as 12go's values, and `fields` lists every failing field at once. */
export type BookingDataVerdict =
  | { readonly ok: true; readonly data: BookingData }
  | {
      readonly ok: false;
      readonly code: 'schema_validation_failed' | 'missing_parameter';
      readonly fields: FieldError[];
    };

/**
 * Judges booking data against the form it was made for. Choices may be sent as value or, in any letter case, as
 * title; `upgrades` and a `residency` the form does not ask for are ignored; anything else undeclared is an error.
 * Messages never repeat a value.
 *
 * @example
 * ```ts
 * const verdict = judgeBookingData(form, request.booking_data);
 * if (!verdict.ok) verdict.fields; // [{ field: 'booking_data.passengers[1].first_name', message: 'is required' }]
 * ```
 */
export function judgeBookingData(form: BookingForm, data: unknown): BookingDataVerdict {
  if (data === undefined) return missingData;
  const fits = createJudge().compile<BookingData>(toJudgedSchema(form));
  const sent = readSent(form, data);
  if (fits(sent)) return { ok: true, data: sent };
  return { ok: false, ...toFieldErrorsOfAjv(form, fits.errors ?? []) };
}

const missingData: BookingDataVerdict = {
  ok: false,
  code: 'missing_parameter',
  fields: [{ field: 'booking_data', message: 'is required' }],
};

/**
 * A new judge each time: an Ajv instance keeps every pattern and schema it ever compiled, and each form is another.
 * The schema is made here, so it is not checked against the meta-schema, and compiling is not optimised for one run.
 */
function createJudge(): Ajv {
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
}

/** The published schema without titles and prices. Choices and patterns of 12go stay values: they never become code. */
const toJudgedSchema = (form: BookingForm): JsonSchema =>
  frameSchema(form, (field) => toRule(field, form.pax));

function toRule(field: BookingField, pax: number): JsonSchema {
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
    ...(field.kind === 'email' && { format: 'email' }),
    ...(values.size > 0 && { among: values }),
    ...(field.patterns.length > 0 && { follows: field.patterns }),
  };
}
