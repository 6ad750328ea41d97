/** Booking details and the ticket, read live from 12go. */
import type { Booking, Ticket } from '@partner-gateway/contract';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { readStatus, toPartnerBooking } from '../steps/partner-booking.ts';
import { forStep } from '../translate/upstream-error.ts';
import { resolveBookingId } from './resolve-booking.ts';
import { readAndLearn } from './write/learned-status.ts';

type Call = PartnerCall<'clock' | 'events' | 'observe' | 'priceBook' | 'tokens' | 'upstream'>;

/** A ticket, or that it is not issued yet. */
export type TicketAnswer =
  | { readonly kind: 'issued'; readonly ticket: Ticket }
  | { readonly kind: 'not_yet' };

const readUpstream = async (call: Call, text: string) => {
  const { deps } = call;
  const known = resolveBookingId(call, text);
  const client = deps.upstream.twelveGo.as(call.partner, call.trace);
  const upstream = await forStep('booking', readAndLearn(call, { client, bid: known.bid }));
  return { known, upstream };
};

/** The booking as it is now. @throws GatewayError `booking_not_found` */
export const readBooking = async (call: Call, bookingId: string): Promise<Booking> => {
  const { known, upstream } = await readUpstream(call, bookingId);
  return toPartnerBooking(call, upstream, { bookingId: known.partnerId });
};

/** The ticket of a confirmed booking. @throws GatewayError `booking_not_found`, `ticket_not_allowed` */
export const readTicket = async (call: Call, bookingId: string): Promise<TicketAnswer> => {
  const { upstream } = await readUpstream(call, bookingId);
  if (readStatus(call.deps, upstream.status) !== 'approved') throw new GatewayError('ticket_not_allowed');
  if (upstream.ticket_url === null) return { kind: 'not_yet' };
  return { kind: 'issued', ticket: { ticket_url: upstream.ticket_url } };
};
