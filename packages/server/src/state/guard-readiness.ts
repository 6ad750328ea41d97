/** Whether a booking write would be taken now, and what keeps it from being sent twice: proved by a walk that sends nothing. */
import {
  type LearnedMemory,
  type StoreDownReason,
  type WriteStore,
  walkCanary,
} from '@partner-gateway/write-guard';

/** `on`: every write; `partly`: only bookings that an itinerary opened from now on can make; `off`: none. */
export type GuardReadiness = {
  readonly state: 'on' | 'partly' | 'off';
  readonly reason: string;
  /** What keeps them from being on, as one word of a closed list. */
  readonly cause?: HoldingOff;
};

/** What can keep booking writes from being on. */
export const holdingOff = [
  'unreachable',
  'unanswered',
  'overloaded',
  'memory_unknown',
  'clock_stepped',
  'replicas_missing',
  'unfit',
  'out_of_order',
  'memory_young',
  'memory_lost',
] as const;
export type HoldingOff = (typeof holdingOff)[number];

export type GuardReadinessOptions = {
  readonly store: {
    readonly writes: WriteStore;
    readonly guarantee: () => string;
    readonly whyWritesAreOff: () => StoreDownReason | undefined;
  };
  readonly clientIds: () => readonly string[];
  /** Told of the first result and of every other one than before. */
  readonly onChange?: (readiness: GuardReadiness) => void;
};

export type GuardReadinessWatch = {
  /** The state now, no more than a second old. Never rejects. */
  read(): Promise<GuardReadiness>;
  /** What the last reading found; undefined before the first. */
  last(): GuardReadiness | undefined;
  /** Reads every few seconds, so that a change is told although nobody asks. */
  start(everyMs?: number): void;
  stop(): void;
};

const everyDefaultMs = 5_000;
const freshMs = 1_000;

/** For whoever reads `/ready`: what it is and what it asks for. */
const words: Readonly<Record<StoreDownReason | 'out_of_order', string>> = {
  unreachable: 'the store is out of reach',
  unanswered: 'the store does not answer in time',
  overloaded: 'this instance is too busy to hear the store',
  memory_unknown: 'the memory of the store changes',
  clock_stepped: 'the clock of the store stepped',
  replicas_missing: 'too few nodes take a promise; look at the replicas',
  unfit: 'the store refuses writes; its check says why',
  out_of_order: 'the walk of a write went astray',
};

const seconds = (ms: number): number => Math.ceil(ms / 1000);

const waiting = (memories: readonly LearnedMemory[], guarantee: string): GuardReadiness => {
  const open = memories.filter(({ settledInMs }) => settledInMs > 0);
  if (open.length === 0) return { state: 'on', reason: guarantee };
  const longestMs = Math.max(...open.map(({ settledInMs }) => settledInMs));
  const isLost = open.some(({ cause }) => cause === 'lost');
  return {
    state: 'partly',
    cause: isLost ? 'memory_lost' : 'memory_young',
    reason: `${guarantee}; the memory of ${open.length} clients ${isLost ? 'was lost' : 'is new'}: confirm, cancel and older itineraries wait ${seconds(longestMs)} s`,
  };
};

const off = (cause: StoreDownReason | 'out_of_order'): GuardReadiness => ({
  state: 'off',
  reason: words[cause],
  cause,
});

const readNow = async ({ store, clientIds }: GuardReadinessOptions): Promise<GuardReadiness> => {
  const why = store.whyWritesAreOff();
  if (why !== undefined) return off(why);
  const result = await walkCanary(store.writes);
  if (result.kind === 'failed') return off(result.reason);
  const memories = await Promise.allSettled(clientIds().map((clientId) => store.writes.prepare(clientId)));
  const known = memories.flatMap((memory) => (memory.status === 'fulfilled' ? [memory.value] : []));
  return known.length < memories.length ? off('unanswered') : waiting(known, store.guarantee());
};

/**
 * @example
 * const readiness = watchGuardReadiness({ store, clientIds: () => ['acme'] });
 * await readiness.read(); // { state: 'on', reason: 'all instances, by one redis' }
 */
export const watchGuardReadiness = (options: GuardReadinessOptions): GuardReadinessWatch => {
  let last: { atMs: number; reading: Promise<GuardReadiness> } | undefined;
  let found: GuardReadiness | undefined;
  let timer: NodeJS.Timeout | undefined;

  const read = (): Promise<GuardReadiness> => {
    const nowMs = performance.now();
    if (last === undefined || nowMs - last.atMs > freshMs) {
      const reading = readNow(options).then((readiness) => {
        if (readiness.state !== found?.state) options.onChange?.(readiness);
        found = readiness;
        return readiness;
      });
      last = { atMs: nowMs, reading };
    }
    return last.reading;
  };

  return {
    read,
    last: () => found,
    start(everyMs = everyDefaultMs) {
      timer ??= setInterval(() => void read().catch(() => {}), everyMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
};
