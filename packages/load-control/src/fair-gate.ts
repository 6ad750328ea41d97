/** A gate that lets so many in at once, and has the others wait in a line for each key, served in turns. */

/** Why somebody was not let in. */
export type Refusal = 'queue_full' | 'waited_too_long' | 'aborted';

/** Nobody was let in, and nothing was begun. */
export class GateRefused extends Error {
  override readonly name = 'GateRefused';
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(`not let in: ${reason}`);
    this.reason = reason;
  }
}

/** Leaves the gate; a second call does nothing. */
export type Leave = () => void;

/** Bounds of a gate, asked whenever somebody comes or leaves. */
export type GateBounds = {
  /** So many may be inside; those who are stay when it falls. */
  readonly limit: () => number;
  /** So many may wait, of all keys together. */
  readonly queueMax: () => number;
  /** How long one waits who names no time of their own, in milliseconds; 0 is not at all. */
  readonly waitMs: number;
};

/** How one caller waits. */
export type Patience = { readonly waitMs?: number | undefined; readonly signal?: AbortSignal | undefined };

/** A gate in this process. */
export type FairGate = {
  /** Waits to be let in. @throws GateRefused when the queue is full, the time is up or the signal aborts. */
  enter(key: string, patience?: Patience): Promise<Leave>;
  /** Lets in who fits by now: to be called when `limit` may have risen. */
  admit(): void;
  readonly running: () => number;
  readonly waiting: () => number;
};

type Waiter = { readonly let: (leave: Leave) => void; readonly refuse: (reason: Refusal) => void };

/** The longest time that a timer takes; longer ones would fire at once. */
const timerMaxMs = 2 ** 31 - 1;

/**
 * Makes a gate. Who waits stands in the line of their key, and the lines take turns: a client with a thousand calls delays another by
 * one turn. In a full queue the last of the longest line gives way to a key that has fewer waiting.
 *
 * @example
 * ```ts
 * const gate = createFairGate({ limit: () => 30, queueMax: () => 60, waitMs: 500 });
 * const leave = await gate.enter('acme');
 * try { await search(); } finally { leave(); }
 * ```
 */
export const createFairGate = ({ limit, queueMax, waitMs: waitMsDefault }: GateBounds): FairGate => {
  // The order of the map is the order of the turns.
  const lines = new Map<string, Waiter[]>();
  let running = 0;
  let waiting = 0;

  const start = (): Leave => {
    running += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      running -= 1;
      admit();
    };
  };
  const leaveLine = (key: string, waiter: Waiter): void => {
    const line = lines.get(key) ?? [];
    const place = line.indexOf(waiter);
    if (place < 0) return;
    line.splice(place, 1);
    waiting -= 1;
    if (line.length === 0) lines.delete(key);
  };
  const admit = (): void => {
    while (running < limit()) {
      const [turn] = lines;
      const [key, [waiter]] = turn ?? ['', []];
      if (turn === undefined || waiter === undefined) return;
      leaveLine(key, waiter);
      if (lines.delete(key)) lines.set(key, turn[1]);
      waiter.let(start());
    }
  };
  /** Makes room for one of `key` in a full queue, if another line is longer than theirs would be. */
  const makeRoom = (key: string): boolean => {
    const own = (lines.get(key)?.length ?? 0) + 1;
    const [, longest = []] = [...lines].reduce<[string, Waiter[]] | []>(
      (most, line) => (line[1].length > (most[1]?.length ?? own) ? line : most),
      [],
    );
    longest.at(-1)?.refuse('queue_full');
    return longest.length > 0;
  };
  const wait = (key: string, { waitMs, signal }: Patience & { readonly waitMs: number }): Promise<Leave> =>
    new Promise((resolve, reject) => {
      const forget = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        let: (leave) => {
          forget();
          resolve(leave);
        },
        refuse: (reason) => {
          forget();
          leaveLine(key, waiter);
          reject(new GateRefused(reason));
        },
      };
      const onAbort = () => waiter.refuse('aborted');
      const timer = setTimeout(() => waiter.refuse('waited_too_long'), Math.min(waitMs, timerMaxMs));
      signal?.addEventListener('abort', onAbort, { once: true });
      const line = lines.get(key);
      if (line === undefined) lines.set(key, [waiter]);
      else line.push(waiter);
      waiting += 1;
    });

  return {
    async enter(key, { waitMs = waitMsDefault, signal } = {}) {
      if (signal?.aborted === true) throw new GateRefused('aborted');
      admit();
      if (running < limit()) return start();
      if (waitMs <= 0) throw new GateRefused('waited_too_long');
      if (waiting >= queueMax() && !makeRoom(key)) throw new GateRefused('queue_full');
      return await wait(key, { waitMs, signal });
    },
    admit,
    running: () => running,
    waiting: () => waiting,
  };
};
