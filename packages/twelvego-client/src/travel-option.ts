/** A priced option of a trip, and the tolerant reader of it: what is priced and booked by is exact, the rest informs. */
import { type Price, readPrice } from './reading/amounts.ts';
import {
  isNothing,
  isRecord,
  readBoolean,
  readInteger,
  readMinutes,
  readNumber,
  readText,
  readTexts,
} from './reading/leaves.ts';
import { counted, type DropTally, must } from './reading/reading-rule.ts';
import {
  type ClassId,
  type LocalDateTime,
  readClassId,
  readLocalDateTime,
  type TripKey,
} from './reading/scalars.ts';
import { readImages, type SeatClassImage } from './trip-references.ts';

/**
 * A priced variant of a trip, one per class. Money is per passenger; a null price is hidden from the account. `id`
 * falls back to the trip's own key. `confirmation_time` is in minutes, 0 is instant, null is unreadable and no promise.
 * `approximate` prices await a recheck.
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
  readonly confirmation_time: number | null;
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

type Raw = Readonly<Record<string, unknown>>;

/** Reads an option that goes by `key`. An unreadable one, or one without a key, is left out and counted. */
export const readTravelOption = (
  value: unknown,
  key: TripKey | undefined,
  tally: DropTally,
): TravelOption | undefined => counted(value, (raw) => toOption(raw, key), { level: 'option', tally });

const toOption = (raw: Raw, key: TripKey | undefined): TravelOption => ({
  id: must(key, 'id'),
  bookable: must(readInteger(raw.bookable), 'bookable'),
  price: must(readPrice(raw.price), 'price'),
  netprice: must(readPrice(raw.netprice), 'netprice'),
  agfee: must(readPrice(raw.agfee), 'agfee'),
  sysfee: must(readPrice(raw.sysfee), 'sysfee'),
  class: must(readClassId(raw.class), 'class'),
  amenities: readTexts(raw.amenities),
  ticket_type: readText(raw.ticket_type) ?? '',
  confirmation_time: isNothing(raw.confirmation_time) ? 0 : (readMinutes(raw.confirmation_time) ?? null),
  confirmation_message: readText(raw.confirmation_message) ?? '',
  cancellation: readInteger(raw.cancellation) ?? null,
  cancellation_message: readText(raw.cancellation_message) ?? '',
  full_refund_until: readLocalDateTime(raw.full_refund_until) ?? null,
  baggage: isRecord(raw.baggage)
    ? { value: readInteger(raw.baggage.value) ?? null, message: readText(raw.baggage.message) ?? '' }
    : null,
  rating: readNumber(raw.rating) ?? null,
  is_bookable: readBoolean(raw.is_bookable) ?? true,
  reason: readText(raw.reason) ?? null,
  price_restriction: readInteger(raw.price_restriction) ?? 0,
  dep_datetime: readLocalDateTime(raw.dep_datetime) ?? null,
  arr_datetime: readLocalDateTime(raw.arr_datetime) ?? null,
  approximate: readBoolean(raw.approximate) ?? false,
  images: readImages(raw.images),
});
