/** Seat locks in an operator's hands: listed by departure or by client, and let go session by session. */
import type {
  ReleasedSeatLocks,
  ReleaseSeatLocksRequest,
  SeatLocks,
  SeatLocksQuery,
} from '@partner-gateway/contract';
import type { SeatOfTrip } from '@partner-gateway/seat-locks';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { configuredPartner } from '../partners/partner-directory.ts';
import { asWord } from '../translate/story-words.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'observe' | 'writes'>;

/** Whoever asks, and where it is told. */
type Operating = Pick<PartnerCall, 'log'> & { readonly operator?: string | undefined };

const listedMax = 1_000;

const effect =
  'Other sessions may lock these seats now, and the session may lock them again. Nothing changes at 12go: seats that it holds for a reservation or a booking stay held there.';

const storeAway = (cause: unknown): never => {
  if (!(cause instanceof StoreUnavailable)) throw cause;
  throw new GatewayError('seat_lock_unavailable', {
    cause,
    retryAfterSeconds: 1,
    detail:
      'The store of seat locks is out of reach, so none can be listed or released. Nothing was changed; look at the check `journal` of `/ready`.',
  });
};

const found = async ({ writes: { seatLocks } }: Slice, query: SeatLocksQuery): Promise<SeatOfTrip[]> => {
  const { client_id: clientId, trip_id: tripId, date } = query;
  if (tripId === undefined || date === undefined) return seatLocks.listOfClient(clientId ?? '');
  const held = await seatLocks.list({ tripId, date });
  return held
    .filter((lock) => clientId === undefined || lock.clientId === clientId)
    .map((lock) => ({ ...lock, tripId, date }));
};

/** Lists them. @throws GatewayError `client_not_found`, `seat_lock_unavailable` */
export const listSeatLocks = async (deps: Slice, query: SeatLocksQuery): Promise<SeatLocks> => {
  if (query.client_id !== undefined) configuredPartner(deps.callers.partners, query.client_id);
  const locks = await found(deps, query).catch(storeAway);
  const firstEnding = locks.toSorted((one, two) => one.untilMs - two.untilMs);
  return {
    seat_locks: firstEnding.slice(0, listedMax).map((lock) => ({
      seat: lock.seat,
      client_id: lock.clientId,
      session_id: lock.sessionId,
      trip_id: lock.tripId,
      date: lock.date,
      locked_until: toUtcSecond(lock.untilMs),
    })),
    count: locks.length,
    read_at: toUtcSecond(deps.clock.nowMs()),
  };
};

const tell = (
  { writes: { journal }, observe: { metrics } }: Slice,
  { operator = 'nobody', log }: Operating,
  { asked, seats }: { readonly asked: ReleaseSeatLocksRequest; readonly seats: number },
): void => {
  const { client_id: clientId, cart, reason } = asked;
  log('warn', 'An operator released seat locks', {
    operator,
    client_id: clientId,
    ...(cart !== undefined && { integration_id: cart }),
    count: seats,
    note: reason,
  });
  metrics.count('gateway.seatlock.requests', { outcome: 'released' });
  if (cart === undefined) return;
  void journal.append({ clientId, id: cart }, 'seat_lock', {
    state: 'released_by_operator',
    seats,
    operator: asWord(operator),
    reason: asWord(reason),
  });
};

/**
 * Lets go what a session holds on a departure; of a session that holds nothing there, nothing.
 *
 * @throws GatewayError `client_not_found`, `seat_lock_unavailable`
 */
export const releaseSeatLocks = async (
  deps: Slice,
  operating: Operating,
  asked: ReleaseSeatLocksRequest,
): Promise<ReleasedSeatLocks> => {
  const { clientId } = configuredPartner(deps.callers.partners, asked.client_id);
  const session = { clientId, sessionId: asked.session_id, tripId: asked.trip_id, date: asked.date };
  const { seatLocks } = deps.writes;
  const released = await seatLocks.held(session).catch(storeAway);
  await seatLocks.release(session).catch(storeAway);
  tell(deps, operating, { asked, seats: released.length });
  return { released, effect, released_at: toUtcSecond(deps.clock.nowMs()) };
};
