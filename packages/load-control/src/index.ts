/** How much may go on at once, and how often. */
export {
  createFairGate,
  type FairGate,
  type GateBounds,
  GateRefused,
  type Leave,
  type Patience,
  type Refusal,
} from './fair-gate.ts';
export { createRateWindow, type Quota, type RateWindow, slotMs, type Verdict } from './rate-window.ts';
