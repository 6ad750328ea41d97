/** Booking ids given to partners: `BK-{bid}-{tag}`, where the tag proves that the booking is the caller's. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './key-ring.ts';

export type BookingIds = {
  /** `bid` is the 12go booking id: 1 to 20 digits. */
  issue(clientId: string, bid: string): string;
  /** The id by which a booking is told of where nobody asked: always the same one, and of those a partner has if that is known. */
  told(clientId: string, bid: string): string;
  /** The `bid` when the text is an id issued to this client; otherwise undefined, answered as "not found". */
  open(clientId: string, text: string): string | undefined;
  /** The 12go id in a text that is nothing but one, with `BK-` in front or without: it proves nothing about the caller. */
  bare(text: string): string | undefined;
};

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const tagLength = 5;
const secretBytesMin = 32;
const issuedPattern = /^BK-(\d{1,20})-([0-9A-HJKMNP-TV-Z]{5})$/;
const bidPattern = /^\d{1,20}$/;
const barePattern = /^(?:BK-)?([1-9]\d{0,18})$/;

const ownerTag = (key: KeyObject, clientId: string, bid: string): string => {
  const bits = createHmac('sha256', key).update(`${clientId}\0${bid}`).digest().readUInt32BE(0);
  const letters = Array.from({ length: tagLength }, (_, index) =>
    crockford.charAt((bits >>> (27 - 5 * index)) & 31),
  );
  return letters.join('');
};

/**
 * Booking ids outlive every sealing key, so the tag's key comes from a secret of its own that is never rotated.
 *
 * @param secret at least 32 bytes.
 * @example
 * const ids = createBookingIds(Buffer.alloc(32, 7));
 * ids.open('acme', ids.issue('acme', '8451207')); // '8451207'
 * ids.open('other', ids.issue('acme', '8451207')); // undefined
 */
export const createBookingIds = (secret: Uint8Array): BookingIds => {
  if (secret.length < secretBytesMin)
    throw new RangeError(`the booking-id secret needs ${secretBytesMin} bytes`);
  const key = deriveKey(secret, 'bkid');
  const issue: BookingIds['issue'] = (clientId, bid) => {
    if (!bidPattern.test(bid)) throw new RangeError('a 12go booking id is 1 to 20 digits');
    return `BK-${bid}-${ownerTag(key, clientId, bid)}`;
  };
  return {
    issue,
    told: issue,
    bare: (text) => barePattern.exec(text)?.[1],
    open(clientId, text) {
      const [, bid, tag] = issuedPattern.exec(text) ?? [];
      if (bid === undefined || tag === undefined) return undefined;
      return timingSafeEqual(Buffer.from(tag), Buffer.from(ownerTag(key, clientId, bid))) ? bid : undefined;
    },
  };
};
