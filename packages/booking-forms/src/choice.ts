/** The choices of a field: which of 12go's options they are, and which one a partner meant. */
import type { FormOption, Price, SeatMap } from '@partner-gateway/twelvego-client';

/** A value 12go accepts, how people read it, and what it costs. */
export type Choice = { readonly value: string; readonly title: string; readonly price: Price | null };

/** The choices of a tick box that is written as text. */
export const switchChoices: readonly Choice[] = [
  { value: 'true', title: 'Yes', price: null },
  { value: 'false', title: 'No', price: null },
];

const emptyValues: ReadonlySet<string> = new Set(['', '0', '-1', 'null']);
/** Dashes and the like, or a request to choose. */
const promptPattern = /^[^\p{L}\p{N}]*$|^[^\p{L}\p{N}]*(?:please|select|choose)\b/iu;

/** A list's first line that asks to choose, and is no choice: 0 may be one (12go's "Male" was), an empty value never is. */
const isPlaceholder = (value: string, title: string): boolean =>
  value.trim() === '' || (emptyValues.has(value) && title !== '' && promptPattern.test(title));

/** Groups are flattened, placeholders and options without a value left out, and the first of repeated values kept. */
export const toChoices = (options: readonly FormOption[]): readonly Choice[] => {
  const choices = new Map<string, Choice>();
  const collect = (option: FormOption): void => {
    const { value, text, price } = option;
    const isChoice = value !== null && !isPlaceholder(value, text);
    if (isChoice && !choices.has(value)) choices.set(value, { value, title: text || value, price });
    option.values.forEach(collect);
  };
  options.forEach(collect);
  return [...choices.values()];
};

/** The seats that can be taken. A comma parts seats in the reserve body, so an id that holds one cannot be. */
export const freeSeats = (map: SeatMap | null): readonly Choice[] => {
  if (map === null) return [];
  const free = [...map.seats].filter(([id, seat]) => seat.is_available && !map.booked.has(id));
  return free
    .filter(([id]) => id !== '' && !id.includes(','))
    .map(([id]) => ({ value: id, title: id, price: null }));
};

const priceHint = / \(\+\d+\.\d{2} [a-z]{3}\)$/;

/**
 * The value of a choice that a partner sent by value or title, in any letter case, the title with or without the price
 * that the schema shows in it. A title that two choices share names neither, so the text comes back as it was sent.
 */
export const toConst = (choices: readonly Choice[], sent: unknown): unknown => {
  if (typeof sent !== 'string' || choices.some(({ value }) => value === sent)) return sent;
  const wanted = sent.toLowerCase();
  const bare = wanted.replace(priceHint, '');
  const titled = choices.filter(({ title }) => [wanted, bare].includes(title.toLowerCase()));
  const named = titled.length > 0 ? titled : choices.filter(({ value }) => value.toLowerCase() === wanted);
  return named.length === 1 ? named[0]?.value : sent;
};
