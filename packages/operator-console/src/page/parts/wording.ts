/** Money, times and ages in the words of the page. */

type Price = { readonly amount: string; readonly currency: string } | null | undefined;

export const priceText = (price: Price): string =>
  price == null ? 'not known' : `${price.amount} ${price.currency}`;

/** `reserve_look_up` as it is read. */
export const plain = (name: string): string => name.replaceAll('_', ' ');

/** Seconds as somebody would say them. */
export const ageText = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
};

/** `2026-11-28T22:14:03.512Z` without its day, which stands above. */
export const clockText = (at: string): string => at.slice(11, 23).replace('Z', '');

export const dayText = (at: string): string => at.slice(0, 10);

/** How much later, from a moment to another. */
export const laterText = (ms: number): string => {
  if (ms < 1_000) return `+${ms} ms`;
  return ms < 60_000 ? `+${(ms / 1_000).toFixed(1)} s` : `+${ageText(ms / 1_000)}`;
};
