/** The gateway's own times for a crash run, some tens of times faster than in production, and how the upstream keeps to them. */
import type { Timing } from '../../src/deps.ts';

/** What the sandbox takes for a `slow` reserve: send window + this stay far below the settle time, on a busy machine too. */
export const slowMs = 1_500;

/** Longer than any lease: what is sent when a run ends has happened by then, or never will. */
export const quietMs = 2_500;

export const crashTiming = {
  writeProtocol: { leaseMs: 1_500, settleMs: 5_000, coverMarginMs: 200, firstLookUpMs: 200 },
  writeGuard: { sendWindowMs: 400, syncWaitMs: 1_000, callLimitMs: 2_500, joinMs: 300, joinPollMs: 50 },
  outcomeResolver: { everyMs: 250, leaseMs: 1_500, backOffMs: [200, 400, 800, 1_500] },
} as const satisfies Timing;
