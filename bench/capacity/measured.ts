/** What the model of capacity rests on: figures of this gateway, each with how it was got; docs/capacity.md shows them. */

/** One kind of request: processor time, calls of 12go, and bytes of log lines. */
export type RequestCost = { readonly cpuMs: number; readonly calls: number; readonly logBytes: number };

/** Processor time of a search by its trips: P2 of `pnpm bench`, by the running server on a core to itself. */
export const searchCpuMs = { few: { trips: 10, ms: 0.91 }, many: { trips: 140, ms: 4.95 } } as const;

/** Bytes of a search of 140 trips: P1 and P13 of `pnpm bench`. */
export const searchBytes = { trips: 140, upstream: 294_604, answer: 206_443, compressed: 30_419 } as const;

/**
 * Steps of a funnel of one traveller, warm: 400 of each, eight at a time, through a gateway process of its own, by `/proc`, the ledger of the
 * sandbox and its log at level `info`.
 */
export const steps = {
  open: { cpuMs: 4.6, calls: 3, logBytes: 973 },
  create: { cpuMs: 8.1, calls: 3, logBytes: 1_275 },
  confirm: { cpuMs: 5.2, calls: 3, logBytes: 1_230 },
  read: { cpuMs: 1.25, calls: 1, logBytes: 522 },
} as const satisfies Record<string, RequestCost>;

/** The log lines of a search, got in the same way. */
export const searchLogBytes = 645;

/** Processor time that an instance takes while nobody asks, in milliseconds a second: the same run, idle for ten seconds. */
export const idleCpuMsPerSecond = 15;

/** RSS at 300 searches a second, with 269,000 stations: P8 of `pnpm bench`, in MiB. */
export const instanceMemoryMiB = 251;

/** What a confirmed booking leaves in Redis, by `MEMORY USAGE` of 800 of them, and for how long it lies there. */
export const bookingRecords = [
  { name: 'write records', database: 'guard', bytes: 5_040, days: 1 },
  { name: 'outbox and told states', database: 'guard', bytes: 993, days: 7 },
  { name: 'journal and what finds it', database: 'journal', bytes: 10_074, days: 7 },
] as const;

/** An idle Redis, in bytes. */
export const emptyRedisBytes = 2_000_000;

/** Connections of a process: guard and journal; the cache of searches is a third. */
export const redisConnectionsPerProcess = 2;
