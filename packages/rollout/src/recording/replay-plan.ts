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

/** Sent as they were. */
const reads = new Set([
  'stations',
  'station_list',
  'operating_carriers',
  'operating_carrier_list',
  'pois',
  'poi_list',
  'search',
  'booking_details',
  'ticket',
]);

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
  if (endpoint === 'create_booking') return opensCarts ? quoteOf(line, bare) : skipped('opens_a_cart');
  if (path.includes('~')) return skipped('of_another_run');
  if (reads.has(endpoint)) return line.method === 'GET' ? { kind: 'read', path } : skipped('not_replayed');
  if (endpoint === 'get_itinerary') return opensCarts ? { kind: 'open', path } : skipped('opens_a_cart');
  if (endpoint === 'confirm_booking') return { kind: 'read', path: bare.replace(/\/confirm$/, '') };
  if (endpoint === 'cancel_booking') return { kind: 'preview', path: bare };
  return skipped(endpoint === 'lock_seats' || endpoint === 'unlock_seats' ? 'would_write' : 'not_replayed');
};
