/** What was filled in, found by the field it belongs to, and read as kindly as the gateway reads it. */
import type { FormChoice, FormField } from './field.ts';
import { isNode, type ReadForm } from './schema.ts';

/** A field with what was filled in for it. */
export type Answered = { readonly field: FormField; readonly value: unknown };

/** A name that the form does not have. */
export type Undeclared = { readonly field: string };

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isNode(value) && Object.keys(value).length === 0);

/** What the gateway does not mind, whether a form has it or not. */
const ignored: ReadonlySet<string> = new Set(['upgrades', 'residency']);

type Values = Readonly<Record<string, unknown>>;

const valuesOf = (value: unknown): Values => (isNode(value) ? value : {});

const answersIn = (fields: readonly FormField[], values: Values): Answered[] =>
  fields.map((field) => {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    return { field, value: isNothing(value) ? undefined : value };
  });

const undeclaredIn = (fields: readonly FormField[], values: Values, path: string): Undeclared[] =>
  Object.entries(values)
    .filter(
      ([name, value]) => !ignored.has(name) && !isNothing(value) && !fields.some((one) => one.name === name),
    )
    .map(([name]) => ({ field: `${path}.${name}` }));

/** Every field of the form with its answer, and what belongs to none. */
export type ReadAnswers = {
  readonly answered: readonly Answered[];
  readonly undeclared: readonly Undeclared[];
  /** How many travellers were given; undefined when there is no list of them. */
  readonly passengers: number | undefined;
};

/** Reads booking data by its form. */
export const readAnswers = (form: ReadForm, data: unknown): ReadAnswers => {
  const { passengers, additional_fields: additional, ...rest } = valuesOf(data);
  const people = Array.isArray(passengers) ? passengers.map(valuesOf) : [];
  const more = valuesOf(additional);
  return {
    answered: [
      ...answersIn(form.booking, rest),
      ...form.passengers.flatMap((fields, index) => answersIn(fields, people[index] ?? {})),
      ...answersIn(form.additional, more),
    ],
    undeclared: [
      ...undeclaredIn(form.booking, rest, 'booking_data'),
      ...form.passengers.flatMap((fields, index) =>
        undeclaredIn(fields, people[index] ?? {}, `booking_data.passengers[${index}]`),
      ),
      ...undeclaredIn(form.additional, more, 'booking_data.additional_fields'),
    ],
    passengers: Array.isArray(passengers) ? people.length : undefined,
  };
};

const withoutSurcharge = ({ title, surcharge }: FormChoice): string =>
  surcharge === undefined ? title : title.replace(/ \(\+[^()]*\)$/, '');

/** The choice that is meant: by its value, or by its title in any letter case. */
export const choiceOf = ({ choices }: FormField, given: unknown): FormChoice | undefined => {
  if (typeof given !== 'string') return undefined;
  const text = given.trim().toLowerCase();
  return (
    choices.find(({ value }) => value === given) ??
    choices.find((choice) =>
      [choice.value, choice.title, withoutSurcharge(choice)].some((one) => one.toLowerCase() === text),
    )
  );
};
