/** Work that is done again and again while somebody looks: one turn after the other, however long each takes. */

/** Nothing moves under a dialog: what it is about stays as it was read, and so does what it said. */
const isLookedAt = (): boolean =>
  document.visibilityState === 'visible' && document.querySelector('dialog[open]') === null;

/**
 * Does it at once, and again so long after each end; without a time only once.
 *
 * @returns stops it, and what is under way is told by its signal
 */
export const repeated = (work: (signal: AbortSignal) => Promise<void>, everyMs?: number): (() => void) => {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = async (isFirst: boolean): Promise<void> => {
    if (isFirst || isLookedAt()) await work(stopped.signal);
    if (everyMs !== undefined && !stopped.signal.aborted) timer = setTimeout(() => void turn(false), everyMs);
  };
  void turn(true);
  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
};
