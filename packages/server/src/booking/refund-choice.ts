/** Refund options between a listing and the cancel that names one: sealed, opened, and found again. */

import type { OfferedRefund, RefundChoice } from '@partner-gateway/itineraries';
import { refundOptionLifeSecondsMax } from '@partner-gateway/tokens';
import type { BookingId } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { openSealed } from '../steps/booking-token.ts';

type Call = PartnerCall<'clock' | 'observe' | 'tokens'>;

/** An option as the partner sees it. */
export const sealChoice = ({ deps, clientId }: Call, bid: BookingId, choice: RefundChoice) => {
  const { refund, amountMinor, expiresAt, available, option } = choice;
  const sealed = deps.tokens.refundOption.issue({
    bid,
    hash: option.hash,
    amountMinor,
    currency: refund.currency,
    clientId,
    expiresAtSeconds: deps.clock.nowSeconds() + refundOptionLifeSecondsMax,
  });
  const expires = expiresAt === undefined ? {} : { expires_at: expiresAt };
  return { refund_option: sealed, refund, available, ...expires };
};

const codesOfOption = {
  refused: 'invalid_request',
  expired: 'refund_option_expired',
  field: { field: 'refund_option', message: 'is not an option that was listed for this booking' },
} as const;

/** @throws GatewayError `refund_option_expired`, `invalid_request` for an option that is not one of this booking */
export const openChoice = ({ deps, clientId }: Call, bid: BookingId, text: string): OfferedRefund => {
  const option = openSealed(deps, codesOfOption, () =>
    deps.tokens.refundOption.open(text, { clientId, nowSeconds: deps.clock.nowSeconds() }),
  );
  if (option.bid === bid)
    return { hash: option.hash, amountMinor: option.amountMinor, currency: option.currency };
  throw new GatewayError('invalid_request', {
    fields: [{ field: 'refund_option', message: 'is of another booking' }],
  });
};
