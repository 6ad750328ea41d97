/** Readings of short texts that repeat within an answer and from one to the next, such as times and currencies. */

/**
 * `read`, which must be pure, with its successes remembered: at most `most`, then all are given up together.
 *
 * @example
 * const readHour = remembered(24, (text) => (/^\d\d$/.test(text) ? Number(text) : undefined));
 * readHour('07'); // 7
 */
export const remembered = <Value>(
  most: number,
  read: (text: string) => Value | undefined,
): ((value: unknown) => Value | undefined) => {
  const known = new Map<unknown, Value>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined || typeof value !== 'string') return before;
    const result = read(value);
    if (result === undefined) return undefined;
    if (known.size >= most) known.clear();
    known.set(value, result);
    return result;
  };
};
