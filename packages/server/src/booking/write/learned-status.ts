/** A booking’s status that was read from 12go: told to whoever follows the booking, where it is news. */
import type { Booking as UpstreamBooking } from '@partner-gateway/twelvego-client';
import type { Learned } from '@partner-gateway/write-guard';
import { statusNotice } from '../../events/status-notice.ts';
import type { PartnerCall } from '../../partner-call.ts';
import { readStatus } from '../../steps/partner-booking.ts';
import { toStatusDetail } from '../../translate/booking.ts';

/** A booking as it was read, and by which id its partner knows it. */
export type ReadBooking = {
  readonly booking: UpstreamBooking;
  readonly bookingId: string;
  /** The outbox’s time from before the read. */
  readonly readAtMs: number;
  /** Nobody said that it changed: a first status is only noted. */
  readonly quietly?: boolean;
};

/** Tells its status. `stale`: something was told meanwhile, so that it has to be read again. @throws StoreUnavailable */
export const learnStatus = (
  { deps, clientId, trace }: PartnerCall<'clock' | 'events' | 'observe'>,
  { booking, bookingId, readAtMs, quietly = false }: ReadBooking,
): Promise<Learned> => {
  const status = readStatus(deps, booking.status);
  const notice = statusNotice({
    clientId,
    bid: booking.bid,
    bookingId,
    status,
    ...toStatusDetail(booking, status, deps.clock.nowSeconds()),
    correlationId: trace.correlationId,
    nowMs: deps.clock.nowMs(),
    quietly,
  });
  return deps.events.outbox.learn(clientId, notice, readAtMs);
};

/** The same beside an answer that does not wait for it, nor fail with it. */
export const learnBeside = (
  call: PartnerCall<'clock' | 'events' | 'observe'>,
  read: Omit<ReadBooking, 'readAtMs'> & { readonly readAtMs: number | undefined },
): void => {
  const { readAtMs } = read;
  if (readAtMs === undefined) return;
  learnStatus(call, { ...read, readAtMs }).catch(() =>
    call.deps.observe.metrics.count('gateway.events.not_told', { reason: 'store' }),
  );
};
