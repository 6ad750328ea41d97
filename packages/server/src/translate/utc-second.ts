/** Moments as the contract writes them: UTC, to the second, without a zone. */

/** `1_793_180_400_000` → `2026-10-28T09:40:00`. */
export const toUtcSecond = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 19);
