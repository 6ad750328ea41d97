/** Credit holds: amounts set aside for writes under way, so that concurrent writes cannot spend one balance twice. */
import type { Outcome } from '@partner-gateway/write-guard';
import { defineScript, orUnavailable, type RedisClient } from '@partner-gateway/write-guard/redis';

/** Whose credit line; amounts are minor units of `currency`. */
export type CreditLine = { readonly clientId: string; readonly currency: string };

export type CreditHold = CreditLine & {
  /** Names the write, such as `reserve:c8Kq2Zt1`; holding again under one name and attempt replaces the amount. */
  readonly holdId: string;
  /** Which attempt at the write: a write is sent once, so its attempts never add up. Default: the only one. */
  readonly attemptId?: string;
  readonly amountMinor: bigint;
  /** As the balance service has just said. */
  readonly balanceMinor: bigint;
};

export type CreditHoldReply =
  | { readonly kind: 'held' }
  | { readonly kind: 'insufficient'; readonly heldByOthersMinor: bigint };

export type ReleasedHold = Pick<CreditHold, 'clientId' | 'holdId'> & {
  /** Lets only this attempt's hold go. Default: those of every attempt at the write. */
  readonly attemptId?: string | undefined;
  /** The name under which it stays for a moment after `executed`. Default: its own. */
  readonly lingersAs?: string | undefined;
};

/** Every call may throw `StoreUnavailable`; a write that cannot be held is not sent. */
export type CreditHolds = {
  /** Sets the amount aside when the balance less all other holds covers it; else changes nothing. */
  hold(hold: CreditHold): Promise<CreditHoldReply>;
  /** Whether {@link CreditHolds.hold} would hold now. Sets nothing aside. */
  covers(hold: CreditHold): Promise<boolean>;
  /**
   * Call it at a definite outcome only; an unknown one keeps its hold. After `executed` the hold stays for a moment:
   * somebody may have read the balance before it went down. It stays under `lingersAs`, by default its own name: the next
   * write for the same thing replaces it instead of counting it twice. Needs no currency, so that it needs no balance either.
   */
  release(released: ReleasedHold, outcome: Outcome): Promise<void>;
};

export type CreditHoldTimes = {
  /** Longest life of a hold whose outcome never becomes known. Default 24 h. */
  readonly holdMs: number;
  /** How long a spent hold still counts; above the age a balance may have. Default 5 s. */
  readonly lingerMs: number;
};

const defaultCreditHoldTimes: CreditHoldTimes = { holdMs: 24 * 60 * 60 * 1000, lingerMs: 5_000 };

/** Lua counts in doubles; beyond this an amount would lose its last digits. */
const amountMax = BigInt(Number.MAX_SAFE_INTEGER);

const assertAmounts = ({ amountMinor, balanceMinor }: CreditHold): void => {
  const size = balanceMinor < 0n ? -balanceMinor : balanceMinor;
  if (amountMinor < 0n || amountMinor > amountMax || size > amountMax) {
    throw new RangeError('credit amounts must be exact: none negative to hold, none above 2^53 minor units');
  }
};

/**
 * KEYS 1 the client's holds, `{currency}:{hold id}:{attempt}` to `{amount}:{until}`.
 * ARGV: 1 currency, 2 hold id, 3 attempt, 4 amount, 5 balance, 6 life, or 0 to set nothing aside.
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
if ARGV[6] == '0' then return { 'covered' } end
local field = ARGV[1] .. ':' .. ARGV[2] .. ':' .. ARGV[3]
redis.call('HSET', KEYS[1], field, ARGV[4] .. ':' .. text(now + tonumber(ARGV[6])))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return { 'held' }
`;

/**
 * KEYS 1 the client's holds. ARGV: 1 hold id, in whatever currency, 2 how long it lingers, 3 under which name, 4 whether
 * only 5 this attempt is meant.
 */
const releaseLua = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local flat = redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do
  local currency, id, attempt = string.match(flat[i], '^([^:]*):(.*):([^:]*)$')
  if id == ARGV[1] and (ARGV[4] == '0' or attempt == ARGV[5]) then
    local lingering = currency .. ':' .. ARGV[3] .. ':'
    local lingers = tonumber(ARGV[2]) > 0
    -- Set before the other is deleted: a hash that is empty in between would be made anew, without an end.
    if lingers then
      local untilMs = string.format('%.0f', now + tonumber(ARGV[2]))
      redis.call('HSET', KEYS[1], lingering, string.match(flat[i + 1], '^%d+') .. ':' .. untilMs)
    end
    if not lingers or flat[i] ~= lingering then redis.call('HDEL', KEYS[1], flat[i]) end
  end
