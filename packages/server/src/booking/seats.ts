/** Seats of a booking session: held, found again, checked against other sessions, and let go. */
import type { SeatSession } from '@partner-gateway/seat-locks';
import { toSeatSessionId } from '@partner-gateway/tokens';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import type { ClientSettings } from '../partners/client-settings.ts';
import type { CartFacts } from '../steps/booking-token.ts';
import { withoutSeatLocks } from '../steps/without-seat-locks.ts';

type Call = PartnerCall<'writes'>;
type HoldingNeeds = 'observe' | 'writes';
type Booking = { readonly token: CartFacts; readonly tokenText: string };
type Chosen = Booking & { readonly seats: readonly string[]; readonly seatsOnTrip?: number };

const sessionOf = ({ token, tokenText }: Booking): SeatSession => ({
  clientId: token.clientId,
  sessionId: toSeatSessionId(tokenText),
  tripId: token.tripKey,
  date: token.departure.slice(0, 10),
});

const seatLocked = (seats: readonly string[], consequence: string): GatewayError =>
  new GatewayError('seat_locked', {
    detail: `At least one of the seats is held by another booking session. ${consequence}`,
    fields: [
      { field: 'booking_data.seat_selection', message: `${seats.join(', ')}: held by another session` },
    ],
  });

const quotaRetrySeconds = 60;

const lockMinutes = 15;
const seatsACall = 4;

/**
 * By default as many as a client can lock by keeping to its rate limit: in each of a lock's 15 minutes every booking call locks the
 * seats of a family of four. A quota below that would refuse travellers whom the rate limit lets in.
 */
const seatLocksMaxOf = ({ seat_locks_max, rate_limits }: ClientSettings): number =>
  seat_locks_max ?? rate_limits.booking_per_min * lockMinutes * seatsACall;

const storeAway = (cause: unknown): never => {
  if (!(cause instanceof StoreUnavailable)) throw cause;
  throw new GatewayError('seat_lock_unavailable', { cause, retryAfterSeconds: 1 });
};

/** Holds seats, all or none. @throws GatewayError `seat_locked`, `rate_limited` over a quota, `seat_lock_unavailable` */
export const holdSeats = async (
  { deps, partner }: PartnerCall<HoldingNeeds>,
  chosen: Chosen,
): Promise<void> => {
  const { seatLocks, journal } = deps.writes;
  const { seats, seatsOnTrip } = chosen;
  const request = {
    ...sessionOf(chosen),
    seats,
    seatsOfClientMax: seatLocksMaxOf(partner.settings),
    ...(seatsOnTrip !== undefined && { seatsOnTrip }),
  };
  const reply = await seatLocks.lock(request).catch(storeAway);
  deps.observe.metrics.count('gateway.seatlock.requests', { outcome: reply.kind });
  const { clientId, cartId: id } = chosen.token;
  void journal.append({ clientId, id }, 'seat_lock', { state: reply.kind, seats: seats.length });
  if (reply.kind === 'taken')
    throw seatLocked(reply.seats, 'Nothing was locked, and what this session held before it still holds.');
  if (reply.kind === 'over_quota') {
    throw new GatewayError('rate_limited', {
      detail:
        reply.quota === 'client'
          ? 'This client holds as many seats as its setting `seat_locks_max` allows, over all trips.'
          : 'Other sessions of this client hold seats on this trip, and together they may hold half of it.',
      retryAfterSeconds: quotaRetrySeconds,
    });
  }
};

/** Lets go what the session holds, if anything. @throws GatewayError `seat_lock_unavailable` */
export const releaseSeats = async (
  { writes: { seatLocks, journal }, observe: { metrics } }: Pick<Deps, HoldingNeeds>,
  booking: Booking,
): Promise<void> => {
  await seatLocks.release(sessionOf(booking)).catch(storeAway);
  metrics.count('gateway.seatlock.requests', { outcome: 'released' });
  const { clientId, cartId: id } = booking.token;
  void journal.append({ clientId, id }, 'seat_lock', { state: 'released' });
};

/** The seats this session holds; none while the store is away. */
export const sessionSeats = (call: Call, booking: Booking): Promise<string[]> =>
  withoutSeatLocks(call, [], () => call.deps.writes.seatLocks.held(sessionOf(booking)));

/** @throws GatewayError `seat_locked` when another session holds one of the seats */
export const assertSeatsOpen = async (call: Call, chosen: Chosen): Promise<void> => {
  const taken = await withoutSeatLocks(call, [], () =>
    call.deps.writes.seatLocks.takenByOthers(sessionOf(chosen), chosen.seats),
  );
  if (taken.length > 0) throw seatLocked(taken, 'Nothing was booked.');
};

/** After a reserve: shortened when it was executed, since 12go holds the seats now, released when it was refused. */
export const settleSeats = (call: Call, booking: Booking, wasReserved: boolean): Promise<void> => {
  const {
    writes: { seatLocks },
  } = call.deps;
  return withoutSeatLocks(call, undefined, () =>
    wasReserved ? seatLocks.shorten(sessionOf(booking)) : seatLocks.release(sessionOf(booking)),
  );
};
