/** Asking again and again, until Ctrl-C: a gateway that is away for a moment is waited for. */
import type { Context } from './context.ts';
import { CommandFailure, type FailureKind } from './failure.ts';
import { pause } from './moments.ts';

/** What passes by itself; a wrong key or a wrong address does not. */
const passing: ReadonlySet<FailureKind> = new Set<FailureKind>(['connection', 'timeout', 'unavailable']);

type Following = {
  readonly everyMs: number;
  /** Told once for each time that it is away. */
  readonly note: (text: string) => void;
};

/** Does the work every so often. @throws CommandFailure at Ctrl-C, and for what does not pass by itself */
export const follow = async (
  { signal }: Pick<Context, 'signal'>,
  { everyMs, note }: Following,
  work: () => Promise<void>,
): Promise<never> => {
  let isAway = false;
  for (;;) {
    await pause(everyMs, signal);
    try {
      await work();
      if (isAway) note('It is back.');
      isAway = false;
    } catch (error) {
      if (!(error instanceof CommandFailure) || !passing.has(error.kind)) throw error;
      if (!isAway) note(`${error.message}; trying again until Ctrl-C`);
      isAway = true;
    }
  }
};
