/** The priced options of a trip, and their pictures. */

import { type ClassId, readClassId, readTripKey, type TripKey } from './ids.ts';
import { type LocalDateTime, readLocalDateTime } from './local-date-time.ts';
import {
  counted,
  type DropTally,
  isRecord,
  must,
  nullOr,
  type Price,
  readBoolean,
  readId,
  readInteger,
  readNumber,
  readPrice,
  readText,
  readTexts,
} from './wire.ts';

/** A picture of a seat class, where 12go supplies one. */
export type SeatClassImage = {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
};

/**
 * A priced variant of a trip, one per class. Money is per passenger; a null price is hidden from the account. `id`
 * falls back to the trip's own key. `confirmation_time` is in minutes, 0 is instant. `approximate` prices await a recheck.
 */
export type TravelOption = {
  readonly id: TripKey;
  readonly bookable: number;
  readonly price: Price | null;
  readonly netprice: Price | null;
  readonly agfee: Price | null;
  readonly sysfee: Price | null;
  readonly class: ClassId;
  readonly amenities: readonly string[];
  readonly ticket_type: string;
  readonly confirmation_time: number;
  readonly confirmation_message: string;
  readonly cancellation: number | null;
  readonly cancellation_message: string;
  readonly full_refund_until: LocalDateTime | null;
  readonly baggage: { readonly value: number | null; readonly message: string } | null;
  readonly rating: number | null;
  readonly is_bookable: boolean;
  readonly reason: string | null;
  readonly price_restriction: number;
  readonly dep_datetime: LocalDateTime | null;
  readonly arr_datetime: LocalDateTime | null;
  readonly approximate: boolean;
  readonly images: readonly SeatClassImage[];
};

/** Reads one option of the trip `tripId`. An unreadable one is left out and counted. */
export function readOption(value: unknown, tripId: TripKey, tally: DropTally): TravelOption | undefined {
  if (isRecord(value)) return counted('option', tally, () => toOption(value, tripId));
  tally.add('option', 'shape');
  return undefined;
}

const toOption = (raw: Readonly<Record<string, unknown>>, tripId: TripKey): TravelOption => ({
  id: nullOr(raw.id, readTripKey, 'id') ?? tripId,
  bookable: must(readInteger(raw.bookable), 'bookable'),
  price: nullOr(raw.price, readPrice, 'price'),
  netprice: nullOr(raw.netprice, readPrice, 'netprice'),
  agfee: nullOr(raw.agfee, readPrice, 'agfee'),
  sysfee: nullOr(raw.sysfee, readPrice, 'sysfee'),
  class: must(readClassId(raw.class), 'class'),
  amenities: readTexts(raw.amenities),
  ticket_type: readText(raw.ticket_type) ?? '',
  confirmation_time: readInteger(raw.confirmation_time) ?? 0,
  confirmation_message: readText(raw.confirmation_message) ?? '',
  cancellation: readInteger(raw.cancellation) ?? null,
  cancellation_message: readText(raw.cancellation_message) ?? '',
  full_refund_until: nullOr(raw.full_refund_until, readLocalDateTime, 'full_refund_until'),
  baggage: isRecord(raw.baggage)
    ? { value: readInteger(raw.baggage.value) ?? null, message: readText(raw.baggage.message) ?? '' }
    : null,
  rating: readNumber(raw.rating) ?? null,
  is_bookable: readBoolean(raw.is_bookable) ?? true,
  reason: readText(raw.reason) ?? null,
  price_restriction: readInteger(raw.price_restriction) ?? 0,
  dep_datetime: nullOr(raw.dep_datetime, readLocalDateTime, 'dep_datetime'),
  arr_datetime: nullOr(raw.arr_datetime, readLocalDateTime, 'arr_datetime'),
  approximate: readBoolean(raw.approximate) ?? false,
  images: readImages(raw.images),
});

/** The pictures of a class or option; what is no picture is left out. */
export const readImages = (value: unknown): readonly SeatClassImage[] =>
  Array.isArray(value) ? value.map(readImage).filter((image) => image !== undefined) : [];

function readImage(value: unknown): SeatClassImage | undefined {
  const image = typeof value === 'string' ? { url: value } : value;
  if (!isRecord(image) || typeof image.url !== 'string' || !/^https?:\/\//.test(image.url)) return undefined;
  return { url: image.url, width: readId(image.width) ?? null, height: readId(image.height) ?? null };
}
