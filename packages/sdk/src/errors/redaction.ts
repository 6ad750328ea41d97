/** What an error may tell of a request or a broken connection: copies without the secret, and the code of the system. */

const replacement = '[redacted]';

/** A copy of the value with the secret replaced in every text of it. */
export const redacted = <Value>(value: Value, secret: string): Value =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.replaceAll(secret, replacement) : item,
  ) as Value;

const memberText = (value: unknown, key: string): string | undefined => {
  const found = (value as Record<string, unknown>)[key];
  return typeof found === 'string' ? found : undefined;
};

/**
 * A copy of what broke a connection: name, message, code, stack and cause, without the secret. The original is not
 * passed on, because it may hold the request, and the request holds the key.
 */
export const redactedCause = (cause: unknown, secret: string, depth = 0): Error | undefined => {
  if (typeof cause !== 'object' || cause === null || depth > 4) return undefined;
  const inner = redactedCause((cause as { cause?: unknown }).cause, secret, depth + 1);
  const clean = (key: string): string | undefined => memberText(cause, key)?.replaceAll(secret, replacement);
  const copy = new Error(clean('message') ?? '', inner === undefined ? undefined : { cause: inner });
  for (const key of ['name', 'code', 'stack']) {
    const value = clean(key);
    if (value !== undefined) Object.defineProperty(copy, key, { value });
  }
  return copy;
};

/** What each `cause` and each of `errors` in a chain says, the outermost first. */
const chainOf = (cause: unknown, depth = 0): object[] => {
  if (typeof cause !== 'object' || cause === null || depth > 4) return [];
  const { cause: inner, errors } = cause as { cause?: unknown; errors?: unknown };
  const below = [inner, ...(Array.isArray(errors) ? errors : [])];
  return [cause, ...below.flatMap((next) => chainOf(next, depth + 1))];
};

/** The first system code in a chain of causes, such as `ECONNRESET`. */
export const systemCode = (cause: unknown): string | undefined =>
  chainOf(cause)
    .map((link) => memberText(link, 'code'))
    .find((code) => code !== undefined);

/** What broke a connection, in a few words: its system code, or else what the innermost cause says. */
export const reasonOf = (cause: unknown): string | undefined =>
  systemCode(cause) ??
  chainOf(cause)
    .map((link) => memberText(link, 'message'))
    .findLast((message) => message !== undefined && message !== '');
