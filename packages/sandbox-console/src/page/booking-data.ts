/** What was typed into a form, as `booking_data` has it. */
import type { BookingData } from '@partner-gateway/sdk';
import type { FormField } from '@partner-gateway/sdk/forms';

/** By the field's path. */
export type Answers = Readonly<Record<string, string | boolean | readonly string[]>>;

const isAdditional = ({ field }: FormField): boolean => field.startsWith('booking_data.additional_fields.');

const isGiven = (value: Answers[string] | undefined): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Leaves out what is empty. */
export const toBookingData = (fields: readonly FormField[], answers: Answers): BookingData => {
  const among = (belongs: (field: FormField) => boolean): Record<string, unknown> =>
    Object.fromEntries(
      fields
        .filter((one) => belongs(one) && isGiven(answers[one.field]))
        .map((one) => [one.name, answers[one.field]]),
    );
  const count = Math.max(0, ...fields.map(({ passenger = 0 }) => passenger)) + 1;
  const additional = among(isAdditional);
  return {
    ...among((one) => one.passenger === undefined && !isAdditional(one)),
    passengers: Array.from({ length: count }, (_, index) => among(({ passenger }) => passenger === index)),
    ...(Object.keys(additional).length > 0 && { additional_fields: additional }),
  } as BookingData;
};

/** The same booking by a first traveller of another first name. */
export const renamed = (data: BookingData, firstName: string): BookingData => {
  const [first = {}, ...others] = data.passengers;
  return { ...data, passengers: [{ ...first, first_name: firstName }, ...others] };
};
