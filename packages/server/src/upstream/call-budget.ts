/** What all clients together may cost 12go: every call is counted before it is made, and bookings have a share of their own. */
import type { RateLimits } from '@partner-gateway/load-control';
import type { Metrics } from '@partner-gateway/telemetry';
import { type Operation, policies, TwelveGoError } from '@partner-gateway/twelvego-client';

/** For whom a call is made. */
export type BudgetCall = {
  readonly operation: Operation;
  readonly clientId: string;
  /** Whether it serves a search or an itinerary that is only looked at; everything else is about a booking. */
  readonly isSearch: boolean;
};

/** Counts calls. */
export type CallBudget = {
  /** @throws TwelveGoError `rate_limited`, not sent, when the budget of its class is spent. */
  spend(call: BudgetCall): Promise<void>;
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
};

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
}: CallBudgetOptions): CallBudget => {
  const quota = { units: callsPerMin, seconds: windowSeconds };
  let isLeft = true;
  return {
    async spend(call) {
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
