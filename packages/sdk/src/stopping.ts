/** What listens for the caller's stop: one listener a signal, however many calls it stops, and waits that end with it. */

type Watch = { readonly stops: Set<() => void>; readonly tellAll: () => void };

/** One listener a signal: Node warns of a leak at the eleventh, and the signal of one visitor stops many calls. */
const watches = new WeakMap<AbortSignal, Watch>();

const watchOf = (signal: AbortSignal): Watch => {
  const known = watches.get(signal);
  if (known !== undefined) return known;
  const stops = new Set<() => void>();
  const tellAll = (): void => {
    for (const stop of [...stops]) stop();
  };
  signal.addEventListener('abort', tellAll);
  const watch = { stops, tellAll };
  watches.set(signal, watch);
  return watch;
};

/** Has `stop` called when the signal aborts. Returns what takes it back; the last one back takes the listener off. */
export const onAbort = (signal: AbortSignal | undefined, stop: () => void): (() => void) => {
  if (signal === undefined) return () => {};
  const { stops, tellAll } = watchOf(signal);
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size > 0) return;
    signal.removeEventListener('abort', tellAll);
    watches.delete(signal);
  };
};

/** Waits so many milliseconds, or until the signal aborts. Never rejects. */
export const pause = (waitMs: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      release();
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const release = onAbort(signal, done);
  });
