/** What somebody holds for a while: so many of them at a time, and so many of one kind. */

/** One thing that is held. */
export type Holding = {
  /** Who holds it, such as a client. */
  readonly owner: string;
  /** What it is one of, such as a departure. */
  readonly kind: string;
  readonly id: string;
  /** It is let go by itself after so long. */
  readonly lifeMs: number;
  readonly ownerMax: number;
  readonly kindMax: number;
};

/** Whether it is held now; else which bound was met, and how long until the first of what fills it ends by itself. */
export type HoldVerdict =
  | { readonly isHeld: true }
  | { readonly isHeld: false; readonly full: 'owner' | 'kind'; readonly freeInMs: number };

/** Which holding of an owner. */
export type Held = Pick<Holding, 'owner' | 'id'>;

/** Holdings by owner. Nothing here rejects: they bound what goes on, and booking goes on without them. */
export type Holdings = {
  /** Holds, or changes nothing. Holding one's own again lengthens its life. */
  hold(holding: Holding): Promise<HoldVerdict>;
  /** Calls it by another name from now on. */
  rename(held: Held, id: string): Promise<void>;
  release(held: Held): Promise<void>;
};

type Entry = { readonly kind: string; readonly untilMs: number };

const fullBy = (entries: readonly Entry[], nowMs: number): number =>
  Math.max(1, Math.min(...entries.map(({ untilMs }) => untilMs)) - nowMs);

/**
 * Holdings of this process.
 *
 * @example
 * ```ts
 * const holdings = createLocalHoldings(Date.now);
 * await holdings.hold({ owner: 'acme', kind: 'VN0f:2026-12-05', id: 'c8Kq', lifeMs: 900_000, ownerMax: 200, kindMax: 40 });
 * ```
 */
export const createLocalHoldings = (nowMs: () => number): Holdings => {
  const owners = new Map<string, Map<string, Entry>>();
  const heldBy = (owner: string): Map<string, Entry> => {
    const held = owners.get(owner) ?? new Map<string, Entry>();
    for (const [id, { untilMs }] of held) if (untilMs <= nowMs()) held.delete(id);
    owners.set(owner, held);
    return held;
  };
  const hold = ({ owner, kind, id, lifeMs, ownerMax, kindMax }: Holding): HoldVerdict => {
    const held = heldBy(owner);
    const others = [...held].flatMap(([name, entry]) => (name === id ? [] : [entry]));
    const ofKind = others.filter((entry) => entry.kind === kind);
    if (others.length >= ownerMax) return { isHeld: false, full: 'owner', freeInMs: fullBy(others, nowMs()) };
    if (ofKind.length >= kindMax) return { isHeld: false, full: 'kind', freeInMs: fullBy(ofKind, nowMs()) };
    held.set(id, { kind, untilMs: nowMs() + lifeMs });
    return { isHeld: true };
  };
  return {
    hold: (holding) => Promise.resolve(hold(holding)),
    rename({ owner, id }, next) {
      const held = heldBy(owner);
      const entry = held.get(id);
      held.delete(id);
      if (entry !== undefined) held.set(next, entry);
      return Promise.resolve();
    },
    release({ owner, id }) {
      owners.get(owner)?.delete(id);
      return Promise.resolve();
    },
  };
};
