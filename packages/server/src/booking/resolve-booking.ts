/** Which 12go booking a partner's booking id stands for, judged before any call upstream. */
import { type BookingId, toBookingId } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';

/** A booking and the id its partner knows it by; answers repeat that form. */
export type KnownBooking = { readonly bid: BookingId; readonly partnerId: string };

/**
 * Resolves an id of the caller.
 *
 * @throws GatewayError `booking_not_found` for an id of another client or none of ours.
 */
export const resolveBookingId = (
  { deps, partner, clientId, about }: PartnerCall<'tokens'>,
  text: string,
): KnownBooking => {
  const { accept_bare_booking_ids: acceptsBare } = partner.settings;
  const bare = acceptsBare ? deps.tokens.bookingIds.bare(text) : undefined;
  const bid = deps.tokens.bookingIds.open(clientId, text) ?? bare;
  if (bid === undefined) throw new GatewayError('booking_not_found');
  about({ booking_id: text, integration_id: bid });
  return { bid: toBookingId(bid), partnerId: text };
};
