/** The write guard over its store, whether it is on, and the story that it leaves. */
import type { DependencyCheck } from '@partner-gateway/contract';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Vault, WriteEvent, WriteGuard } from '@partner-gateway/write-guard';
import { createWriteGuard } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { answerCodec } from '../answer.ts';
import type { Config } from '../config/read.ts';
import type { Timing } from '../deps.ts';
import type { BookingJournal } from '../journal/booking-journal.ts';
import { createBookingJournal } from '../journal/booking-journal.ts';
import type { Log } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { GuardReadiness, GuardReadinessWatch } from '../state/guard-readiness.ts';
import type { SideStore } from './side-store.ts';
import type { Store } from './store.ts';
import type { Surroundings } from './surroundings.ts';

/** Nothing left this process. An error of our own proves nothing: it may come from reading the answer of a sent write. */
const isNotSent = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) && error.outcome === 'not_sent';

/** The guard of every booking write. */
export const guardWrites = (
  store: Store,
  vault: Vault,
  { timing, onEvent }: { timing: Timing; onEvent: (event: WriteEvent) => void },
): WriteGuard<TextAnswer> =>
  createWriteGuard({
    store: store.writes,
    vault,
    codec: answerCodec,
    isNotSent,
    whyWritesAreOff: store.whyWritesAreOff,
    times: timing.writeGuard ?? {},
    onEvent,
    ...(timing.writeProtocol?.leaseMs !== undefined && { leaseMs: timing.writeProtocol.leaseMs }),
    ...(timing.writeProtocol?.settleMs !== undefined && { settleMs: timing.writeProtocol.settleMs }),
  });

/** What `/ready` says of booking writes. */
export const checkBookingWrites = async (readiness: GuardReadinessWatch): Promise<DependencyCheck> => {
  const { state, reason } = await readiness.read();
  const status = state === 'on' ? 'ok' : 'degraded';
  return { name: 'booking_writes', status, required: false, detail: `${state}: ${reason}` };
};

/** Says in the log when they go on or off. */
export const readinessLog =
  (log: Log) =>
  ({ state, reason }: GuardReadiness): void =>
    log(state === 'on' ? 'info' : 'error', `Booking writes are ${state}`, { reason });

/** The journal, whose losses are counted and told. */
export const keepJournal = (
  config: Config,
  { entryStreams }: SideStore,
  { nowMs, log, metrics }: Surroundings & { readonly metrics: Metrics },
): BookingJournal =>
  createBookingJournal(entryStreams, {
    nowMs,
    storiesMax: config.JOURNAL_BOOKINGS_MAX,
    onDropped: (reason) => {
      metrics.count('gateway.journal.dropped', { reason });
      log('warn', 'A journal entry was dropped', { reason });
    },
  });
