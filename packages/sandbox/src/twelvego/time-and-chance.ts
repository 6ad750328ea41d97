/** All in which two runs of a sandbox could differ: its clock, and randomness that repeats itself for the same words. */

/** All of the sandbox's time. Moving it lets carts expire, suppliers answer and penalties begin. */
export type SandboxClock = {
  /** Unix milliseconds. */
  now(): number;
  /** Jumps to a moment: Unix milliseconds or an ISO text. It runs on from there. */
  set(moment: number | string): void;
  /** Moves forward. */
  advance(milliseconds: number): void;
  /** Back to where the sandbox started. */
  reset(): void;
  /** Called after each move. */
  onMove(listener: () => void): void;
};

/** A clock that starts at `start` (default: now). With `frozen`, it stands still until moved. */
export const createClock = (start: number | string | undefined, frozen: boolean): SandboxClock => {
  const realNow = frozen ? () => 0 : Date.now;
  const listeners: (() => void)[] = [];
  const toOffset = (moment: number | string) => new Date(moment).getTime() - realNow();
  const initialOffset = toOffset(start ?? Date.now());
  let offset = initialOffset;
  const move = (to: number) => {
    offset = to;
    for (const listener of listeners) listener();
  };
  return {
    now: () => realNow() + offset,
    set: (moment) => move(toOffset(moment)),
    advance: (milliseconds) => move(offset + milliseconds),
    reset: () => move(initialOffset),
    onMove: (listener) => void listeners.push(listener),
  };
};

const minuteMs = 60_000;
const zones: Readonly<Record<string, { readonly name: string; readonly offsetMinutes: number }>> = {
  TH: { name: 'Asia/Bangkok', offsetMinutes: 420 },
  VN: { name: 'Asia/Ho_Chi_Minh', offsetMinutes: 420 },
  KH: { name: 'Asia/Phnom_Penh', offsetMinutes: 420 },
  ID: { name: 'Asia/Jakarta', offsetMinutes: 420 },
  PH: { name: 'Asia/Manila', offsetMinutes: 480 },
  MY: { name: 'Asia/Kuala_Lumpur', offsetMinutes: 480 },
  JP: { name: 'Asia/Tokyo', offsetMinutes: 540 },
};

/** The time zone of a country of the sandbox's world; none of them has summer time. */
export const zoneOf = (countryCode: string): { readonly name: string; readonly offsetMinutes: number } =>
  zones[countryCode] ?? { name: 'UTC', offsetMinutes: 0 };

/** A local time `yyyy-MM-dd HH:mm:ss` of a country as Unix milliseconds. */
export const toInstant = (local: string, countryCode: string): number =>
  Date.parse(`${local.replace(' ', 'T')}Z`) - zoneOf(countryCode).offsetMinutes * minuteMs;

/** Unix milliseconds as the local time `yyyy-MM-dd HH:mm:ss` of a country. */
export const toLocal = (instant: number, countryCode: string): string =>
  printLocal(instant + zoneOf(countryCode).offsetMinutes * minuteMs);

/** A local time some minutes later. */
export const addMinutes = (local: string, minutes: number): string =>
  printLocal(Date.parse(`${local.replace(' ', 'T')}Z`) + minutes * minuteMs);

const printLocal = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An unsigned 32-bit hash of some words (FNV-1a with a final mix). */
export const hash = (...words: readonly (string | number)[]): number => {
  let state = 0x811c9dc5;
  for (const character of words.join('|'))
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};

/** `length` characters of base 62 that depend on the words alone. */
export const randomText = (length: number, ...words: readonly (string | number)[]): string => {
  const characters = Array.from({ length }, (_, index) => digits[hash(...words, index) % 62]);
  return characters.join('');
};
