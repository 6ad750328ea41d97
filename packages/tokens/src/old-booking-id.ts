/** Booking ids of before this gateway: encoded ones that carry their client, and ten-character ones of an imported table. */
import { z } from 'zod';
import type { BookingIds } from './booking-id.ts';

const bidPattern = /^[1-9]\d{0,18}$/;
const shortPattern = /^(?!\d{10}$)[0-9A-Za-z]{10}$/;
const version = '0102V1';
const textLengthMax = 512;

const hasNoRepeats = (text: string): boolean => new Set(text).size === text.length;

const encodedSchema = z.strictObject({
  /** What every encoded id starts with. */
  prefix: z.string().min(1).max(16),
  /** The substitution's letters in order; ASCII, each once, digits and `V` among them. */
  alphabet: z
    .string()
    .regex(/^[\x21-\x7e]{11,94}$/)
    .refine(hasNoRepeats, 'has a letter twice'),
  /** How many places each letter was moved forward. */
  shift: z.int(),
});

/** The file of `OLD_BOOKING_IDS_FILE`. It holds secrets: whoever has it can make encoded ids. */
export const oldBookingIdsSchema = z.strictObject({
  encoded: encodedSchema.optional(),
  short: z
    .array(
      z.strictObject({
        id: z.string().regex(shortPattern),
        bid: z.string().regex(bidPattern),
        client: z.string().min(1).max(64),
      }),
    )
    .default([])
    .refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length, 'names an id twice'),
});
export type OldBookingIds = z.output<typeof oldBookingIdsSchema>;
type Substitution = z.output<typeof encodedSchema>;

const moved = (text: string, { alphabet }: Substitution, places: number): string | undefined => {
  let out = '';
  for (const letter of text) {
    const at = alphabet.indexOf(letter);
    if (at < 0) return undefined;
    out += alphabet.charAt((((at + places) % alphabet.length) + alphabet.length) % alphabet.length);
  }
  return out;
};

/** Tags and values of `{2-digit tag}{2-digit length}{value}…`; undefined for anything that does not come out even. */
const readTags = (record: string): ReadonlyMap<string, string> | undefined => {
  const tags = new Map<string, string>();
  for (let at = 0; at < record.length; ) {
    const head = /^(\d\d)(\d\d)$/.exec(record.slice(at, at + 4));
    const [, tag = '', length = ''] = head ?? [];
    const value = record.slice(at + 4, at + 4 + Number(length));
    if (head === null || value.length !== Number(length) || tags.has(tag)) return undefined;
    tags.set(tag, value);
    at += 4 + value.length;
  }
  return tags;
};

/**
 * The 12go booking id in an encoded id of this client; undefined for another client's, or none at all.
 *
 * @example
 * const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
 * openEncodedId({ prefix: 'OB', alphabet, shift: 0 }, 'acme', 'OB0102V1040784512070504acme'); // '8451207'
 */
export const openEncodedId = (rule: Substitution, clientId: string, text: string): string | undefined => {
  if (!text.startsWith(rule.prefix) || text.length > textLengthMax) return undefined;
  const record = moved(text.slice(rule.prefix.length), rule, -rule.shift);
  if (record === undefined || !record.startsWith(version)) return undefined;
  const tags = readTags(record);
  const bid = tags?.get('04') ?? '';
  return tags?.get('05') === clientId && bidPattern.test(bid) ? bid : undefined;
};

/**
 * Ids that are issued now, with the old ones opened too; no old one is ever issued again. Told of is a booking by the id of the table,
 * where it stands there: an encoded one leaves no trace of which bookings had it.
 */
export const withOldBookingIds = (ids: BookingIds, { encoded, short }: OldBookingIds): BookingIds => {
  const table = new Map(short.map(({ id, bid, client }) => [id, { bid, client }]));
  const shortOf = (clientId: string, bid: string): string => JSON.stringify([clientId, bid]);
  const shorts = new Map(short.map(({ id, bid, client }) => [shortOf(client, bid), id]));
  const openShort = (clientId: string, text: string): string | undefined => {
    const row = table.get(text);
    return row?.client === clientId ? row.bid : undefined;
  };
  return {
    ...ids,
    told: (clientId, bid) => shorts.get(shortOf(clientId, bid)) ?? ids.told(clientId, bid),
    open: (clientId, text) =>
      ids.open(clientId, text) ??
      (encoded === undefined ? undefined : openEncodedId(encoded, clientId, text)) ??
      openShort(clientId, text),
  };
};
