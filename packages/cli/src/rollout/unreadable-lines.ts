/** Lines that could not be read: how many, and the numbers of the first. */

/** As they are told. */
export type UnreadableLines = { readonly count: number; readonly first: readonly number[] };

const firstMax = 20;

/** Takes note of a line that could not be read. */
export const withUnreadable = ({ count, first }: UnreadableLines, number: number): UnreadableLines => ({
  count: count + 1,
  first: first.length < firstMax ? [...first, number] : first,
});

export const noneUnreadable: UnreadableLines = { count: 0, first: [] };

/** In a sentence; undefined where there is nothing to say. */
export const unreadableText = ({ count, first }: UnreadableLines): string | undefined => {
  if (count === 0) return undefined;
  const more = count > first.length ? ' and others' : '';
  return `${count} ${count === 1 ? 'line' : 'lines'} could not be read: ${first.join(', ')}${more}.`;
};
