/** The choices of a form field: options in groups flattened, free seats, and what a partner may call them. */
import type { FormOption, Price, SeatMap } from '@partner-gateway/twelvego-client';

/** A value 12go accepts, how people read it, and what it costs. */
export type Choice = { readonly value: string; readonly title: string; readonly price: Price | null };

/** The choices of a tick box that is written as text. */
export const switchChoices: readonly Choice[] = [
  { value: 'true', title: 'Yes', price: null },
  { value: 'false', title: 'No', price: null },
];

/** Groups are flattened, options without a value left out, and the first of repeated values kept. */
export function readChoices(options: readonly FormOption[]): readonly Choice[] {
  const choices = new Map<string, Choice>();
  const collect = (option: FormOption): void => {
    const { value, text, price } = option;
    if (value !== null && !choices.has(value)) choices.set(value, { value, title: text || value, price });
    option.values.forEach(collect);
  };
  options.forEach(collect);
  return [...choices.values()];
}

/** The seats that can be taken. A comma parts seats in the reserve body, so an id that holds one cannot be. */
export function freeSeats(map: SeatMap | null): readonly Choice[] {
  if (map === null) return [];
  const free = [...map.seats].filter(([id, seat]) => seat.is_available && !map.booked.has(id));
  return free
    .filter(([id]) => id !== '' && !id.includes(','))
    .map(([id]) => ({ value: id, title: id, price: null }));
}

const priceHint = / \(\+\d+\.\d{2} [a-z]{3}\)$/;

/**
 * The value of a choice that a partner sent by value or, in any letter case, by title with or without the price that
 * the schema shows in it. A title that two choices share names neither, so the text comes back as it was sent.
 */
export function toConst(choices: readonly Choice[], sent: unknown): unknown {
  if (typeof sent !== 'string' || choices.some(({ value }) => value === sent)) return sent;
  const wanted = sent.toLowerCase();
  const bare = wanted.replace(priceHint, '');
  const named = choices.map(({ value, title }) => ({ value, title: title.toLowerCase() }));
  const matches = named.filter(({ title }) => title === wanted || title === bare);
  return matches.length === 1 ? matches[0]?.value : sent;
}
