/** An error in one word. */

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(value);

/**
 * The word for an error: its code, else its kind or reason, else its class. Never its message, which may quote a request.
 *
 * @example
 * ```ts
 * errorType(Object.assign(new Error('secret'), { code: 'ECONNRESET' })); // 'ECONNRESET'
 * ```
 */
export const errorType = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unexpected';
  const { code, kind, reason } = error as { code?: unknown; kind?: unknown; reason?: unknown };
  return [code, kind, reason, error.name].find(isWord) ?? 'unexpected';
};
