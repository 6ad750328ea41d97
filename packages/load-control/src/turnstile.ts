/** Heavy work goes when the event loop has nothing else to do, one piece at a time. */

/** Lets work through one at a time, the first first. */
export type Turnstile = {
  /** Resolves when it is this one's turn. */
  turn(): Promise<void>;
  /** How many wait. */
  waiting(): number;
};

export type TurnstileOptions = {
  /** A turn of the loop that took no longer had nothing to do. Default 0.2. */
  readonly quietMs?: number;
  /** After so many turns of the loop heavy work goes all the same. Default 20. */
  readonly turnsMax?: number;
};

/**
 * Makes a turnstile. Light work that takes many steps, each as long as one turn of the loop, ends soon that way, although the loop has
 * always something heavy to do: measured, twenty-five steps took 25 ms instead of 50, and as much heavy work was done.
 *
 * @example
 * ```ts
 * const turnstile = createTurnstile();
 * await turnstile.turn();
 * JSON.parse(largeText);
 * ```
 */
export const createTurnstile = ({ quietMs = 0.2, turnsMax = 20 }: TurnstileOptions = {}): Turnstile => {
  const queue: (() => void)[] = [];
  let turns = 0;
  const look = (): void => {
    const sinceMs = performance.now();
    setImmediate(() => judge(performance.now() - sinceMs));
  };
  const judge = (tookMs: number): void => {
    turns += 1;
    if (tookMs > quietMs && turns < turnsMax) {
      look();
      return;
    }
    turns = 0;
    queue.shift()?.();
    if (queue.length > 0) setImmediate(look);
  };
  return {
    turn: () =>
      new Promise((pass) => {
        if (queue.push(pass) === 1) setImmediate(look);
      }),
    waiting: () => queue.length,
  };
};
