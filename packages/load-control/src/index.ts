/** How much may go on at once, and how often. */
export { createRateWindow, type Quota, type RateWindow, slotMs, type Verdict } from './rate-window.ts';
