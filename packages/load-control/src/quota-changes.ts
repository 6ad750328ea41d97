/** Quotas that somebody changed for a while, by the name of their limit. */

/** Another number of units, and when it ends. */
export type QuotaChange = { readonly units: number; readonly untilMs: number };

/** Changes of this process. */
export type QuotaChanges = {
  /** Puts a change in place of the one before it. */
  set(name: string, change: QuotaChange): void;
  /** The change in force; undefined where there is none or its time is up. */
  of(name: string): QuotaChange | undefined;
};

/**
 * Makes an empty set; whoever takes from a limit looks here first.
 *
 * @param nowMs the clock that `untilMs` is of
 * @example
 * ```ts
 * const changes = createQuotaChanges(Date.now);
 * changes.set('acme:search', { units: 600, untilMs: Date.now() + 1_800_000 });
 * changes.of('acme:search')?.units; // 600, for half an hour
 * ```
 */
export const createQuotaChanges = (nowMs: () => number): QuotaChanges => {
  const changes = new Map<string, QuotaChange>();
  return {
    set: (name, change) => void changes.set(name, change),
    of(name) {
      const change = changes.get(name);
      if (change === undefined || nowMs() < change.untilMs) return change;
      changes.delete(name);
      return undefined;
    },
  };
};
