/** Credit holds in process memory: one instance only; the conformance twin of the Redis ones. */
import {
  assertAmounts,
  type CreditHold,
  type CreditHoldReply,
  type CreditHolds,
  type CreditHoldTimes,
  defaultCreditHoldTimes,
} from './credit-holds.ts';

type Held = { currency: string; holdId: string; attemptId: string; amountMinor: bigint; untilMs: number };

/** Creates an empty set of holds; see {@link CreditHolds}. `nowMs` defaults to the wall clock. */
export const createMemoryCreditHolds = (
  times: Partial<CreditHoldTimes> = {},
  nowMs: () => number = Date.now,
): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const clients = new Map<string, Held[]>();

  const heldBy = (clientId: string): Held[] =>
    (clients.get(clientId) ?? []).filter(({ untilMs }) => untilMs > nowMs());

  const hold = (request: CreditHold): CreditHoldReply => {
    assertAmounts(request);
    const { clientId, currency, holdId, attemptId = '', amountMinor, balanceMinor } = request;
    const held = heldBy(clientId);
    const heldByOthersMinor = held
      .filter((one) => one.currency === currency && one.holdId !== holdId)
      .reduce((sum, one) => sum + one.amountMinor, 0n);
    if (balanceMinor - heldByOthersMinor < amountMinor) return { kind: 'insufficient', heldByOthersMinor };
    const kept = held.filter(
      (one) => one.currency !== currency || one.holdId !== holdId || one.attemptId !== attemptId,
    );
    clients.set(clientId, [...kept, { currency, holdId, attemptId, amountMinor, untilMs: nowMs() + holdMs }]);
    return { kind: 'held' };
  };

  return {
    hold: (request) => new Promise((resolve) => resolve(hold(request))),
    release({ clientId }, holdId, outcome, attemptId) {
      const lingering = outcome === 'executed' ? { untilMs: nowMs() + lingerMs } : { untilMs: 0 };
      const held = heldBy(clientId).map((one) => {
        const isMeant = one.holdId === holdId && (attemptId === undefined || one.attemptId === attemptId);
        return isMeant ? { ...one, ...lingering } : one;
      });
      clients.set(clientId, held);
      return Promise.resolve();
    },
  };
};
