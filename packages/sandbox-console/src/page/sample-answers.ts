/** A traveller who does not exist, for whoever does not want to type. */
import type { CheckoutItinerary } from '@partner-gateway/sdk';
import type { FormField } from '@partner-gateway/sdk/forms';
import type { Answers } from './booking-data.ts';

const firstNames = ['Lan', 'Minh', 'Mali', 'Somchai'];

const texts: Readonly<Record<string, string>> = {
  last_name: 'Tran',
  middle_name: 'Van',
  mobile_phone: '+61400111222',
  id_number: 'AB1234567',
};

const dates: Readonly<Record<string, string>> = { dob: '1990-05-31', id_issue_date: '2020-05-31' };

/** Seats that nobody has, in the order of the map. */
const freeSeats = ({ extras }: CheckoutItinerary): readonly string[] =>
  (extras.seat_map?.sections ?? [])
    .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
    .flatMap((cell) => (cell?.available ? [cell.seat_id] : []));

const answerTo = (field: FormField, itinerary: CheckoutItinerary): Answers[string] => {
  const { kind, name, choices, preset, passenger = 0 } = field;
  if (kind === 'seats') return freeSeats(itinerary).slice(0, field.count?.max);
  if (kind === 'flag') return preset === true;
  if (kind === 'choice') return typeof preset === 'string' ? preset : (choices[0]?.value ?? '');
  if (kind === 'email') return 'lan.tran@traveller.example';
  if (kind === 'date') return dates[name] ?? '2035-05-31';
  if (kind === 'file') return '';
  if (name === 'first_name') return firstNames[passenger] ?? 'Lan';
  return texts[name] ?? 'Lotus Lane Hotel, 12 Hang Be';
};

/** Answers to what is required. */
export const sampleAnswers = (fields: readonly FormField[], itinerary: CheckoutItinerary): Answers =>
  Object.fromEntries(
    fields
      .filter(({ required, kind }) => required || kind === 'seats')
      .map((field) => [field.field, answerTo(field, itinerary)]),
  );
