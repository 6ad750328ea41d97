/** The seats of a trip that booking sessions hold, so that they are offered to nobody else. */
import type { SeatHolds } from '@partner-gateway/booking-forms';
import type { Departure } from '@partner-gateway/seat-locks';
import type { PartnerCall } from '../partner-call.ts';
import { withoutSeatLocks } from '../steps/without-seat-locks.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

/** The seats of one departure that sessions hold, and until when those of the client itself; none while the store is away. */
export const heldSeats = async (call: PartnerCall<'writes'>, departure: Departure): Promise<SeatHolds> => {
  const held = await withoutSeatLocks(call, [], () => call.deps.writes.seatLocks.list(departure));
  const isOwn = (clientId: string): boolean => clientId === call.clientId;
  return new Map(
    held.map(({ seat, clientId, untilMs }) => [seat, isOwn(clientId) ? toUtcSecond(untilMs) : undefined]),
  );
};
