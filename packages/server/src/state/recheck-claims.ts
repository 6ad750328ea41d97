/** Which instance may call a recheck URL: the first to claim it in an interval, over all instances while Redis answers. */
import type { Redis } from 'ioredis';

/** Whether this instance may call a URL now: true once per interval over all instances. */
export type RecheckClaim = (urlHash: string, intervalMs: number) => Promise<boolean>;

const claimsMax = 10_000;

/** Claims of this instance alone. */
export const createLocalRecheckClaim = (nowMs: () => number): RecheckClaim => {
  const claimedAtMs = new Map<string, number>();
  return (urlHash, intervalMs) => {
    const now = nowMs();
    const last = claimedAtMs.get(urlHash);
    if (last !== undefined && now - last < intervalMs) return Promise.resolve(false);
    claimedAtMs.delete(urlHash);
    claimedAtMs.set(urlHash, now);
    for (const oldest of claimedAtMs.keys()) {
      if (claimedAtMs.size <= claimsMax) break;
      claimedAtMs.delete(oldest);
    }
    return Promise.resolve(true);
  };
};

/** Claims shared through Redis; while it is away each instance claims for itself. */
export const createSharedRecheckClaim =
  (redis: Redis, local: RecheckClaim): RecheckClaim =>
  async (urlHash, intervalMs) => {
    try {
      return (await redis.set(`recheck:${urlHash}`, '1', 'PX', intervalMs, 'NX')) === 'OK';
    } catch {
      return local(urlHash, intervalMs);
    }
  };
