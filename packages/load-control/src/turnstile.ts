/** One heavy piece of work for each turn of the event loop, so that lighter work gets its turn in between; fair between keys. */

/** Lets work through one at a time. */
export type Turnstile = {
  /** Resolves when it is this one's turn. Keys take turns; of one key the first comes first. */
  turn(key: string): Promise<void>;
  /** How many wait. */
  waiting(): number;
};

/**
 * Makes a turnstile. Whoever is alone passes at the end of the current turn of the loop.
 *
 * @example
 * ```ts
 * const turnstile = createTurnstile();
 * await turnstile.turn('acme');
 * JSON.parse(largeText);
 * ```
 */
export const createTurnstile = (): Turnstile => {
  const queues = new Map<string, (() => void)[]>();
  let count = 0;
  let isScheduled = false;
  const next = (): (() => void) | undefined => {
    for (const [key, queue] of queues) {
      queues.delete(key);
      const pass = queue.shift();
      // Behind the others, since it has had its turn.
      if (queue.length > 0) queues.set(key, queue);
      if (pass !== undefined) return pass;
    }
    return undefined;
  };
  const pump = (): void => {
    isScheduled = false;
    const pass = next();
    if (pass === undefined) return;
    count -= 1;
    pass();
    if (count > 0) schedule();
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  };
  return {
    turn: (key) =>
      new Promise((pass) => {
        const queue = queues.get(key);
        if (queue === undefined) queues.set(key, [pass]);
        else queue.push(pass);
        count += 1;
        schedule();
      }),
    waiting: () => count,
  };
};
