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
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/** The end of a string whose first character is at `start`. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0 || end - escapes < start) return end;
  }
  return text.length;
};

const scan = (text: string, bounds: Bounds): BrokenBound | undefined => {
  let depth = 0;
  let containers = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at + 1);
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
/** Steps of this part of the length visit all of it evenly. */
const goldenPart = (Math.sqrt(5) - 1) / 2;
/** A thousand trips have two thirds of it; reading every character of them would cost a search some of its speed. */
const suspiciousShare = 0.9;

/** Whether so many characters of a sample open or part something that all of the text may hold too much. */
const isSuspicious = (text: string, bounds: Bounds, random: number): boolean => {
  let opening = 0;
  let parting = 0;
  for (let taken = 0, place = random; taken < samples; taken += 1) {
    place = (place + goldenPart) % 1;
    const code = text.charCodeAt(Math.floor(place * text.length));
    if (isOpening(code)) opening += 1;
    else if (code === comma) parting += 1;
  }
  const each = (text.length / samples) * (1 / suspiciousShare);
  return opening * each > bounds.containers || parting * each > bounds.values;
};

/**
 * The bound that a text breaks, if it does: deeper than 64, or far more lists and objects, or values, than it may hold.
 *
 * @param random in [0, 1): where the sample begins
 * @example
 * ```ts
 * brokenBound('['.repeat(200_000), { containers: 5_000, values: 20_000 }); // 'too deep'
 * ```
 */
export const brokenBound = (text: string, bounds: Bounds, random = Math.random()): BrokenBound | undefined =>
  text.length > harmlessLength && isSuspicious(text, bounds, random) ? scan(text, bounds) : undefined;
