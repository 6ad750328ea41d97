/** How long a command may go unanswered, counted in turns of the event loop that had a chance to read its reply. */

export type Deadline = {
  readonly limitMs: number;
  /** Default: `performance.now()`. */
  readonly monotonicMs?: () => number;
};

/**
 * The command was sent and not answered in time: it may have run, and it may yet run. `isBusy`: this process was too busy to
 * look, which says nothing about the store.
 */
export class Unanswered extends Error {
  readonly isBusy: boolean;

  constructor(isBusy: boolean) {
    super(isBusy ? 'this process was too busy to read the reply' : 'no reply in time');
    this.name = 'Unanswered';
    this.isBusy = isBusy;
  }
}

const sliceCount = 4;
/** Beyond so many times the limit it was the event loop that took the time. */
const busyFactor = 1.5;

/**
 * Waits for a command. A timer that is late because the loop was blocked counts as one slice, however late it is; between two
 * slices the loop reads its sockets, so a reply that is there wins.
 *
 * @throws Unanswered
 * @example
 * await withinDeadline(redis.ping(), { limitMs: 200 });
 */
export const withinDeadline = <Reply>(command: Promise<Reply>, deadline: Deadline): Promise<Reply> => {
  const { limitMs, monotonicMs = () => performance.now() } = deadline;
  const startedMs = monotonicMs();
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const wait = (slicesLeft: number): void => {
      if (slicesLeft === 0) {
        reject(new Unanswered(monotonicMs() - startedMs > limitMs * busyFactor));
        return;
      }
      timer = setTimeout(wait, limitMs / sliceCount, slicesLeft - 1);
    };
    wait(sliceCount);
    command.then(resolve, reject).finally(() => clearTimeout(timer));
  });
};
