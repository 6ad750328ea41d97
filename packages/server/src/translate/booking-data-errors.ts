/** Ajv's findings as field errors with partner paths and short messages that never repeat a value. */
import type { FieldError } from '@partner-gateway/contract';
import type { ErrorObject } from 'ajv';
import type { BookingForm } from './booking-form.ts';

/** The failing fields, each once, and what they have in common. */
export type Findings = {
  readonly code: 'schema_validation_failed' | 'missing_parameter';
  readonly fields: FieldError[];
};

const reportedMax = 1000;

/** Names every failing field once, with its first failure; passengers beyond the form's are not looked at. */
export function toFieldErrorsOfAjv(form: BookingForm, errors: readonly ErrorObject[]): Findings {
  const beyond = new RegExp(`^/(?:passengers|seat_selection1*)/${form.pax}(?:/|$)`);
  const counted = errors.filter(({ instancePath }) => !beyond.test(instancePath));
  const fields = new Map<string, string>();
  for (const error of counted) {
    const path = pathOf(error);
    if (!fields.has(path)) fields.set(path, messageOf(error, form));
  }
  const missing = counted.every(({ keyword }) => keyword === 'required');
  return {
    code: missing ? 'missing_parameter' : 'schema_validation_failed',
    fields: [...fields].slice(0, reportedMax).map(([field, message]) => ({ field, message })),
  };
}

const plainName = /^[\w-]{1,64}$/;

/** `/passengers/1` and a missing `first_name` are `booking_data.passengers[1].first_name`. */
function pathOf({ instancePath, keyword, params }: ErrorObject): string {
  const steps = instancePath.split('/').slice(1).map(unescapeStep);
  const path = steps.reduce(
    (whole, step) => whole + (/^\d+$/.test(step) ? `[${step}]` : `.${step}`),
    'booking_data',
  );
  if (keyword === 'required') return `${path}.${params.missingProperty}`;
  if (keyword !== 'additionalProperties') return path;
  return plainName.test(params.additionalProperty) ? `${path}.${params.additionalProperty}` : path;
}

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const typeNames: ReadonlyMap<unknown, string> = new Map([
  ['string', 'a string'],
  ['boolean', 'true or false'],
  ['array', 'an array'],
  ['object', 'an object'],
]);

function messageOf({ keyword, params, instancePath }: ErrorObject, form: BookingForm): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'type') return `must be ${typeNames.get(params.type) ?? 'of another type'}`;
  if (keyword === 'among') return 'is not one of the allowed values';
  if (keyword === 'additionalProperties') return unknownField(params.additionalProperty);
  if (keyword === 'uniqueItems') return 'must not name an item twice';
  if (keyword === 'minItems' || keyword === 'maxItems')
    return `must have ${isExact(instancePath, form) ? 'exactly' : 'at most'} ${countOf(form.pax)}`;
  return 'does not match the required form';
}

const unknownField = (name: string): string =>
  plainName.test(name)
    ? 'is not a field of this booking'
    : 'holds something that is not a field of this booking';

const countOf = (items: number): string => `${items} ${items === 1 ? 'item' : 'items'}`;

/** Seats that need not be chosen may also be chosen for some of the passengers. */
const isExact = (path: string, form: BookingForm): boolean =>
  !form.fields.some(
    ({ kind, name, mustChooseSeats }) => kind === 'seats' && path === `/${name}` && !mustChooseSeats,
  );
