/** A sliding window, in slots of a 120th of it: how many units went through in the last minute, and when there is room again. */

/** So many units in so many seconds. */
export type Quota = { readonly units: number; readonly seconds: number };

/** What a window says to one who asks. */
export type Verdict = {
  readonly isAdmitted: boolean;
  /** Units left in the window now. */
  readonly remaining: number;
  /** Milliseconds until the oldest units leave the window, when admitted; until there is room for what was asked, when not. */
  readonly resetMs: number;
};

/** A window in this process. */
export type RateWindow = {
  /** Takes `units`, or nothing when they do not fit. `reserved` units of the quota are not for this caller. */
  take(units: number, quota: Quota, reserved?: number): Verdict;
  /** Gives units back that were taken at that time, if it still knows of them. */
  giveBack(units: number, quota: Quota, takenAtMs: number): void;
};

/** A window is at most one slot longer than its quota says. */
const slotsPerWindow = 120;

/** Milliseconds of a slot, and how many of them count. */
export const slotsOf = ({ seconds }: Quota): { readonly slotMs: number; readonly kept: number } => {
  const slotMs = Math.ceil((seconds * 1_000) / slotsPerWindow);
  // A slot counts until all of it is older than the window, so that no window ever holds more than its quota.
  return { slotMs, kept: Math.ceil((seconds * 1_000) / slotMs) + 1 };
};

/**
 * Makes an empty window.
 *
 * @param nowMs a clock; steps back of it are taken for standing still
 * @example
 * ```ts
 * const window = createRateWindow(Date.now);
 * window.take(1, { units: 300, seconds: 60 }).isAdmitted; // true
 * ```
 */
export const createRateWindow = (nowMs: () => number): RateWindow => {
  let slots: { readonly number: number; units: number }[] = [];
  let lastMs = 0;
  return {
    take(units, quota, reserved = 0) {
      lastMs = Math.max(lastMs, nowMs());
      const { slotMs, kept } = slotsOf(quota);
      const now = Math.floor(lastMs / slotMs);
      slots = slots.filter(({ number }) => number > now - kept);
      const used = slots.reduce((sum, slot) => sum + slot.units, 0);
      const room = quota.units - reserved - used;
      const isAdmitted = units <= room;
      if (isAdmitted) {
        const last = slots.at(-1);
        if (last?.number === now) last.units += units;
        else slots.push({ number: now, units });
      }
      let freed = room;
      const until = slots.find((slot) => {
        freed += slot.units;
        return isAdmitted || freed >= units;
      });
      const resetMs = ((until?.number ?? now) + kept) * slotMs - lastMs;
      return { isAdmitted, remaining: Math.max(0, isAdmitted ? room - units : room), resetMs };
    },
    giveBack(units, quota, takenAtMs) {
      const number = Math.floor(takenAtMs / slotsOf(quota).slotMs);
      const slot = slots.find((one) => one.number === number);
      if (slot !== undefined) slot.units = Math.max(0, slot.units - units);
    },
  };
};
