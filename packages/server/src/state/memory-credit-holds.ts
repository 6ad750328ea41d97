/** Credit holds in process memory: one instance only; the conformance twin of the Redis ones. */
import {
  assertAmounts,
  type CreditHold,
  type CreditHoldReply,
  type CreditHolds,
  type CreditHoldTimes,
  type CreditLine,
  defaultCreditHoldTimes,
} from './credit-holds.ts';

type Held = { amountMinor: bigint; untilMs: number };

const nameOf = ({ clientId, currency }: CreditLine): string => JSON.stringify([clientId, currency]);

/** Creates an empty set of holds; see {@link CreditHolds}. `nowMs` defaults to the wall clock. */
export const createMemoryCreditHolds = (
  times: Partial<CreditHoldTimes> = {},
  nowMs: () => number = Date.now,
): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const lines = new Map<string, Map<string, Held>>();

  const lineOf = (line: CreditLine): Map<string, Held> => {
    const held = lines.get(nameOf(line)) ?? new Map<string, Held>();
    lines.set(nameOf(line), held);
    for (const [id, { untilMs }] of held) if (untilMs <= nowMs()) held.delete(id);
    return held;
  };

  const hold = (request: CreditHold): CreditHoldReply => {
    assertAmounts(request);
    const held = lineOf(request);
    const others = [...held]
      .filter(([id]) => id !== request.holdId)
      .map(([, { amountMinor }]) => amountMinor);
    const heldByOthersMinor = others.reduce((sum, amount) => sum + amount, 0n);
    if (request.balanceMinor - heldByOthersMinor < request.amountMinor)
      return { kind: 'insufficient', heldByOthersMinor };
    held.set(request.holdId, { amountMinor: request.amountMinor, untilMs: nowMs() + holdMs });
    return { kind: 'held' };
  };

  return {
    hold: (request) => new Promise((resolve) => resolve(hold(request))),
    release(line, holdId, outcome) {
      const held = lineOf(line);
      const kept = held.get(holdId);
      if (kept !== undefined && outcome === 'executed')
        held.set(holdId, { ...kept, untilMs: nowMs() + lingerMs });
      else held.delete(holdId);
      return Promise.resolve();
    },
  };
};
