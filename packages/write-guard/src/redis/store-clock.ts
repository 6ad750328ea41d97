/** What time it is at the store, by this process's monotonic clock: bounds that every reply narrows, and a step that it notices. */

/** Offsets between the store's clock and ours; the truth lies between them. */
type Bounds = { readonly lowMs: number; readonly highMs: number };

/** A reply: the store's time in it, and ours when the command left and when the reply was there. */
export type Sighting = { readonly storeMs: number; readonly sentAtMs: number; readonly receivedAtMs: number };

export type StoreClock = {
  /** Takes a reply in; `stepped` when no even run of both clocks explains it. The step is forgotten by it: bounds begin anew. */
  note(sighting: Sighting): 'steady' | 'stepped';
  /** The earliest and latest time it can be at the store now; undefined before the first reply. */
  bounds(): { readonly earliestMs: number; readonly latestMs: number } | undefined;
};

/** How far two healthy clocks drift apart, as a share of the time that passed. */
const driftShare = 200e-6;
/** Times are cut to whole milliseconds on the way. */
const roundingMs = 1;

/**
 * Rests on `performance.now()` alone: the wall clock of this machine may step as it likes.
 *
 * @example
 * const clock = createStoreClock({ monotonicMs: () => performance.now(), toleranceMs: 1_000 });
 * clock.note({ storeMs: 1_793_181_600_000, sentAtMs: 10, receivedAtMs: 12 }); // 'steady'
 */
export const createStoreClock = ({
  monotonicMs,
  toleranceMs,
}: {
  monotonicMs: () => number;
  toleranceMs: number;
}): StoreClock => {
  let known: (Bounds & { atMs: number }) | undefined;

  /** The bounds as they are now: what was learned loosens with time. */
  const loosened = (nowMs: number): Bounds | undefined => {
    if (known === undefined) return undefined;
    const slackMs = (nowMs - known.atMs) * driftShare;
    return { lowMs: known.lowMs - slackMs, highMs: known.highMs + slackMs };
  };

  return {
    note({ storeMs, sentAtMs, receivedAtMs }) {
      const seen = {
        lowMs: storeMs - receivedAtMs - roundingMs,
        highMs: storeMs - sentAtMs + roundingMs,
      };
      const kept = loosened(receivedAtMs);
      const stepped =
        kept !== undefined &&
        (seen.lowMs > kept.highMs + toleranceMs || seen.highMs < kept.lowMs - toleranceMs);
      const isApart = kept === undefined || seen.lowMs > kept.highMs || seen.highMs < kept.lowMs;
      const next = isApart
        ? seen
        : { lowMs: Math.max(seen.lowMs, kept.lowMs), highMs: Math.min(seen.highMs, kept.highMs) };
      known = { ...next, atMs: receivedAtMs };
      return stepped ? 'stepped' : 'steady';
    },
    bounds() {
      const nowMs = monotonicMs();
      const now = loosened(nowMs);
      return now && { earliestMs: now.lowMs + nowMs, latestMs: now.highMs + nowMs };
    },
  };
};
