/** A booking’s status that was read from 12go: told to whoever follows the booking, where it is news. */
import type { BookingStatus } from '@partner-gateway/contract';
import {
  type TwelveGoClient,
  toBookingId,
  type Booking as UpstreamBooking,
} from '@partner-gateway/twelvego-client';
import type { Learned } from '@partner-gateway/write-guard';
import { statusNotice } from '../../events/status-notice.ts';
import type { PartnerCall } from '../../partner-call.ts';
import { readStatus } from '../../steps/partner-booking.ts';
import { statusOf, toStatusDetail } from '../../translate/booking.ts';

type Call = PartnerCall<'clock' | 'events' | 'observe' | 'tokens'>;

/** A booking as it was read. */
export type ReadBooking = {
  readonly booking: UpstreamBooking;
  /** The outbox’s time from before the read. */
  readonly readAtMs: number;
  /** Nobody said that it changed: a first status is only noted. */
  readonly quietly?: boolean;
};

/** Tells its status. `stale`: something was told meanwhile, so that it has to be read again. @throws StoreUnavailable */
export const learnStatus = (
  { deps, clientId, trace }: Call,
  { booking, readAtMs, quietly = false }: ReadBooking,
): Promise<Learned> => {
  const status = readStatus(deps, booking.status);
  const notice = statusNotice({
    clientId,
    bid: booking.bid,
    bookingId: deps.tokens.bookingIds.told(clientId, booking.bid),
    status,
    ...toStatusDetail(booking, status, deps.clock.nowSeconds()),
    correlationId: trace.correlationId,
    nowMs: deps.clock.nowMs(),
    quietly,
  });
  return deps.events.outbox.learn(clientId, notice, readAtMs);
};

/** The same beside an answer that does not wait for it, nor fail with it. */
const learnBeside = (call: Call, read: ReadBooking): void => {
  learnStatus(call, read).catch(() =>
    call.deps.observe.metrics.count('gateway.events.not_told', { reason: 'store' }),
  );
};

/** A read of a booking that a flow makes for reasons of its own. */
export type Reading = {
  readonly client: Pick<TwelveGoClient, 'booking'>;
  readonly bid: string;
  /** A status that is no news to the flow, or that it tells itself. */
  readonly expected?: (status: BookingStatus) => boolean;
};

/** Reads a booking, and tells its status beside that where it is news. @throws TwelveGoError */
export const readAndLearn = async (
  call: Call,
  { client, bid, expected = () => false }: Reading,
): Promise<UpstreamBooking> => {
  const readAtMs = call.deps.events.readAtMs(call.clientId);
  const booking = await client.booking(toBookingId(bid));
  const isExpected = expected(statusOf(booking.status).status);
  if (readAtMs !== undefined && !isExpected) learnBeside(call, { booking, readAtMs, quietly: true });
  return booking;
};
