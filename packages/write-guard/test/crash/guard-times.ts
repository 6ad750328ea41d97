/** The guard's times for a crash run, about a hundred times faster; send window + longest upstream run stay below the settle time. */
import type { GuardTimes } from '../../src/guard.ts';
import type { ProtocolTimes } from '../../src/protocol/record.ts';

/** The upstream never works on a request for longer. */
export const upstreamRunMsMax = 400;

export const crashProtocol: ProtocolTimes = {
  leaseMs: 300,
  settleMs: 1_000,
  coverMarginMs: 20,
  firstLookUpMs: 20,
  recordTtlMs: 600_000,
  lateCommandMs: 400,
  clockToleranceMs: 500,
  unwatchedMs: 2_000,
};
export const crashTimes: GuardTimes = {
  sendWindowMs: 200,
  syncWaitMs: 150,
  callLimitMs: 700,
  joinMs: 50,
  joinPollMs: 10,
};
