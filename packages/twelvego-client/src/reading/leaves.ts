/** The leaves of 12go's JSON in all the spellings that PHP and MariaDB have for them: nothing, lists, numbers, truth, text. */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** MariaDB's zero date, what PHP makes of it when it formats it, and the word that both have for nothing. */
const nothings = /^(?:$|0000-00-00|-0001-11-30|(?:null|NULL)$)/;

const isEmptyObject = (value: object): boolean => {
  for (const _key in value) return false;
  return true;
};

/** What stands for nothing: null, absent, false, empty text, an empty list or object, a zero date. */
export const isNothing = (value: unknown): boolean => {
  if (value === null || value === undefined || value === false) return true;
  if (typeof value === 'string') return nothings.test(value);
  return typeof value === 'object' && isEmptyObject(value);
};

const position = /^\d{1,9}$/;

/**
 * The items of a PHP list: an array, or the object that PHP prints for a list with holes, and for one whose items, objects
 * all of them, kept their keys.
 */
export const readList = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return undefined;
  const items = Object.values(value);
  return items.every(isRecord) || Object.keys(value).every((key) => position.test(key)) ? items : undefined;
};

/** The entries of a PHP map: an object, or the `[]` (even a list) that PHP prints for an empty or dense one. */
export const readEntries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** Far below any meaning, far above what float arithmetic leaves behind; more of it in large numbers. */
const residueOf = (number: number): number => Math.min(Math.max(1e-6, Math.abs(number) * 1e-14), 1e-3);

const toInteger = (number: number): number | undefined => {
  const whole = Math.round(number) + 0;
  return Number.isSafeInteger(whole) && Math.abs(number - whole) < residueOf(number) ? whole : undefined;
};

const integerText = /^-?\d{1,15}(?:\.\d{1,20})?(?:[eE]\+?\d{1,2})?$/;

/** A whole number, also as text, as `8.0` or with the residue of a float; never the negative zero. */
export const readInteger = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : toInteger(value);
  return typeof value === 'string' && integerText.test(value) ? toInteger(Number(value)) : undefined;
};

/** A positive integer; `0` and negatives are unreadable. */
export const readId = (value: unknown): number | undefined => {
  const id = readInteger(value);
  return id !== undefined && id > 0 ? id : undefined;
};

export const readNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** Minutes, to the whole one: a supplier's hours are not always whole minutes. */
export const readMinutes = (value: unknown): number | undefined => {
  if (Number.isSafeInteger(value)) return readInteger(value);
  const minutes = readNumber(value);
  return minutes === undefined ? undefined : readInteger(Math.round(minutes));
};

/** The texts are as PHP prints them, and as MariaDB's BIT columns come out of it. */
const booleans = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 'yes', 'on', '\u0001'].map((word) => [word, true] as const),
  ...[false, 0, '0', 'false', 'no', 'off', '\u0000', ''].map((word) => [word, false] as const),
]);
/** PHP's truth: booleans, 0 and 1, and their texts. */
export const readBoolean = (value: unknown): boolean | undefined => {
  const known = booleans.get(value);
  if (known !== undefined || value === undefined || value === null) return known;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  return booleans.get(word) ?? booleans.get(readInteger(value));
};

export const readText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** The strings of a list, or a single one; anything else is left out. */
export const readTexts = (value: unknown): readonly string[] => {
  if (isText(value)) return value === '' ? [] : [value];
  const list = readList(value) ?? [];
  return list.every(isText) ? list : list.map(readText).filter((text) => text !== undefined);
};

const deepestWord = 4;
const mostWords = 50;
const wordNames = ['message', 'messages', 'text', 'error', 'errors', 'title', 'detail'];

/** Every text in what should be one: a text, a list of texts, an object that holds them; the words for people first. */
export const readWords = (value: unknown, depth = 0): readonly string[] => {
  const text = readText(value);
  if (text !== undefined) return text.trim() === '' ? [] : [text];
  if (typeof value !== 'object' || value === null || depth >= deepestWord) return [];
  const named = isRecord(value) ? wordNames.find((name) => !isNothing(value[name])) : undefined;
  const parts = named === undefined ? Object.values(value) : [(value as Record<string, unknown>)[named]];
  return parts
    .slice(0, mostWords)
    .flatMap((part) => readWords(part, depth + 1))
    .slice(0, mostWords);
};
