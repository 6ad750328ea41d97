/** Credit holds: amounts set aside for writes under way, so that concurrent writes cannot spend one balance twice. */

import type { Redis } from 'ioredis';
import { defineScript } from './redis.ts';
import type { Outcome } from './write-record.ts';
import { StoreUnavailable } from './write-store.ts';

/** Whose credit line; amounts are minor units of `currency`. */
export type CreditLine = { clientId: string; currency: string };

export type CreditHold = CreditLine & {
  /** Names the write, such as `reserve:c8Kq2Zt1`; holding again under one name replaces the amount. */
  holdId: string;
  amountMinor: bigint;
  /** As the balance service has just said. */
  balanceMinor: bigint;
};

export type CreditHoldReply = { kind: 'held' } | { kind: 'insufficient'; heldByOthersMinor: bigint };

/** Every call may throw `StoreUnavailable`; a write that cannot be held is not sent. */
export type CreditHolds = {
  /** Sets the amount aside when the balance less all other holds covers it; else changes nothing. */
  hold(hold: CreditHold): Promise<CreditHoldReply>;
  /**
   * Call it at a definite outcome only; an unknown one keeps its hold. After `executed` the hold stays for a moment:
   * somebody may have read the balance before it went down. It stays under `lingersAs`, by default its own name: the next
   * write for the same thing replaces it instead of counting it twice.
   */
  release(line: CreditLine, holdId: string, outcome: Outcome, lingersAs?: string): Promise<void>;
};

export type CreditHoldTimes = {
  /** Longest life of a hold whose outcome never becomes known. Default 24 h. */
  holdMs: number;
  /** How long a spent hold still counts; above the age a balance may have. Default 5 s. */
  lingerMs: number;
};

export const defaultCreditHoldTimes: CreditHoldTimes = { holdMs: 24 * 60 * 60 * 1000, lingerMs: 5_000 };

/** Lua counts in doubles; beyond this an amount would lose its last digits. */
const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

export const assertAmounts = ({ amountMinor, balanceMinor }: CreditHold): void => {
  const size = balanceMinor < 0n ? -balanceMinor : balanceMinor;
  if (amountMinor < 0n || amountMinor > AMOUNT_MAX || size > AMOUNT_MAX) {
    throw new RangeError('credit amounts must be exact: none negative to hold, none above 2^53 minor units');
  }
};

/** KEYS 1 the line. ARGV: 1 hold id, 2 amount, 3 balance, 4 life. A hold is `{amount}:{until}`. */
const holdLua = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local flat, others = redis.call('HGETALL', KEYS[1]), 0
for i = 1, #flat, 2 do
  local amount, untilMs = string.match(flat[i + 1], '^(%d+):(%d+)$')
  if tonumber(untilMs) <= now then redis.call('HDEL', KEYS[1], flat[i])
  elseif flat[i] ~= ARGV[1] then others = others + tonumber(amount) end
end
if tonumber(ARGV[3]) - others < tonumber(ARGV[2]) then return { 'insufficient', text(others) } end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. text(now + tonumber(ARGV[4])))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 'held' }
`;

/** KEYS 1 the line. ARGV: 1 hold id, 2 how long it lingers, 3 under which name. */
const releaseLua = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then return { 'none' } end
redis.call('HDEL', KEYS[1], ARGV[1])
if tonumber(ARGV[2]) > 0 then
  local untilMs = string.format('%.0f', now + tonumber(ARGV[2]))
  redis.call('HSET', KEYS[1], ARGV[3], string.match(held, '^%d+') .. ':' .. untilMs)
end
return { 'released' }
`;

const toKey = ({ clientId, currency }: CreditLine): string =>
  `credit-hold:{${encodeURIComponent(clientId)}}:${encodeURIComponent(currency)}`;

const unavailable = (error: unknown): never => {
  throw new StoreUnavailable('unreachable', error instanceof Error ? new Error(error.message) : undefined);
};

/**
 * @example
 * const holds = createRedisCreditHolds(redis);
 * await holds.hold({ clientId: 'acme', currency: 'USD', holdId: 'reserve:c8Kq2Zt1',
 *   amountMinor: 4170n, balanceMinor: 100_000n }); // { kind: 'held' }
 */
export const createRedisCreditHolds = (redis: Redis, times: Partial<CreditHoldTimes> = {}): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const holdScript = defineScript(redis, 'credit_hold', 1, holdLua);
  const releaseScript = defineScript(redis, 'credit_release', 1, releaseLua);
  return {
    async hold(hold) {
      assertAmounts(hold);
      const args = [hold.holdId, String(hold.amountMinor), String(hold.balanceMinor), holdMs];
      const [kind, others] = await holdScript([toKey(hold)], args).catch(unavailable);
      return kind === 'held' ? { kind } : { kind: 'insufficient', heldByOthersMinor: BigInt(others ?? 0) };
    },
    async release(line, holdId, outcome, lingersAs = holdId) {
      const lingers = outcome === 'executed' ? lingerMs : 0;
      await releaseScript([toKey(line)], [holdId, lingers, lingersAs]).catch(unavailable);
    },
  };
};

type Held = { amountMinor: bigint; untilMs: number };

const nameOf = ({ clientId, currency }: CreditLine): string => JSON.stringify([clientId, currency]);

/** Creates an empty set of holds; see {@link CreditHolds}. `nowMs` defaults to the wall clock. */
export const createMemoryCreditHolds = (
  times: Partial<CreditHoldTimes> = {},
  nowMs: () => number = Date.now,
): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const lines = new Map<string, Map<string, Held>>();

  const lineOf = (line: CreditLine): Map<string, Held> => {
    const held = lines.get(nameOf(line)) ?? new Map<string, Held>();
    lines.set(nameOf(line), held);
    for (const [id, { untilMs }] of held) if (untilMs <= nowMs()) held.delete(id);
    return held;
  };

  const hold = (request: CreditHold): CreditHoldReply => {
    assertAmounts(request);
    const held = lineOf(request);
    const others = [...held]
      .filter(([id]) => id !== request.holdId)
      .map(([, { amountMinor }]) => amountMinor);
    const heldByOthersMinor = others.reduce((sum, amount) => sum + amount, 0n);
    if (request.balanceMinor - heldByOthersMinor < request.amountMinor)
      return { kind: 'insufficient', heldByOthersMinor };
    held.set(request.holdId, { amountMinor: request.amountMinor, untilMs: nowMs() + holdMs });
    return { kind: 'held' };
  };

  return {
    hold: (request) => new Promise((resolve) => resolve(hold(request))),
    release(line, holdId, outcome, lingersAs = holdId) {
      const held = lineOf(line);
      const kept = held.get(holdId);
      held.delete(holdId);
      if (kept !== undefined && outcome === 'executed')
        held.set(lingersAs, { ...kept, untilMs: nowMs() + lingerMs });
      return Promise.resolve();
    },
  };
};
