/** How much may go on at once, and how often. */

export { type Advance, type Advances, createAdvances } from './advances.ts';
export {
  type Circuit,
  CircuitOpen,
  type CircuitOptions,
  type CircuitState,
  type CircuitStatus,
  createCircuit,
  type Judged,
  type Judgement,
  type Settled,
} from './circuit.ts';
export {
  createLoadJudge,
  createLoadWatch,
  type Load,
  type LoadSample,
  type LoadThresholds,
  type LoadWatch,
} from './event-loop.ts';
export {
  createFairGate,
  type FairGate,
  type GateBounds,
  GateRefused,
  type Leave,
  type Patience,
  type Refusal,
} from './fair-gate.ts';
export { createFairShare, type FairShare } from './fair-share.ts';
export { createLocalHoldings, type Holding, type Holdings, type HoldVerdict } from './holdings.ts';
export { createQuotaChanges, type QuotaChange, type QuotaChanges } from './quota-changes.ts';
export {
  createLocalRateLimits,
  createSharedRateLimits,
  type RateLimits,
  type Taken,
  type Taking,
} from './rate-limits.ts';
export { createRateWindow, type Quota, type RateWindow, type Verdict } from './rate-window.ts';
export { createRedisHoldings } from './redis/redis-holdings.ts';
export { createRedisRateLimits } from './redis/redis-rate-limits.ts';
export { createRetryBudget, type RetryBudget } from './retry-budget.ts';
export { createThrottle, type Throttle } from './throttle.ts';
export { createTurnstile, type Turnstile, type TurnstileOptions } from './turnstile.ts';
