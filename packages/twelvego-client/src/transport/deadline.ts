/** One deadline over all attempts and waits of a call: what runs out of time, or is called off, is cut. */

/** A timer that the signal cuts short. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

/** Why the work was cut. */
type Cut = 'timeout' | 'aborted';

/** Rejected with when the work was cut; anything else comes from the work itself. */
export class CutError extends Error {
  readonly cut: Cut;

  constructor(cut: Cut) {
    super(cut);
    this.cut = cut;
  }
}

/**
 * Runs `work` with a signal that aborts after `timeoutMs` or when `callerSignal` does. Settles then even if the work
 * ignores the signal.
 */
export const withDeadline = async <Result>(
  timeoutMs: number,
  callerSignal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController();
  let cut = (_reason: Cut): void => undefined;
  const cutShort = new Promise<never>((_, reject) => {
    cut = (reason) => {
      reject(new CutError(reason));
      controller.abort();
    };
  });
  const onAbort = () => cut('aborted');
  const timer = setTimeout(() => cut('timeout'), timeoutMs);
  callerSignal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([cutShort, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    callerSignal?.removeEventListener('abort', onAbort);
  }
};
