/** The last lines of this process's log, for whoever cannot reach the place where lines are collected. */
import { randomBytes } from 'node:crypto';
import type { Log, LogFields, LogLevel } from './logger.ts';

/** A line that is kept. */
export type RecentLine = {
  /** Counts the lines of this process, from 1. */
  readonly number: number;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly level: Exclude<LogLevel, 'debug'>;
  readonly message: string;
  readonly fields: LogFields;
};

/** Keeps lines and gives them back. */
export type RecentLines = {
  /** Tells this process from the one before it on the same host: 8 hexadecimal digits. */
  readonly process: string;
  /** A log that keeps what it writes, whatever the lowest level that is written; debug lines are left out. */
  keeping(log: Log): Log;
  /** What is kept, oldest first. */
  all(): readonly RecentLine[];
  /** The moment, in Unix milliseconds, from which every line is kept; before it only notable ones are. */
  completeSinceMs(): number;
};

export type RecentLinesOptions = {
  /** So many notable lines and so many routine ones. Default: 5,000. */
  readonly linesMax?: number;
  /** Default: `Date.now`. */
  readonly nowMs?: () => number;
};

const linesMaxDefault = 5_000;

/** The last of what was put in. */
const createRing = (size: number) => {
  const lines: RecentLine[] = [];
  let next = 0;
  return {
    put(line: RecentLine): void {
      lines[next] = line;
      next = (next + 1) % size;
    },
    isFull: () => lines.length === size,
    inOrder: (): readonly RecentLine[] => [...lines.slice(next), ...lines.slice(0, next)],
  };
};

/** Searches come by the hundred a second: they must not push out a warning, or what happened to a booking. */
const isNotable = (level: LogLevel, { booking_id, integration_id }: LogFields): boolean =>
  level !== 'info' || booking_id !== undefined || integration_id !== undefined;

/**
 * Keeps the last lines in memory.
 *
 * @example
 * ```ts
 * const recent = createRecentLines();
 * const log = recent.keeping(createLog('info'));
 * log('info', 'Listening', { port: 8080 });
 * recent.all(); // one line
 * ```
 */
export const createRecentLines = (options: RecentLinesOptions = {}): RecentLines => {
  const { linesMax = linesMaxDefault, nowMs = Date.now } = options;
  const [notable, routine] = [createRing(linesMax), createRing(linesMax)];
  const startedMs = nowMs();
  let count = 0;
  return {
    process: randomBytes(4).toString('hex'),
    keeping:
      (log) =>
      (level, message, fields = {}) => {
        log(level, message, fields);
        if (level === 'debug') return;
        count += 1;
        const ring = isNotable(level, fields) ? notable : routine;
        ring.put({ number: count, atMs: nowMs(), level, message, fields });
      },
    all: () => [...notable.inOrder(), ...routine.inOrder()].toSorted((one, two) => one.number - two.number),
    completeSinceMs: () =>
      Math.max(
        startedMs,
        ...[notable, routine]
          .filter((ring) => ring.isFull())
          .map((ring) => ring.inOrder()[0]?.atMs ?? startedMs),
      ),
  };
};