end
return { 'released' }
`;

const toKey = ({ clientId }: Pick<CreditLine, 'clientId'>): string =>
  `credit-hold:{${encodeURIComponent(clientId)}}`;

/**
 * @example
 * const holds = createRedisCreditHolds(redis);
 * await holds.hold({ clientId: 'acme', currency: 'USD', holdId: 'reserve:c8Kq2Zt1',
 *   amountMinor: 4170n, balanceMinor: 100_000n }); // { kind: 'held' }
 */
export const createRedisCreditHolds = (
  redis: RedisClient,
  times: Partial<CreditHoldTimes> = {},
): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const holdScript = defineScript(redis, 'credit_hold', { numberOfKeys: 1, lua: holdLua });
  const releaseScript = defineScript(redis, 'credit_release', { numberOfKeys: 1, lua: releaseLua });
  const ask = (hold: CreditHold, lifeMs: number) => {
    assertAmounts(hold);
    const { currency, holdId, attemptId = '', amountMinor, balanceMinor } = hold;
    const args = [currency, holdId, attemptId, String(amountMinor), String(balanceMinor), lifeMs];
    return orUnavailable(holdScript([toKey(hold)], args));
  };
  return {
    covers: async (hold) => (await ask(hold, 0))[0] === 'covered',
    async hold(hold) {
      const [kind, others] = await ask(hold, holdMs);
      return kind === 'held' ? { kind } : { kind: 'insufficient', heldByOthersMinor: BigInt(others ?? 0) };
    },
    async release({ clientId, holdId, attemptId, lingersAs = holdId }, outcome) {
      const lingers = outcome === 'executed' ? lingerMs : 0;
      const attempt = attemptId === undefined ? [0, ''] : [1, attemptId];
      await orUnavailable(releaseScript([toKey({ clientId })], [holdId, lingers, lingersAs, ...attempt]));
    },
  };
};

type Held = {
  readonly currency: string;
  readonly holdId: string;
  readonly attemptId: string;
  readonly amountMinor: bigint;
  readonly untilMs: number;
};

/** Creates an empty set of holds; see {@link CreditHolds}. `nowMs` defaults to the wall clock. */
export const createMemoryCreditHolds = (
  times: Partial<CreditHoldTimes> = {},
  nowMs: () => number = Date.now,
): CreditHolds => {
  const { holdMs, lingerMs } = { ...defaultCreditHoldTimes, ...times };
  const clients = new Map<string, Held[]>();
  const heldBy = (clientId: string): Held[] =>
    (clients.get(clientId) ?? []).filter(({ untilMs }) => untilMs > nowMs());

  /** Puts a hold in the place of the same attempt's. */
  const put = (held: readonly Held[], next: Held): Held[] => {
    const isSame = (one: Held): boolean =>
      one.currency === next.currency && one.holdId === next.holdId && one.attemptId === next.attemptId;
    return [...held.filter((one) => !isSame(one)), next];
  };

  const heldByOthers = ({ clientId, currency, holdId }: CreditHold): bigint =>
    heldBy(clientId)
      .filter((one) => one.currency === currency && one.holdId !== holdId)
      .reduce((sum, one) => sum + one.amountMinor, 0n);

  const covers = (request: CreditHold): boolean => {
    assertAmounts(request);
    return request.balanceMinor - heldByOthers(request) >= request.amountMinor;
  };

  const hold = (request: CreditHold): CreditHoldReply => {
    const { clientId, currency, holdId, attemptId = '', amountMinor } = request;
    const held = heldBy(clientId);
    if (!covers(request)) return { kind: 'insufficient', heldByOthersMinor: heldByOthers(request) };
    const next = { currency, holdId, attemptId, amountMinor, untilMs: nowMs() + holdMs };
    clients.set(clientId, put(held, next));
    return { kind: 'held' };
  };

  return {
    covers: (request) => new Promise((resolve) => resolve(covers(request))),
    hold: (request) => new Promise((resolve) => resolve(hold(request))),
    release({ clientId, holdId, attemptId, lingersAs = holdId }, outcome) {
      const isMeant = (one: Held): boolean =>
        one.holdId === holdId && (attemptId === undefined || one.attemptId === attemptId);
      const held = heldBy(clientId);
      const linger = { holdId: lingersAs, attemptId: '', untilMs: nowMs() + lingerMs };
      const lingering = outcome === 'executed' ? held.filter(isMeant) : [];
      const kept = held.filter((one) => !isMeant(one));
      clients.set(
        clientId,
        lingering.reduce((all, one) => put(all, { ...one, ...linger }), kept),
      );
      return Promise.resolve();
    },
  };
};
