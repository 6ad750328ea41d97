/** The steps of seat locks as Lua: each is atomic, and an owner only ever deletes what is its own. */

/** KEYS in every script: 1 prefix of the departure's seats, 2 the session, 3 the client's seats over all trips. */
export const seatScriptKeys = 3;

/** ARGV in every script: 1 owner, 2 trip and date. */
const prelude = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local owner = ARGV[1]
local function member(seat) return ARGV[2] .. '|' .. seat end
local function mine(seat) return redis.call('GET', KEYS[1] .. seat) == owner end
local function heldSeats()
  local held = {}
  for seat in string.gmatch(redis.call('HGET', KEYS[2], 'seats') or '', '[^,]+') do
    if mine(seat) then held[#held + 1] = seat end
  end
  return held
end
local function free(seat)
  redis.call('DEL', KEYS[1] .. seat)
  redis.call('ZREM', KEYS[1] .. ':all', seat)
  redis.call('ZREM', KEYS[3], member(seat))
end
`;

/**
 * ARGV: 3 life, 4 longest hold, 5 seats per client, 6 seats of a client's sessions on the trip, 7… the wanted seats. A session
 * that is the client's only one there may take as many as it wants: a family on a small vehicle. The session keeps when it
 * first locked, so renewing cannot hold a seat for ever; letting go and coming back gives others a chance in between.
 */
export const lockSeatsLua = `${prelude}
local wanted, isWanted, taken = {}, {}, {}
for i = 7, #ARGV do
  local seat = ARGV[i]
  wanted[#wanted + 1] = seat
  isWanted[seat] = true
  local holder = redis.call('GET', KEYS[1] .. seat)
  if holder and holder ~= owner then taken[#taken + 1] = seat end
end
if #taken > 0 then return { 'taken', unpack(taken) } end
local held = heldSeats()
local others = redis.call('ZCOUNT', KEYS[3], '(' .. text(now), '+inf')
for _, seat in ipairs(held) do
  if tonumber(redis.call('ZSCORE', KEYS[3], member(seat)) or 0) > now then others = others - 1 end
end
if others + #wanted > tonumber(ARGV[5]) then return { 'over_quota', 'client' } end
local client = string.match(owner, '^(.*):')
local othersOnTrip = 0
for _, seat in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1] .. ':all', '(' .. text(now), '+inf')) do
  local holder = redis.call('GET', KEYS[1] .. seat)
  if holder and holder ~= owner and string.match(holder, '^(.*):') == client then othersOnTrip = othersOnTrip + 1 end
end
if othersOnTrip > 0 and othersOnTrip + #wanted > tonumber(ARGV[6]) then return { 'over_quota', 'trip' } end
local first = #held > 0 and tonumber(redis.call('HGET', KEYS[2], 'first')) or now
local untilMs = math.min(now + tonumber(ARGV[3]), first + tonumber(ARGV[4]))
local life = text(math.max(1, untilMs - now))
for _, seat in ipairs(held) do
  if not isWanted[seat] then free(seat) end
end
for _, seat in ipairs(wanted) do
  redis.call('SET', KEYS[1] .. seat, owner, 'PX', life)
  redis.call('ZADD', KEYS[1] .. ':all', text(untilMs), seat)
  redis.call('ZADD', KEYS[3], text(untilMs), member(seat))
end
redis.call('PEXPIRE', KEYS[1] .. ':all', ARGV[4])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('HSET', KEYS[2], 'first', text(first), 'seats', table.concat(wanted, ','))
redis.call('PEXPIRE', KEYS[2], life)
local fence = redis.call('INCR', KEYS[1] .. ':fence')
redis.call('PEXPIRE', KEYS[1] .. ':fence', 86400000)
return { 'locked', text(fence), text(untilMs) }
`;

export const releaseSeatsLua = `${prelude}
for _, seat in ipairs(heldSeats()) do free(seat) end
redis.call('DEL', KEYS[2])
return { 'released' }
`;

/** ARGV: 3 what is left of every life. */
export const shortenSeatsLua = `${prelude}
local left = tonumber(ARGV[3])
for _, seat in ipairs(heldSeats()) do
  local life = redis.call('PTTL', KEYS[1] .. seat)
  if life > left then
    redis.call('PEXPIRE', KEYS[1] .. seat, text(left))
    redis.call('ZADD', KEYS[1] .. ':all', text(now + left), seat)
    redis.call('ZADD', KEYS[3], text(now + left), member(seat))
  end
end
if redis.call('PTTL', KEYS[2]) > left then redis.call('PEXPIRE', KEYS[2], text(left)) end
return { 'shortened' }
`;

/** KEYS 1 prefix of the departure's seats. Replies seat, owner and end of each lock. */
export const listSeatsLua = `
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local reply = {}
local rows = redis.call('ZRANGEBYSCORE', KEYS[1] .. ':all', '(' .. now, '+inf', 'WITHSCORES')
for i = 1, #rows, 2 do
  local holder = redis.call('GET', KEYS[1] .. rows[i])
  if holder then
    reply[#reply + 1] = rows[i]
    reply[#reply + 1] = holder
    reply[#reply + 1] = rows[i + 1]
  end
end
return reply
`;

/** KEYS 1 a client's seats over all trips. Replies member and end of each lock, those that end first before others. */
export const listClientSeatsLua = `
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES')
`;

/** KEYS 1 a client's seats over all trips. Replies how many are locked, and how many had ended and are counted here, once. */
export const sweepSeatsLua = `
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local expired = redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return { tostring(redis.call('ZCARD', KEYS[1])), tostring(expired) }
`;
