/** The keys of this gateway, and what is sealed, signed and told apart with them. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '@partner-gateway/settings';
import {
  type BookingIds,
  createAnswerVault,
  createBookingIds,
  createBoxes,
  createItineraryIds,
  createTokens,
  type KeyRing,
  oldBookingIdsSchema,
  withOldBookingIds,
} from '@partner-gateway/tokens';
import type { Vault } from '@partner-gateway/write-guard';
import type { SealedTexts } from '../deps.ts';

/** The ids of bookings as partners know them. A mistake in the file of old ones is told without its content: it holds secrets. */
export const readBookingIds = ({
  BOOKING_ID_SECRET: secret,
  OLD_BOOKING_IDS_FILE: oldIdsFile,
}: Config): BookingIds => {
  const ids = createBookingIds(Buffer.from(secret, 'base64'));
  if (oldIdsFile === undefined) return ids;
  const parsed = oldBookingIdsSchema.safeParse(JSON.parse(readFileSync(oldIdsFile, 'utf8')));
  if (parsed.success) return withOldBookingIds(ids, parsed.data);
  const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`OLD_BOOKING_IDS_FILE cannot be used: ${where.join('; ')}`);
};

/** What is made of the keys. */
export type Sealing = {
  readonly tokens: SealedTexts;
  readonly fingerprintKey: Uint8Array;
  readonly vault: Vault;
};

/** @throws Error that names what cannot be used and never its content */
export const sealing = (config: Config, keyRing: KeyRing): Sealing => {
  const boxes = createBoxes(keyRing);
  const secret = Buffer.from(config.BOOKING_ID_SECRET, 'base64');
  return {
    tokens: {
      ...createTokens(boxes),
      itineraryIds: createItineraryIds(boxes),
      bookingIds: readBookingIds(config),
    },
    fingerprintKey: createHmac('sha256', secret).update('fingerprint').digest(),
    vault: createAnswerVault(boxes),
  };
};
