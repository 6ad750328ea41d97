/** Reads a JSON object with one long list piece by piece: no more of the list is held at once than its reader makes of it. */
import { endOfString, isClosing, isOpening } from './json-bounds.ts';

/** Takes the items of the list in order, and ends with the object around it, whose list is then no list any more. */
export type PieceReading<Result> = {
  take(items: readonly unknown[]): void;
  end(rest: Readonly<Record<string, unknown>>): Result | undefined;
};

/** Reads an object whose `member` is a long list of objects. `begin` starts anew: what was begun before may have been given up. */
export type PieceReader<Result> = {
  readonly member: string;
  begin(): PieceReading<Result>;
};

/** V8 gives a text of 128 kB and more a page of its own among what lives long, and looks through all of that the sooner. */
const pieceBytes = 64 * 1024;

const openBracket = 0x5b;
const openBrace = 0x7b;
const colon = 0x3a;
const comma = 0x2c;
const quote = 0x22;
const isBlank = (code: number | undefined): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const afterBlanks = (bytes: Uint8Array, start: number): number => {
  let at = start;
  while (isBlank(bytes[at])) at += 1;
  return at;
};

/** Where `text` begins at `start` or later, or -1. */
const indexOf = (bytes: Uint8Array, text: Uint8Array, start: number): number => {
  const first = text[0] ?? 0;
  for (let at = bytes.indexOf(first, start); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < text.length && bytes[at + same] === text[same]) same += 1;
    if (same === text.length) return at;
  }
  return -1;
};

/** Behind the value that begins at `start`, or where the list or object ends that `start` stands in. */
const endOfValues = (bytes: Uint8Array, start: number, isEnough: (depth: number) => boolean): number => {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const code = bytes[at] ?? 0;
    if (code === quote) at = endOfString(bytes, at + 1);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      depth -= 1;
      if (isEnough(depth)) return at;
    }
  }
  return -1;
};

/** How one item ends and the next begins, up to its first name: the same between all of them where a program printed them. */
type Joint = { readonly text: Uint8Array; readonly itemEnds: number; readonly nextBegins: number };

const closing = 2;
const longestName = 64;

const jointAfter = (bytes: Uint8Array, start: number): Joint | undefined => {
  const end = endOfValues(bytes, start, (depth) => depth === 0) + 1;
  const parted = afterBlanks(bytes, end);
  const next = afterBlanks(bytes, parted + 1);
  if (end === 0 || bytes[parted] !== comma || bytes[next] !== openBrace) return undefined;
  const named = bytes.indexOf(colon, next);
  if (named < 0 || named - next > longestName) return undefined;
  const text = bytes.subarray(end - closing, named + 1);
  return { text, itemEnds: closing, nextBegins: next - end + closing };
};

const encoder = new TextEncoder();

/** Where the first item of the member begins; undefined where it is no list of objects. */
const startOfList = (bytes: Uint8Array, member: string): number | undefined => {
  const name = encoder.encode(`"${member}"`);
  const named = indexOf(bytes, name, 0);
  if (named < 0) return undefined;
  const parted = afterBlanks(bytes, named + name.length);
  const list = afterBlanks(bytes, parted + 1);
  const first = afterBlanks(bytes, list + 1);
  const isList = bytes[parted] === colon && bytes[list] === openBracket && bytes[first] === openBrace;
  return isList ? first : undefined;
};

type Piece = readonly [from: number, to: number];

/** Pieces of whole items, as far as anybody can tell without reading them; none where the items are not alike. */
const cut = (bytes: Uint8Array, start: number): readonly Piece[] => {
  const joint = jointAfter(bytes, start);
  if (joint === undefined) return [];
  const pieces: Piece[] = [];
  let from = start;
  for (;;) {
    const at = indexOf(bytes, joint.text, from + pieceBytes);
    if (at < 0) break;
    pieces.push([from, at + joint.itemEnds]);
    from = at + joint.nextBegins;
  }
  const end = endOfValues(bytes, from, (depth) => depth < 0);
  return end < 0 ? [] : [...pieces, [from, end]];
};

/** Stands for the list in what is left; nobody else sends it. */
const taken = '\u0000taken';

/**
 * The result of the reader, or undefined where the text is short, no such object, or printed in a way that cannot be cut: then it is
 * to be read whole. A cut that was wrong makes no JSON, since what is left of it does not end where an item does: whatever was cut and
 * can be parsed is what the whole text holds.
 */
export const readInPieces = <Result>(
  bytes: Uint8Array,
  { member, begin }: PieceReader<Result>,
): Result | undefined => {
  const start = bytes.length < 2 * pieceBytes ? undefined : startOfList(bytes, member);
  const pieces = start === undefined ? [] : cut(bytes, start);
  const end = pieces.at(-1)?.[1];
  if (start === undefined || end === undefined) return undefined;
  const textOf = (from: number, to: number): string => new TextDecoder().decode(bytes.subarray(from, to));
  try {
    const { length } = bytes;
    const before = textOf(0, start).trimEnd().slice(0, -1);
    const rest = JSON.parse(`${before}${JSON.stringify(taken)}${textOf(end + 1, length)}`) as unknown;
    const isAround = typeof rest === 'object' && rest !== null && Object.hasOwn(rest, member);
    if (!isAround || (rest as Record<string, unknown>)[member] !== taken) return undefined;
    const reading = begin();
    for (const [from, to] of pieces) reading.take(JSON.parse(`[${textOf(from, to)}]`) as unknown[]);
    return reading.end(rest as Readonly<Record<string, unknown>>);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
