/** How a recorded request is sent again without writing anything: as it was, as a question about it, or not at all. */
import { canonicalUrl } from '@partner-gateway/contract';
import { z } from 'zod';
import type { RecordedLine } from './recorded-line.ts';

/** Why a line is not sent. */
export type SkipReason =
  | 'opens_a_cart'
  | 'would_write'
  | 'of_another_run'
  | 'no_cart_was_opened'
  | 'not_replayed';

/** What is sent in place of a line. */
export type Planned =
  | { readonly kind: 'skip'; readonly because: SkipReason }
  /** A GET; `open` is one that makes a cart, whose booking token later lines name. */
  | { readonly kind: 'read' | 'open'; readonly path: string }
  /** A create as a quote, with the token of a cart that was opened for this run. */
  | {
      readonly kind: 'quote';
      readonly path: string;
      readonly token: string;
      readonly body: Readonly<Record<string, unknown>>;
    }
  /** A cancellation as a preview. */
  | { readonly kind: 'preview'; readonly path: string };

/** What a line calls itself decides nothing that its path does not bear out: a mistake in a recording must not book. */
const segment = '(?!\\.{1,2}(?:/|$))(?:[\\w.~:=+@,;-]|%(?!2e|2f|5c)[0-9a-f]{2})+';
const pathOf = (tail: string): RegExp => new RegExp(`^/v1/${segment}/${tail.replaceAll('*', segment)}$`, 'i');

/** Sent as they were. */
const reads: Readonly<Record<string, RegExp>> = {
  stations: pathOf('stations'),
  station_list: pathOf('stations/GetList'),
  operating_carriers: pathOf('operating_carriers'),
  operating_carrier_list: pathOf('operating_carriers/GetList'),
  pois: pathOf('pois'),
  poi_list: pathOf('pois/GetList'),
  search: pathOf('itineraries'),
  booking_details: pathOf('bookings/*'),
  ticket: pathOf('bookings/*/ticket'),
};

/** Sent as something else, or not at all. */
const others: Readonly<Record<string, RegExp>> = {
  get_itinerary: pathOf('itineraries/*'),
  create_booking: pathOf('bookings'),
  confirm_booking: pathOf('bookings/*/confirm'),
  cancel_booking: pathOf('bookings/*/cancel'),
};

const fits = (of: Readonly<Record<string, RegExp>>, endpoint: string, path: string): boolean =>
  Object.hasOwn(of, endpoint) && (of[endpoint]?.test(path) ?? false);

const skipped = (because: SkipReason): Planned => ({ kind: 'skip', because });

const createSchema = z.looseObject({
  booking_token: z.string().optional(),
  bookingToken: z.string().optional(),
});

const quoteOf = (line: RecordedLine, path: string): Planned => {
  const body = createSchema.safeParse(line.body).data;
  const token = body?.booking_token ?? body?.bookingToken;
  if (body === undefined || token === undefined) return skipped('no_cart_was_opened');
  const { booking_token: _token, bookingToken: _other, total_price: _price, ...rest } = body;
  return { kind: 'quote', path: `${path}/quote`, token, body: rest };
};

/**
 * Plans one line.
 *
 * @param opensCarts whether get itinerary, which makes a cart, is sent too; creates need it.
 */
export const planReplay = (line: RecordedLine, opensCarts: boolean): Planned => {
  const path = canonicalUrl(line.path);
  const { endpoint } = line;
  const [bare = ''] = path.split('?');
  if (endpoint === 'lock_seats' || endpoint === 'unlock_seats') return skipped('would_write');
  if (path.includes('~') && endpoint !== 'create_booking') return skipped('of_another_run');
  if (line.method === 'GET' && fits(reads, endpoint, bare)) return { kind: 'read', path };
  if (!fits(others, endpoint, bare)) return skipped('not_replayed');
  if (endpoint === 'confirm_booking') return { kind: 'read', path: bare.replace(/\/confirm$/i, '') };
  if (endpoint === 'cancel_booking') return { kind: 'preview', path: bare };
  if (!opensCarts) return skipped('opens_a_cart');
  return endpoint === 'create_booking' ? quoteOf(line, bare) : { kind: 'open', path };
};
