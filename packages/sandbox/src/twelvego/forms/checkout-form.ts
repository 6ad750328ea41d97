/** Checkout forms of the sandbox: built for a cart, and the check that a reserve passes before it books. */
import { createPrinter, type Printer } from '../accounts.ts';
import { seatsOf, toSeatMap } from '../seats.ts';
import { stationById } from '../world/places.ts';
import type { Departure } from '../world/timetable-entry.ts';
import { type JsonField, type JsonOption, toJavaScript } from './field.ts';
import { type FormContext, passengerFields, tripFields } from './form-fields.ts';

/** What a form is for: `sold` are the seats booked in the sandbox. */
export type FormSubject = Departure & {
  readonly people: number;
  readonly sold: ReadonlySet<string>;
};

export type JsonForm = Readonly<Record<string, JsonField & { readonly name: string }>>;

/** The checkout form for `people` passengers, as 12go sends it. */
export const buildForm = (subject: FormSubject, printer: Printer): JsonForm => {
  const { trip, fare, people } = subject;
  const context: FormContext = {
    key: fare.key,
    countryCode: stationById.get(trip.legs[0].from)?.countryCode ?? 'TH',
    printer,
  };
  const [contact, ...others] = trip.form;
  const fields: [string, JsonField][] = [
    ...Object.entries(contact === undefined ? {} : tripFields(contact, context)),
    [
      'seats',
      {
        type: 'select',
        title: 'Passengers',
        description: '',
        disabled: false,
        is_visible: true,
        required: true,
        value: people,
      },
    ],
  ];
  for (let index = 0; index < people; index += 1) {
    const own = trip.form.flatMap((part) => Object.entries(passengerFields(part, context)));
    fields.push(
      ...own.map(([name, field]) => [`passenger[${index}][${name}]`, field] as [string, JsonField]),
    );
  }
  fields.push(
    ...seatFields(subject, printer),
    ...others.flatMap((part) => Object.entries(tripFields(part, context))),
  );
  return Object.fromEntries(
    fields.map(([name, { type, ...field }]) => [
      name,
      { ...(type !== undefined && { type }), name, ...field },
    ]),
  );
};

const seatFields = (subject: FormSubject, printer: Printer): [string, JsonField][] => {
  const { fare, people, sold } = subject;
  const seatmap = toSeatMap(subject, sold, printer);
  if (seatmap === undefined) return [];
  const key = `selected_seats_${fare.key}`;
  const field = {
    type: 'select',
    title: 'Seats',
    description: '',
    disabled: false,
    is_visible: true,
    required: false,
    data: { min_seats: people, seatmap },
  };
  return [
    [key, field],
    [`${key}_allow_auto`, {}],
  ];
};

/** The answers of a reserve: original key to text, number or boolean. */
export type FormAnswers = Readonly<Record<string, unknown>>;

/** A checked form: its errors by key, the seats it asks for, and what its choices add per booking, in hundredths. */
export type CheckedForm = {
  readonly errors: Readonly<Record<string, string>>;
  readonly seats: readonly string[];
  readonly surcharge: number;
};

/** Checks the answers against the form: required fields, choices, patterns, seats. */
export const checkForm = (subject: FormSubject, answers: FormAnswers): CheckedForm => {
  const form = buildForm(subject, createPrinter(subject.trip.currency, null));
  const errors = Object.fromEntries(
    Object.entries(form)
      .map(([key, field]) => [key, errorOf(field, answers[key])] as const)
      .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
  if (Number(answers.seats) !== subject.people)
    Object.assign(errors, { seats: `This cart is for ${subject.people} passengers` });
  const seatKey = `selected_seats_${subject.fare.key}`;
  const chosen = String(answers[seatKey] ?? '')
    .split(',')
    .filter((id) => id !== '');
  if (chosen.length > 0 && chosen.length !== subject.people)
    Object.assign(errors, { [seatKey]: `Please choose ${subject.people} seats` });
  return {
    errors,
    seats: chosen,
    surcharge: choicesSurcharge(form, answers) + seatSurcharge(subject, chosen),
  };
};

function errorOf(field: JsonField, answer: unknown): string | undefined {
  if (answer === undefined || answer === '' || answer === null) {
    return field.required === true && field.name !== 'seats' ? 'This value should not be blank' : undefined;
  }
  if (field.type === 'checkbox')
    return field.required === true && answer !== true && answer !== '1' && answer !== 'true'
      ? 'Please tick this box'
      : undefined;
  if (field.type === 'date')
    return /^\d{4}-\d{2}-\d{2}$/.test(String(answer)) ? undefined : 'Please enter a valid date';
  if (Array.isArray(field.options))
    return flatten(field.options).some(({ value }) => value === String(answer))
      ? undefined
      : 'Please choose one of the options';
  return matches(field.regexp, String(answer))
    ? undefined
    : `Please enter a valid ${String(field.title).toLowerCase()}`;
}

const matches = (regexp: unknown, answer: string): boolean => {
  if (!Array.isArray(regexp)) return true;
  return regexp.map(toJavaScript).some((pattern) => pattern === null || pattern.test(answer));
};

const flatten = (options: readonly JsonOption[]): readonly JsonOption[] =>
  options.flatMap((option) => (option.values === undefined ? [option] : flatten(option.values)));

const choicesSurcharge = (form: JsonForm, answers: FormAnswers): number => {
  const prices = Object.entries(form).map(([key, { options }]) => {
    const chosen = Array.isArray(options)
      ? flatten(options).find(({ value }) => value === String(answers[key]))
      : undefined;
    return (chosen?.data?.price as { value: number } | undefined)?.value ?? 0;
  });
  return prices.reduce((total, price) => total + Math.round(price * 100), 0);
};

const seatSurcharge = (subject: FormSubject, chosen: readonly string[]): number =>
  seatsOf(subject)
    .filter(({ id }) => chosen.includes(id))
    .reduce((total, { surcharge }) => total + surcharge, 0);
