/** Bookings of the sandbox as 12go prints them. */
import type { JsonPrice, Printer } from '../accounts.ts';
import type { LedgerBooking } from '../ledger-records.ts';
import { randomText } from '../time-and-chance.ts';
import { operatorById } from '../world/operators.ts';

export type JsonBooking = {
  readonly bid: number;
  readonly tracker: string;
  readonly status: string;
  readonly from_id: number;
  readonly to_id: number;
  readonly dep_date_time: string;
  readonly seats: number;
  readonly ticket_url: string;
  readonly created_on: number;
  readonly stamp: number;
  readonly price: JsonPrice;
  readonly netprice: JsonPrice;
  readonly agfee: JsonPrice;
  readonly sysfee: JsonPrice;
  readonly seller_price: object;
};

const ticketBase = 'https://tickets.upstream.example/t';

/** The booking at a moment (Unix milliseconds): its reference and ticket come when the operator has issued them. */
export const toJsonBooking = (booking: LedgerBooking, printer: Printer, now: number): JsonBooking => {
  const { trip, totals, status } = booking;
  const tracker = status === 'confirmed' ? trackerOf(booking) : '';
  const hasTicket = tracker !== '' && booking.ticketAt !== null && now >= booking.ticketAt;
  return {
    bid: booking.bid,
    tracker,
    status,
    from_id: trip.legs[0].from,
    to_id: trip.legs.at(-1)?.to ?? 0,
    dep_date_time: booking.departure,
    seats: booking.seats,
    ticket_url: hasTicket ? `${ticketBase}/${tracker}.pdf` : '',
    created_on: booking.createdAt,
    stamp: booking.stamp,
    price: printer.price(totals.net + totals.agfee + totals.sysfee),
    netprice: printer.price(totals.net),
    agfee: printer.price(totals.agfee),
    sysfee: printer.price(totals.sysfee),
    seller_price: {
      fxcode: printer.fxcode,
      netprice: printer.amount(totals.net),
      sysfee: printer.amount(totals.sysfee),
      partnerfee: printer.amount(totals.agfee),
    },
  };
};

const trackerOf = ({ trip, bid }: LedgerBooking): string => {
  const initials = (operatorById.get(trip.legs[0].operator)?.name ?? 'XX').split(' ').map((word) => word[0]);
  return `${initials.slice(0, 2).join('')}-${randomText(6, 'tracker', bid).toUpperCase()}`;
};
