/** One heavy piece of work for each turn of the event loop, so that lighter work gets its turn in between. */

/** Lets work through one at a time, the first first. */
export type Turnstile = {
  /** Resolves when it is this one's turn. */
  turn(): Promise<void>;
  /** How many wait. */
  waiting(): number;
};

/**
 * Makes a turnstile. Whoever is alone passes at the end of the current turn of the loop.
 *
 * @example
 * ```ts
 * const turnstile = createTurnstile();
 * await turnstile.turn();
 * JSON.parse(largeText);
 * ```
 */
export const createTurnstile = (): Turnstile => {
  const queue: (() => void)[] = [];
  const pump = (): void => {
    const pass = queue.shift();
    pass?.();
    if (queue.length > 0) setImmediate(pump);
  };
  return {
    turn: () =>
      new Promise((pass) => {
        queue.push(pass);
        if (queue.length === 1) setImmediate(pump);
      }),
    waiting: () => queue.length,
  };
};
