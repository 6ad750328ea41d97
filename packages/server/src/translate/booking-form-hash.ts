/** The fingerprint of a form, by which create notices that the form changed since the partner read its schema. */
import { createHash } from 'node:crypto';
import type { BookingField } from './booking-form-field.ts';

const hexDigits = 16;

/** 64 bits of SHA-256 over one line per field: name, type, required flag and sorted choices; seats are left out. */
export function hashFields(fields: readonly BookingField[]): string {
  const lines = fields.map(lineOf).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, hexDigits);
}

const lineOf = ({ place, name, kind, type, required, choices }: BookingField): string =>
  [`${place}.${name}`, type, required, kind === 'seats' ? '' : choicesOf(choices)].join('|');

const choicesOf = (choices: BookingField['choices']): string =>
  choices
    .map(({ value }) => value)
    .sort()
    .join(',');
