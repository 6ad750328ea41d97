/** Waiting for what comes by itself. */
import { vi } from 'vitest';

/** Asks again until the check passes; what never comes fails with its last error. The limit is no promise: a busy machine takes its time. */
export const until = <Value>(check: () => Value | Promise<Value>, intervalMs = 20): Promise<Value> =>
  vi.waitFor(check, { timeout: 20_000, interval: intervalMs });
