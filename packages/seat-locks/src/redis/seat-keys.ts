/** The only place that spells the keys of seat locks. */
import type { Departure, SeatSession } from '../seat-locks.ts';

/** A client's seats over all trips, each as the member `tripId:date|seat`. */
export const toClientKey = (clientId: string): string => `seatlock:c:${clientId}`;

/** The braces are the hash tag: one departure stays on one slot. */
export const toSeatPrefix = (departure: Departure): string => `seatlock:{${tripOf(departure)}}:`;

/** What every script of a session's own seats is given. */
export const toKeys = (session: SeatSession): readonly [string, string, string] => [
  toSeatPrefix(session),
  `seatlock:s:${session.sessionId}`,
  toClientKey(session.clientId),
];

/** A departure as scripts and members spell it. */
export const tripOf = ({ tripId, date }: Departure): string => `${tripId}:${date}`;

/** The departure and the seat of a member; a date has no colon, and neither a trip nor a date has a bar. */
export const fromMember = (member: string): Departure & { readonly seat: string } => {
  const bar = member.indexOf('|');
  const colon = member.lastIndexOf(':', bar);
  return {
    tripId: member.slice(0, colon),
    date: member.slice(colon + 1, bar),
    seat: member.slice(bar + 1),
  };
};
