/** Things by their ends, the next first: a heap of which any number may be let go before they end. */

/** A thing at the end that was noted for it. */
type Noted<Thing> = { readonly thing: Thing; readonly endsMs: number };

export type Ends<Thing> = {
  /** A thing may be noted again with another end; whoever asks then says that the earlier one no longer stands. */
  note(thing: Thing, endsMs: number): void;
  /** The next that has ended by now and still stands; it is forgotten with this. */
  next(nowMs: number): Thing | undefined;
};

/** Fewer that no longer stand are not worth tidying up for. */
const tidiedAbove = 1_000;

const smallerChild = (heap: readonly Noted<unknown>[], at: number): number => {
  const [left, right] = [2 * at + 1, 2 * at + 2];
  return (heap[right]?.endsMs ?? Number.POSITIVE_INFINITY) < (heap[left]?.endsMs ?? Number.POSITIVE_INFINITY)
    ? right
    : left;
};

const swapIfSooner = (heap: Noted<unknown>[], upper: number, lower: number): boolean => {
  const [above, below] = [heap[upper], heap[lower]];
  if (above === undefined || below === undefined || below.endsMs >= above.endsMs) return false;
  heap[upper] = below;
  heap[lower] = above;
  return true;
};

/**
 * Each call takes as many steps as the number of things has digits in base two. `stands` says whether what was noted still is so, and
 * `standing` how many do: when they are less than half, the others are forgotten.
 *
 * @example
 * const ends = createEnds({ stands: ({ thing, endsMs }) => thing.untilMs === endsMs, standing: () => open.size });
 * ends.note(lock, lock.untilMs);
 * ends.next(Date.now()); // a lock whose time is over
 */
export const createEnds = <Thing>(open: {
  readonly stands: (noted: Noted<Thing>) => boolean;
  readonly standing: () => number;
}): Ends<Thing> => {
  let heap: Noted<Thing>[] = [];

  const raise = (from: number): void => {
    for (let at = from; at > 0; at = Math.floor((at - 1) / 2))
      if (!swapIfSooner(heap, Math.floor((at - 1) / 2), at)) return;
  };

  const takeFirst = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const child = smallerChild(heap, at);
      if (!swapIfSooner(heap, at, child)) return;
      at = child;
    }
  };

  const tidyUp = (): void => {
    if (heap.length <= 2 * open.standing() + tidiedAbove) return;
    // What is in order is a heap.
    heap = heap.filter(open.stands).toSorted((one, two) => one.endsMs - two.endsMs);
  };

  return {
    note(thing, endsMs) {
      tidyUp();
      heap.push({ thing, endsMs });
      raise(heap.length - 1);
    },
    next(nowMs) {
      for (let [first] = heap; first !== undefined && first.endsMs <= nowMs; [first] = heap) {
        takeFirst();
        if (open.stands(first)) return first.thing;
      }
      return undefined;
    },
  };
};
