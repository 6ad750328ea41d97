/** Refund options between a listing and the cancel that names one: sealed, opened, and found again. */
import type { BookingId } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerContext } from '../request-context.ts';
import { REFUND_OPTION_LIFE_SECONDS_MAX, type RefundOption } from '../tokens/payloads.ts';
import { findRefund, type RefundChoice } from '../translate/refund-options.ts';
import { openSealed } from './open-sealed.ts';

type Slice = Pick<Deps, 'metrics' | 'nowMs' | 'tokens'>;

/** A partner's option as it was sealed. */
export type SealedChoice = Pick<RefundOption, 'h' | 'a' | 'c'>;

/** An option as the partner sees it. */
export const sealChoice = (
  deps: Slice,
  { partner }: PartnerContext,
  bid: BookingId,
  choice: RefundChoice,
) => {
  const { refund, amountMinor, expiresAt, available, option } = choice;
  const sealed = deps.tokens.refundOption.issue({
    v: 1,
    bid,
    h: option.hash,
    a: amountMinor,
    c: refund.currency,
    cli: partner.settings.client_id,
    exp: Math.floor(deps.nowMs() / 1000) + REFUND_OPTION_LIFE_SECONDS_MAX,
  });
  const expires = expiresAt === undefined ? {} : { expires_at: expiresAt };
  return { refund_option: sealed, refund, available, ...expires };
};

/** @throws GatewayError `refund_option_expired`, `invalid_request` for an option that is not one of this booking */
export const openChoice = (
  deps: Slice,
  { partner }: PartnerContext,
  bid: BookingId,
  text: string,
): SealedChoice => {
  const { client_id: clientId } = partner.settings;
  const option = openSealed(deps, { refused: 'invalid_request', expired: 'refund_option_expired' }, () =>
    deps.tokens.refundOption.open(text, { clientId, nowSeconds: Math.floor(deps.nowMs() / 1000) }),
  );
  if (option.bid === bid) return option;
  throw new GatewayError('invalid_request', {
    fields: [{ field: 'refund_option', message: 'is of another booking' }],
  });
};

/**
 * The option among those listed now. 12go gives an option a new hash with every listing, so one of the same amount is
 * the same option to the partner; it is executed under its newest hash.
 */
export const findChoice = (
  choices: readonly RefundChoice[],
  { h, a, c }: SealedChoice,
): RefundChoice | undefined =>
  findRefund(choices, h) ??
  choices.find(
    ({ available, amountMinor, refund }) => available && amountMinor === a && refund.currency === c,
  );
