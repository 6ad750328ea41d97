/** Events in the order of their times: a binary heap, and chance that repeats itself. */

export type Event = { readonly atMs: number; readonly happen: () => void };

export type Agenda = {
  add(atMs: number, happen: () => void): void;
  /** The earliest, which is taken off. */
  next(): Event | undefined;
};

export const createAgenda = (): Agenda => {
  const heap: Event[] = [];
  const isBefore = (one: number, other: number): boolean =>
    (heap[one]?.atMs ?? Number.POSITIVE_INFINITY) < (heap[other]?.atMs ?? Number.POSITIVE_INFINITY);
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]];
    if (first === undefined || second === undefined) return;
    [heap[one], heap[other]] = [second, first];
  };
  const rise = (start: number): void => {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = [left, right].reduce((best, child) => (isBefore(child, best) ? child : best), at);
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    add(atMs, happen) {
      heap.push({ atMs, happen });
      rise(heap.length - 1);
    },
    next() {
      const [earliest] = heap;
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return earliest;
      heap[0] = last;
      sink();
      return earliest;
    },
  };
};

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
export const createChance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
