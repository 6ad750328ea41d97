/** Entity tags: how a caller says which answer it has (RFC 9110, 13.1.2). Without zod, since the fake takes it along. */

/**
 * Whether an `If-None-Match` names an entity tag: the caller has what bears it.
 *
 * @example
 * ```ts
 * namesTag('"a", W/"b"', '"b"'); // true
 * ```
 */
export const namesTag = (ifNoneMatch: string | undefined, tag: string): boolean => {
  const named = ifNoneMatch?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return named.includes(tag) || named.includes('*');
};
