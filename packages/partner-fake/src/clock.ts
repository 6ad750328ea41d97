/** The fake's clock: the machine's, or one that stands still, moved on by hand either way. */

/**
 * A clock that tests move.
 *
 * @example
 * ```ts
 * const { clock }: { clock: FakeClock } = createPartnerFake();
 * clock.advance(600_000);
 * ```
 */
export type FakeClock = {
  /** Unix milliseconds. */
  now(): number;
  /** Moves it on. Throws `RangeError` unless the milliseconds are a whole number that is not negative. */
  advance(ms: number): void;
};

/** With a first moment it stands still there until it is moved; without one it runs as `machineNowMs` does. */
export const createClock = (firstMs: number | undefined, machineNowMs: () => number): FakeClock => {
  let movedMs = 0;
  return {
    now: () => (firstMs ?? machineNowMs()) + movedMs,
    advance: (ms) => {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError('a clock moves on by whole milliseconds');
      movedMs += ms;
    },
  };
};

const minuteMs = 60_000;

/** `YYYY-MM-DDTHH:MM:SS`, UTC. */
export const secondText = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** `YYYY-MM-DDTHH:MM` of a zone that is so many hours ahead of UTC. */
export const localMinuteText = (ms: number, zoneHours: number): string =>
  new Date(ms + zoneHours * 60 * minuteMs).toISOString().slice(0, 16);

/** Unix milliseconds of a local `YYYY-MM-DDTHH:MM`. */
export const localMinuteMs = (text: string, zoneHours: number): number =>
  Date.parse(`${text}:00Z`) - zoneHours * 60 * minuteMs;
