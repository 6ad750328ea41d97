/** What is wrong with an answer, in words that can be shown to whoever gave it. */
import { type Answered, choiceOf } from './answers.ts';
import type { FormField } from './field.ts';

const betweenDigits = /[\s().\-‐-―−]/gu;

/** The forms in which the gateway would try a text: as typed, tidied as a name, tidied as a phone number. */
const readings = (text: string): string[] => [
  text,
  text.trim(),
  text.trim().normalize('NFC'),
  text.replace(betweenDigits, ''),
];

const read = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
};

const matchesOne = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => {
    const expression = read(pattern);
    // One that cannot be read here is for the gateway to judge by.
    return expression === undefined || readings(text).some((reading) => expression.test(reading));
  });

const isDay = (text: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const titlesMax = 8;

const choicesInWords = ({ choices }: FormField): string => {
  const titles = choices.slice(0, titlesMax).map(({ title }) => title);
  return `choose one of ${titles.join(', ')}${choices.length > titlesMax ? ' and others' : ''}`;
};

const seatsProblem = (field: FormField, value: unknown): string | undefined => {
  const { min, max } = field.count ?? { min: 0, max: 0 };
  if (!Array.isArray(value)) return 'give a list of seats';
  if (value.length < min || value.length > max)
    return `choose ${min === max ? min : `${min} to ${max}`} seats; ${value.length} ${value.length === 1 ? 'was' : 'were'} given`;
  const chosen = value.map((seat) => choiceOf(field, seat)?.value);
  if (chosen.includes(undefined)) return 'one of these seats is not on offer';
  return new Set(chosen).size < chosen.length ? 'each seat can be chosen once' : undefined;
};

const textProblem = (field: FormField, value: string): string | undefined => {
  if (field.kind === 'date') return isDay(value) ? undefined : 'give a day of the calendar as YYYY-MM-DD';
  if (field.kind === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) return 'give an e-mail address';
  if (field.patterns.length === 0 || matchesOne(field.patterns, value)) return undefined;
  return `does not have the form that is asked for${field.description === undefined ? '' : `: ${field.description}`}`;
};

const valueProblem = (field: FormField, value: unknown): string | undefined => {
  if (field.kind === 'flag') return typeof value === 'boolean' ? undefined : 'give true or false';
  if (field.kind === 'seats') return seatsProblem(field, value);
  if (field.kind === 'choice' || field.choices.length > 0) {
    const isSwitch = typeof value === 'boolean';
    return choiceOf(field, isSwitch ? String(value) : value) === undefined
      ? choicesInWords(field)
      : undefined;
  }
  return typeof value === 'string' ? textProblem(field, value) : 'give a text';
};

/** The problem of an answer; undefined when there is none. */
export const problemOf = ({ field, value }: Answered): string | undefined => {
  if (value !== undefined) return valueProblem(field, value);
  return field.required ? 'is required' : undefined;
};
