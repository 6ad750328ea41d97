/** What crosses the wire: a call ready to send, and the leaf decoders of 12go's JSON with PHP's habits in mind. */
import { z } from 'zod';
import type { Operation } from './operations.ts';
import { remembered } from './remembered.ts';
import { type DecimalText, readDecimal } from './scalars.ts';

/** One call, ready to send but for the base URL and the key. */
export type Call<Result> = {
  readonly operation: Operation;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Undefined when the parsed body is not the answer of this operation. */
  readonly read: (body: unknown) => Result | undefined;
  /** Accepts a body that is bare text instead of JSON. */
  readonly bareText?: boolean;
};

type Read<Value> = (value: unknown) => Value | undefined;

/** A leaf that must be readable: otherwise the thing that holds it is broken. */
export const required = <Value>(read: Read<Value>) =>
  z.transform((value: unknown, context): Value => {
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: 'unreadable', input: undefined });
    return z.NEVER;
  });

/** A leaf that may be null, missing or empty text, but must be readable when it is there. */
export const nullable = <Value>(read: Read<Value>) =>
  z.transform((value: unknown, context): Value | null => {
    if (value === null || value === undefined || value === '') return null;
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: 'unreadable', input: undefined });
    return z.NEVER;
  });

/** A leaf that only informs: unreadable counts as the fallback and breaks nothing. */
export const lenient = <Value, Fallback>(read: Read<Value>, fallback: Fallback) =>
  z.transform((value: unknown): Value | Fallback => read(value) ?? fallback);

export function readInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) return undefined;
  return Number(value);
}

/** A positive integer; `0` and negatives are unreadable. */
export function readId(value: unknown): number | undefined {
  const id = readInteger(value);
  return id !== undefined && id > 0 ? id : undefined;
}

export function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const booleans = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['1', true],
  ['true', true],
  [false, false],
  [0, false],
  ['0', false],
  ['false', false],
  ['', false],
]);
/** PHP's truth: booleans, 0 and 1, and their texts. */
export const readBoolean: Read<boolean> = (value) => booleans.get(value);

export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The strings of an array; anything else in it is left out. Not an array: none. */
export function readTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.every(isText) ? value : value.map(readText).filter((text) => text !== undefined);
}

const isText = (value: unknown): value is string => typeof value === 'string';

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a PHP map: an object, or the `[]` (even a list) that PHP prints for an empty or dense one. */
export const readEntries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** An amount with its currency. `value` is null when 12go knows no amount. */
export type Price = { readonly value: DecimalText | null; readonly fxcode: string };

const currencyPattern = /^[A-Za-z]{3}$/;
export const readCurrency = remembered(1_000, (text) =>
  currencyPattern.test(text) ? text.toUpperCase() : undefined,
);

/** A price; undefined when the amount is absurd or the currency is no ISO-4217 code. */
export function readPrice(value: unknown): Price | undefined {
  if (!isRecord(value)) return undefined;
  const fxcode = readCurrency(value.fxcode);
  const amount = value.value === null || value.value === undefined ? null : readDecimal(value.value);
  return fxcode === undefined || amount === undefined ? undefined : { value: amount, fxcode };
}

/** What was left out of an answer because it could not be read, counted by level and first unreadable field. */
export type Dropped = { readonly level: string; readonly reason: string; readonly count: number };

/** One tally per parsed answer. */
export type DropTally = {
  /** Counts one dropped thing of `level`, named by its first unreadable field. */
  add(level: string, reason: string): void;
  list(): readonly Dropped[];
};

export function createDropTally(): DropTally {
  const counts = new Map<string, { level: string; reason: string; count: number }>();
  return {
    add(level, reason) {
      const entry = counts.get(`${level} ${reason}`);
      if (entry !== undefined) entry.count += 1;
      else counts.set(`${level} ${reason}`, { level, reason, count: 1 });
    },
    list: () => [...counts.values()],
  };
}

/** The path of the first issue without array positions, such as `segments.dep_time`. Holds schema names only. */
export function issueReason(error: z.ZodError): string {
  const path = error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
  return path.length === 0 ? 'shape' : path.join('.');
}

/** Thrown by `must`, caught by `counted`: the first field that makes a part unreadable. */
class Broken extends Error {}

/** The value, or the end of the part that `field` belongs to. */
export function must<Value>(value: Value | undefined, field: string): Value {
  if (value === undefined) throw new Broken(field);
  return value;
}

/** Null, missing and empty are null; anything else must be readable. */
export function nullOr<Value>(
  raw: unknown,
  read: (value: unknown) => Value | undefined,
  field: string,
): Value | null {
  return raw === null || raw === undefined || raw === '' ? null : must(read(raw), field);
}

/** The result of `read`, or undefined with the first broken field counted: `shape` when `value` is no object. */
export function counted<Value>(
  level: string,
  tally: DropTally,
  value: unknown,
  read: (raw: Readonly<Record<string, unknown>>) => Value,
): Value | undefined {
  try {
    return read(must(isRecord(value) ? value : undefined, 'shape'));
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    tally.add(level, error.message);
    return undefined;
  }
}

/** A picture of a seat class, where 12go supplies one. */
export type SeatClassImage = {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
};

/** The pictures of a class or option; what is no picture is left out. */
export const readImages = (value: unknown): readonly SeatClassImage[] =>
  Array.isArray(value) ? value.map(readImage).filter((image) => image !== undefined) : [];

function readImage(value: unknown): SeatClassImage | undefined {
  const image = typeof value === 'string' ? { url: value } : value;
  if (!isRecord(image) || typeof image.url !== 'string' || !/^https?:\/\//.test(image.url)) return undefined;
  return { url: image.url, width: readId(image.width) ?? null, height: readId(image.height) ?? null };
}
