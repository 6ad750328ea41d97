/** The partner name of each key of a checkout form, the same whenever the form is read. */
import type { CheckoutForm } from '@partner-gateway/twelvego-client';
import { type FormKey, readFormKey, tripTokens } from './booking-form-key.ts';

export type NamedKey = { readonly key: string; readonly reading: FormKey; readonly name: string };

export const alwaysAskedKeys: ReadonlySet<string> = new Set([
  'contact[mobile]',
  'contact[email]',
  'passenger[0][first_name]',
  'passenger[0][last_name]',
]);

/**
 * Gives every key its partner name. Keys are taken in sorted order, not the form's, so that two legs with the same
 * field keep their names when the form is read again; a name already taken gets `1` appended until it is free.
 */
export const nameKeys = (form: CheckoutForm): ReadonlyMap<string, NamedKey> => {
  const tokens = tripTokens(form.fields.keys());
  const taken = new Map<string, string>();
  const named = new Map<string, NamedKey>();
  for (const key of [...new Set([...alwaysAskedKeys, ...form.fields.keys()])].sort()) {
    const reading = readFormKey(key, tokens);
    const name = 'name' in reading ? freeName(placeOf(reading), reading.name, taken) : '';
    named.set(key, { key, reading, name });
  }
  return named;
};

const placeOf = (reading: FormKey): string => {
  if (reading.is === 'field') return reading.place;
  return reading.is === 'unknown' && reading.perPassenger ? 'each passenger' : 'additional';
};

/** `taken` remembers the last name given for a wish, so that a thousand equal wishes stay linear. */
const freeName = (place: string, wish: string, taken: Map<string, string>): string => {
  let name = taken.has(`${place}/${wish}`) ? `${taken.get(`${place}/${wish}`)}1` : wish;
  while (taken.has(`${place}/${name}`)) name += '1';
  taken.set(`${place}/${wish}`, name);
  taken.set(`${place}/${name}`, name);
  return name;
};
