/** The feed of a partner's events, oldest first, with the cursor to read on from. */
import type { PartnerEvent } from '@partner-gateway/contract';

type Placed = { readonly event: PartnerEvent; readonly cursor: string };

const keptMs = 7 * 86_400_000;

export type Feed = {
  add(event: PartnerEvent): void;
  /** The events after a cursor, and where to read on. */
  page(since: string | undefined, limit: number): { events: PartnerEvent[]; next: string };
  readonly all: () => readonly PartnerEvent[];
  /** Settles at the next event. */
  readonly nextEvent: () => Promise<void>;
  /** Drops what is older than seven days. */
  forget(nowMs: number): void;
};

const start = '0-0';

const cursorParts = (cursor: string): readonly [ms: number, number: number] => {
  const [ms = 0, number = 0] = cursor.split('-').map(Number);
  return [ms, number];
};

const isAfter = (cursor: string, since: string): boolean => {
  const [ms, number] = cursorParts(cursor);
  const [sinceMs, sinceNumber] = cursorParts(since);
  return ms > sinceMs || (ms === sinceMs && number > sinceNumber);
};

/** Empty. */
export const createFeed = (): Feed => {
  let placed: Placed[] = [];
  let last = start;
  let waiting: (() => void)[] = [];
  return {
    add: (event) => {
      const atMs = Date.parse(event.occurred_at);
      const [lastMs, number] = cursorParts(last);
      last = atMs > lastMs ? `${atMs}-0` : `${lastMs}-${number + 1}`;
      placed.push({ event, cursor: last });
      for (const wake of waiting) wake();
      waiting = [];
    },
    page: (since = start, limit) => {
      const found = placed.filter(({ cursor }) => isAfter(cursor, since)).slice(0, limit);
      return { events: found.map(({ event }) => event), next: found.at(-1)?.cursor ?? since };
    },
    all: () => placed.map(({ event }) => event),
    nextEvent: () => new Promise((resolve) => waiting.push(resolve)),
    forget: (nowMs) => {
      placed = placed.filter(({ event }) => Date.parse(event.occurred_at) > nowMs - keptMs);
    },
  };
};
