/** Booking details and the ticket, read live from 12go. */
import type { Booking, Ticket } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerContext } from '../request-context.ts';
import { readStatus, toPartnerBooking } from '../steps/partner-booking.ts';
import { forStep } from '../translate/upstream-error.ts';
import { resolveBookingId } from './booking-id.ts';

type Slice = Pick<Deps, 'bookingIds' | 'idTables' | 'metrics' | 'priceBook' | 'twelveGo'>;

/** A ticket, or that it is not issued yet. */
export type TicketAnswer =
  | { readonly kind: 'issued'; readonly ticket: Ticket }
  | { readonly kind: 'not_yet' };

const readUpstream = (deps: Slice, context: PartnerContext, text: string) => {
  const known = resolveBookingId(deps, context.partner, text);
  const call = deps.twelveGo.as(context.partner, context.trace).booking(known.bid);
  return forStep('booking', call).then((upstream) => ({ known, upstream }));
};

/** The booking as it is now. @throws GatewayError `booking_not_found` */
export const readBooking = async (
  deps: Slice,
  context: PartnerContext,
  bookingId: string,
): Promise<Booking> => {
  const { known, upstream } = await readUpstream(deps, context, bookingId);
  return toPartnerBooking(deps, context, upstream, { bookingId: known.partnerId });
};

/** The ticket of a confirmed booking. @throws GatewayError `booking_not_found`, `ticket_not_allowed` */
export const readTicket = async (
  deps: Slice,
  context: PartnerContext,
  bookingId: string,
): Promise<TicketAnswer> => {
  const { upstream } = await readUpstream(deps, context, bookingId);
  if (readStatus(deps, upstream.status) !== 'approved') throw new GatewayError('ticket_not_allowed');
  if (upstream.ticket_url === null) return { kind: 'not_yet' };
  return { kind: 'issued', ticket: { ticket_url: upstream.ticket_url } };
};
