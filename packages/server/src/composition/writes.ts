/** The write guard over its store, whether it is on, and what is told of its writes. */
import type { DependencyCheck } from '@partner-gateway/contract';
import {
  type BookingJournal,
  createBookingJournal,
  createNotedRequests,
  type DroppedFor,
  journalLifeMs,
  type NotedRequests,
} from '@partner-gateway/journal';
import type { Config } from '@partner-gateway/settings';
import type { Log } from '@partner-gateway/telemetry';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { NoticesOf, Vault, WriteEvent, WriteGuard } from '@partner-gateway/write-guard';
import { createWriteGuard } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { answerCodec } from '../answer.ts';
import { codeOfAnswer } from '../booking/write/stored-answer.ts';
import type { Deps, Timing, Writes } from '../deps.ts';
import { noticesOfWrite } from '../events/write-notices.ts';
import type { GuardReadiness, GuardReadinessWatch } from '../state/guard-readiness.ts';
import type { Stores } from './stores.ts';

/** Nothing left this process. An error of our own proves nothing: it may come from reading the answer of a sent write. */
const isNotSent = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) && error.outcome === 'not_sent';

type Around = Pick<Deps, 'clock' | 'observe'> & {
  readonly timing: Timing;
  readonly stores: Stores;
  readonly vault: Vault;
  readonly onEvent: (event: WriteEvent) => void;
  readonly noticesOf: NoticesOf<TextAnswer>;
};

const guardWrites = ({
  stores: { guard },
  vault,
  timing,
  onEvent,
  noticesOf,
}: Around): WriteGuard<TextAnswer> =>
  createWriteGuard({
    store: guard.writes,
    vault,
    codec: answerCodec,
    isNotSent,
    whyWritesAreOff: guard.whyWritesAreOff,
    times: timing.writeGuard ?? {},
    onEvent,
    noticesOf,
    ...(timing.writeProtocol?.leaseMs !== undefined && { leaseMs: timing.writeProtocol.leaseMs }),
    ...(timing.writeProtocol?.settleMs !== undefined && { settleMs: timing.writeProtocol.settleMs }),
  });

type Telling = Pick<Deps['observe'], 'log' | 'metrics'>;

const tellDropped =
  ({ log, metrics }: Telling) =>
  (reason: DroppedFor): void => {
    metrics.count('gateway.journal.dropped', { reason });
    log('warn', 'A journal entry was dropped', { reason });
  };

/** The journal, whose losses are counted and told. */
export const keepJournal = (
  config: Config,
  { stores, clock, observe }: Pick<Around, 'stores' | 'clock'> & { readonly observe: Telling },
): BookingJournal =>
  createBookingJournal(stores.side.journal, {
    nowMs: clock.nowMs,
    storiesMax: config.JOURNAL_BOOKINGS_MAX,
    onDropped: tellDropped(observe),
  });

/** The requests that somebody may ask about, beside the stories of bookings. */
export const noteRequests = (
  config: Config,
  { stores, ...telling }: Telling & Pick<Around, 'stores'>,
): NotedRequests =>
  createNotedRequests(stores.side.journal.streams, {
    lifeMs: journalLifeMs,
    streamsMax: config.JOURNAL_BOOKINGS_MAX,
    onDropped: tellDropped(telling),
  });

/** The notices of every booking write. What cannot be put into words must not undo the record of a write: it is logged instead. */
export const tellWrites =
  (
    { KAFKA_BROKERS: brokers }: Pick<Config, 'KAFKA_BROKERS'>,
    { clock, observe, tokens }: Pick<Deps, 'clock' | 'observe' | 'tokens'>,
  ): NoticesOf<TextAnswer> =>
  (change) => {
    try {
      return noticesOfWrite(change, {
        nowMs: clock.nowMs(),
        bidOf: (clientId, bookingId) => tokens.bookingIds.open(clientId, bookingId),
        bookingIdOf: (clientId, bid) => tokens.bookingIds.told(clientId, bid),
        codeOf: codeOfAnswer,
        tellsLifecycle: brokers !== undefined,
      });
    } catch {
      observe.log('error', 'A change of a booking could not be told', { reason: change.subject.operation });
      observe.metrics.count('gateway.events.not_told', { reason: 'words' });
      return [];
    }
  };

/** The guard of every booking write, and what a write holds and leaves. */
export const createWrites = (
  journal: BookingJournal,
  around: Around,
): Pick<Writes, 'creditHolds' | 'guard' | 'journal' | 'seatLocks'> => ({
  guard: guardWrites(around),
  seatLocks: around.stores.side.seatLocks,
  creditHolds: around.stores.guard.creditHolds,
  journal,
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
