/** Bounds on a JSON text, found before it is parsed: what nests too deep or holds too much would keep the process busy for too long. */
import type { Bounds } from '../operations.ts';

/** Why a text is not parsed. */
export type BrokenBound = 'too deep' | 'too many values';

/** Shorter texts are parsed in less time than anybody notices, whatever they hold. */
const harmlessLength = 128 * 1024;
const deepest = 64;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
/** `[` and `{`, and what closes them. */
export const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
export const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/** The end of a string whose first byte is at `start`. */
export const endOfString = (bytes: Uint8Array, start: number): number => {
  for (let end = bytes.indexOf(quote, start); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0 || end - escapes < start) return end;
  }
  return bytes.length;
};

const scan = (bytes: Uint8Array, bounds: Bounds): BrokenBound | undefined => {
  let depth = 0;
  let containers = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] ?? 0;
    if (code === quote) at = endOfString(bytes, at + 1);
    else if (isOpening(code)) {
      depth += 1;
      containers += 1;
      if (depth > deepest) return 'too deep';
    } else if (isClosing(code)) depth -= 1;
    else if (code === comma) values += 1;
    if (containers > bounds.containers || values > bounds.values) return 'too many values';
  }
  return undefined;
};

const samples = 2_048;
/** Places are counted in parts of 2^32, whose sums need no division. */
const whole = 2 ** 32;
/** Steps of the golden part of the length visit all of it evenly. */
const step = Math.round(((Math.sqrt(5) - 1) / 2) * whole);
/** A thousand trips have two thirds of it; reading every byte of them would cost a search some of its speed. */
const suspiciousShare = 0.9;

/** Whether so many bytes of a sample open or part something that all of the text may hold too much. */
const isSuspicious = (bytes: Uint8Array, bounds: Bounds, random: number): boolean => {
  const scale = bytes.length / whole;
  let opening = 0;
  let parting = 0;
  let place = Math.floor(random * whole) >>> 0;
  for (let taken = 0; taken < samples; taken += 1) {
    place = (place + step) >>> 0;
    const code = bytes[Math.floor(place * scale)] ?? 0;
    if (isOpening(code)) opening += 1;
    else if (code === comma) parting += 1;
  }
  const each = (bytes.length / samples) * (1 / suspiciousShare);
  return opening * each > bounds.containers || parting * each > bounds.values;
};

/**
 * The bound that a JSON text in UTF-8 breaks, if it does: deeper than 64, or far more lists and objects, or values, than it may hold.
 * No byte of a longer character is one of JSON's signs.
 *
 * @param random in [0, 1): where the sample begins
 * @example
 * ```ts
 * brokenBound(new TextEncoder().encode('['.repeat(200_000)), { containers: 5_000, values: 20_000 }); // 'too deep'
 * ```
 */
export const brokenBound = (
  bytes: Uint8Array,
  bounds: Bounds,
  random = Math.random(),
): BrokenBound | undefined =>
  bytes.length > harmlessLength && isSuspicious(bytes, bounds, random) ? scan(bytes, bounds) : undefined;
