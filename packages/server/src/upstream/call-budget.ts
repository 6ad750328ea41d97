/** What all clients together may cost 12go: every call is counted before it is made, and bookings have a share of their own. */
import { type Advance, createAdvances, type RateLimits } from '@partner-gateway/load-control';
import type { Metrics } from '@partner-gateway/telemetry';
import { type Operation, policies, TwelveGoError } from '@partner-gateway/twelvego-client';

/** For whom a call is made. */
export type BudgetCall = {
  readonly operation: Operation;
  readonly clientId: string;
  /** Whether it serves a search or an itinerary that is only looked at; everything else is about a booking. */
  readonly isSearch: boolean;
  /** What was drawn for its request, if anything. */
  readonly advance?: Advance | undefined;
};

/** Counts calls. */
export type CallBudget = {
  /** @throws TwelveGoError `rate_limited`, not sent, when the budget of its class is spent. */
  spend(call: BudgetCall): Promise<void>;
  /**
   * Counts so many calls ahead, while that leaves a part of the budget to calls that are made now: for a request that may need
   * them and waits for Redis anyway. Never refuses.
   */
  draw(calls: Pick<BudgetCall, 'isSearch'> & { readonly units: number }): Promise<Advance>;
  /** Whether one more try of a read fits, as far as is known here. */
  hasRoom(): boolean;
  /** Counts that try. */
  spendOnRetry(): void;
};

export type CallBudgetOptions = {
  readonly limits: RateLimits;
  readonly callsPerMin: number;
  /** Part that searches leave for bookings, 0 to 1. */
  readonly bookingShare: number;
  readonly metrics: Metrics;
  /** A clock that never steps. */
  readonly nowMs: () => number;
};

/** A create takes so long, its reserve included, or is one that waits for 12go and not for Redis. */
const drawnLifeMs = 5_000;
/** Near its end nothing is counted that may not be needed. */
const undrawnShare = 0.1;

const windowSeconds = 60;
const name = '12go';

/** Rechecks leave searches as much again as searches leave bookings: they are what goes first. */
const reservedShare = ({ operation, isSearch }: BudgetCall, bookingShare: number): number => {
  if (operation === 'recheck') return Math.min(1, 2 * bookingShare);
  return isSearch ? bookingShare : 0;
};

const spent = ({ operation }: BudgetCall, resetMs: number): TwelveGoError => {
  const isWrite = 'write' in policies[operation];
  return new TwelveGoError({
    operation,
    kind: 'rate_limited',
    retryable: true,
    retryAfterSeconds: Math.max(1, Math.ceil(resetMs / 1_000)),
    detail: 'own budget',
    ...(isWrite && { outcome: 'not_sent' }),
  });
};

/** Makes the budget. */
export const createCallBudget = ({
  limits,
  callsPerMin,
  bookingShare,
  metrics,
  nowMs,
}: CallBudgetOptions): CallBudget => {
  const quota = { units: callsPerMin, seconds: windowSeconds };
  let isLeft = true;
  const advancesOf = (keptShare: number) => {
    const reserved = Math.ceil(callsPerMin * Math.min(1, keptShare + undrawnShare));
    const take = async (units: number) => {
      const taken = await limits.take({ name, quota, units, reserved });
      isLeft ||= taken.isAdmitted;
      return taken;
    };
    return createAdvances({ take, nowMs, lifeMs: drawnLifeMs });
  };
  const advances = { search: advancesOf(bookingShare), booking: advancesOf(0) };
  return {
    draw: ({ isSearch, units }) => advances[isSearch ? 'search' : 'booking'].draw(units),
    async spend(call) {
      if (call.operation !== 'recheck' && call.advance?.use() === true) return;
      const reserved = Math.ceil(callsPerMin * reservedShare(call, bookingShare));
      const { isAdmitted, remaining, resetMs } = await limits.take({ name, quota, reserved });
      isLeft = remaining > 0;
      if (isAdmitted) return;
      metrics.count('gateway.ratelimit.rejected', { scope: name, client_id: call.clientId });
      throw spent(call, resetMs);
    },
    hasRoom: () => isLeft,
    spendOnRetry: () => void limits.take({ name, quota }),
  };
};
