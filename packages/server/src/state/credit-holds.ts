/** Credit holds: amounts set aside for writes under way, so that concurrent writes cannot spend one balance twice. */
import type { Redis } from 'ioredis';
import { defineScript } from './redis.ts';
import type { Outcome } from './write-record.ts';
import { StoreUnavailable } from './write-store.ts';

/** Whose credit line; amounts are minor units of `currency`. */
export type CreditLine = { clientId: string; currency: string };

export type CreditHold = CreditLine & {
  /** Names the write, such as `reserve:c8Kq2Zt1`; a write is sent once, so that its holds never add up. */
  holdId: string;
  /** Which attempt at the write; holding again under the same one replaces the amount. Default: the only one. */
  attemptId?: string;
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
   * somebody may have read the balance before it went down. Needs no currency, so that it needs no balance either.
   *
   * @param attemptId lets only this attempt's hold go; without it those of every attempt at the write.
   */
  release(
    line: Pick<CreditLine, 'clientId'>,
    holdId: string,
    outcome: Outcome,
    attemptId?: string,
  ): Promise<void>;
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

/**
 * KEYS 1 the client's holds, `{currency}:{hold id}:{attempt}` to `{amount}:{until}`.
 * ARGV: 1 currency, 2 hold id, 3 attempt, 4 amount, 5 balance, 6 life.
 */
const holdLua = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local flat, others = redis.call('HGETALL', KEYS[1]), 0
for i = 1, #flat, 2 do
  local amount, untilMs = string.match(flat[i + 1], '^(%d+):(%d+)$')
  if tonumber(untilMs) <= now then redis.call('HDEL', KEYS[1], flat[i])
  else
    local currency, id = string.match(flat[i], '^([^:]*):(.*):[^:]*$')
    if currency == ARGV[1] and id ~= ARGV[2] then others = others + tonumber(amount) end
  end
end
if tonumber(ARGV[5]) - others < tonumber(ARGV[4]) then return { 'insufficient', text(others) } end
local field = ARGV[1] .. ':' .. ARGV[2] .. ':' .. ARGV[3]
redis.call('HSET', KEYS[1], field, ARGV[4] .. ':' .. text(now + tonumber(ARGV[6])))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return { 'held' }
`;

/** KEYS 1 the client's holds. ARGV: 1 hold id, in whatever currency, 2 how long it lingers, 3 whether 4 the attempt counts. */
const releaseLua = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local flat = redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do
  local id, attempt = string.match(flat[i], '^[^:]*:(.*):([^:]*)$')
  if id == ARGV[1] and (ARGV[3] == '0' or attempt == ARGV[4]) then
    if tonumber(ARGV[2]) == 0 then redis.call('HDEL', KEYS[1], flat[i])
    else
      local untilMs = string.format('%.0f', now + tonumber(ARGV[2]))
      redis.call('HSET', KEYS[1], flat[i], string.match(flat[i + 1], '^%d+') .. ':' .. untilMs)
    end
  end
end
return { 'released' }
`;

const toKey = ({ clientId }: Pick<CreditLine, 'clientId'>): string =>
  `credit-hold:{${encodeURIComponent(clientId)}}`;

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
      const { currency, holdId, attemptId = '', amountMinor, balanceMinor } = hold;
      const args = [currency, holdId, attemptId, String(amountMinor), String(balanceMinor), holdMs];
      const [kind, others] = await holdScript([toKey(hold)], args).catch(unavailable);
      return kind === 'held' ? { kind } : { kind: 'insufficient', heldByOthersMinor: BigInt(others ?? 0) };
    },
    async release(line, holdId, outcome, attemptId) {
      const lingers = outcome === 'executed' ? lingerMs : 0;
      const attempt = attemptId === undefined ? [0, ''] : [1, attemptId];
      await releaseScript([toKey(line)], [holdId, lingers, ...attempt]).catch(unavailable);
    },
  };
};
