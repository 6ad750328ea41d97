/** So many at once, of all keys together: nobody waits, and in a crowd whoever has their part already is refused. */
import type { Leave } from './fair-gate.ts';

/** A share in this process. */
export type FairShare = {
  /** Lets one in at once, or not at all. */
  enter(key: string): Leave | undefined;
};

/**
 * Makes a share. While there is room everybody gets in; after that only a key with fewer than its part, so that at most twice as many
 * are inside as `limit` says.
 *
 * @example
 * ```ts
 * const share = createFairShare(() => 90);
 * const leave = share.enter('acme');
 * if (leave === undefined) refuse();
 * ```
 */
export const createFairShare = (limit: () => number): FairShare => {
  const inside = new Map<string, number>();
  let all = 0;
  return {
    enter(key) {
      const own = inside.get(key) ?? 0;
      const keys = inside.size + (own === 0 ? 1 : 0);
      if (all >= limit() && own >= limit() / keys) return undefined;
      if (all >= 2 * limit()) return undefined;
      all += 1;
      inside.set(key, own + 1);
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        all -= 1;
        const left = (inside.get(key) ?? 1) - 1;
        if (left === 0) inside.delete(key);
        else inside.set(key, left);
      };
    },
  };
};
