/** The steps of the queue as Lua, each of them atomic. */

/**
 * KEYS in every script: 1 the client, a hash of `upTo`, `number` and `forgotten`; what is derived from it shares its slot: `:due` lanes
 * by when their heads are due, `:leases` of lanes, `:lane:` event ids in order, `:item:` each webhook, `:waiting` event ids by when
 * they came, `:dead` event ids by the number of their deaths.
 */
const prelude = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local client = KEYS[1]
local due, leases, waiting, dead = client .. ':due', client .. ':leases', client .. ':waiting', client .. ':dead'
local function itemOf(id) return client .. ':item:' .. id end
local function laneOf(lane) return client .. ':lane:' .. lane end
local function nextNumber() return redis.call('HINCRBY', client, 'number', 1) end
local function countForgotten() redis.call('HINCRBY', client, 'forgotten', 1) end
-- Nothing is touched so long but what belongs to a client that is no more.
local life = 1814400000
local function live(lane, id)
  for _, key in ipairs({ client, due, leases, waiting, dead, laneOf(lane), itemOf(id) }) do redis.call('PEXPIRE', key, life) end
end
local function append(id, lane)
  redis.call('RPUSH', laneOf(lane), id)
  redis.call('ZADD', waiting, text(now), id)
  redis.call('ZADD', due, 'NX', text(now), lane)
  live(lane, id)
end
`;

/** ARGV in the scripts of a holder: 1 lane, 2 event id, 3 lease. A head goes only by its holder, so the lease stands for both. */
const holderPrelude = `${prelude}
local lane, id = ARGV[1], ARGV[2]
if redis.call('HGET', leases, lane) ~= ARGV[3] then return { 'overtaken' } end
local function dropHead()
  redis.call('LPOP', laneOf(lane))
  redis.call('ZREM', waiting, id)
  redis.call('HDEL', leases, lane)
  if redis.call('EXISTS', laneOf(lane)) == 1 then
    redis.call('ZADD', due, text(now), lane)
  else
    redis.call('ZREM', due, lane)
  end
end
`;

/** Drops dead letters that are over, and those over a number; some at a time. */
const pruneLua = `
local function forget(id)
  redis.call('ZREM', dead, id)
  redis.call('DEL', itemOf(id))
  countForgotten()
end
local function prune(most)
  local over = redis.call('ZCARD', dead) - most
  for at, id in ipairs(redis.call('ZRANGE', dead, 0, 199)) do
    if at > over and redis.call('EXISTS', itemOf(id)) == 1 then break end
    forget(id)
  end
end
`;

/** Whether it was new. */
const appendNewLua = `
local function appendNew(id, lane, payload, correlation)
  if redis.call('EXISTS', itemOf(id)) == 1 then return false end
  if redis.call('ZREM', dead, id) == 1 then countForgotten() end
  redis.call('HSET', itemOf(id), 'lane', lane, 'payload', payload, 'correlation', correlation, 'attempts', 0)
  append(id, lane)
  return true
end
`;

/** ARGV: event id, lane, payload, correlation id or nothing. */
export const enqueueUnplacedLua = `${prelude}${appendNewLua}
return { appendNew(unpack(ARGV)) and 'new' or 'known' }
`;

/** ARGV: 1 up to which position, and of each webhook: position, event id, lane, payload, correlation id or nothing. */
export const enqueueLua = `${prelude}${appendNewLua}
local function isAfter(one, other)
  local ms, number = string.match(one, '^0*(%d+)-0*(%d+)$')
  local otherMs, otherNumber = string.match(other, '^0*(%d+)-0*(%d+)$')
  if ms == otherMs then ms, otherMs = number, otherNumber end
  if #ms ~= #otherMs then return #ms > #otherMs end
  return ms > otherMs
end
local last = redis.call('HGET', client, 'upTo') or '0-0'
local count = 0
for at = 2, #ARGV, 5 do
  if isAfter(ARGV[at], last) and appendNew(ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]) then
    count = count + 1
  end
end
if isAfter(ARGV[1], last) then redis.call('HSET', client, 'upTo', ARGV[1]) end
return { tostring(count) }
`;

/** ARGV: 1 how many, 2 life of the leases. Replies when the next is due, or nothing, and of each: id, lane, lease and its fields. */
export const takeDueLua = `${prelude}
local reply = { '' }
for _, lane in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', text(now), 'LIMIT', 0, ARGV[1])) do
  local id = redis.call('LINDEX', laneOf(lane), 0)
  local fields = id and redis.call('HMGET', itemOf(id), 'payload', 'correlation', 'attempts')
  if not id then
    redis.call('ZREM', due, lane)
  elseif not fields[1] then
    redis.call('LPOP', laneOf(lane))
    redis.call('ZREM', waiting, id)
    countForgotten()
  else
    local lease = text(nextNumber())
    redis.call('HSET', leases, lane, lease)
    redis.call('ZADD', due, text(now + tonumber(ARGV[2])), lane)
    for _, part in ipairs({ id, lane, lease, unpack(fields) }) do reply[#reply + 1] = part end
    live(lane, id)
  end
end
local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
if #first > 0 then reply[1] = text(math.max(0, tonumber(first[2]) - now)) end
return reply
`;

export const deliveredLua = `${holderPrelude}
dropHead()
redis.call('DEL', itemOf(id))
return { 'held' }
`;

/** ARGV: 4 delay, 5 outcome. */
export const retryInLua = `${holderPrelude}
redis.call('HINCRBY', itemOf(id), 'attempts', 1)
redis.call('HSET', itemOf(id), 'outcome', ARGV[5])
redis.call('HDEL', leases, lane)
redis.call('ZADD', due, text(now + tonumber(ARGV[4])), lane)
return { 'held' }
`;

/** ARGV: 4 reason, 5 outcome, empty when no attempt was made, 6 life of a dead letter, 7 most of them. */
export const buryLua = `${holderPrelude}${pruneLua}
dropHead()
if ARGV[5] ~= '' then
  redis.call('HINCRBY', itemOf(id), 'attempts', 1)
  redis.call('HSET', itemOf(id), 'outcome', ARGV[5])
end
redis.call('HSET', itemOf(id), 'reason', ARGV[4], 'at', text(now))
redis.call('PEXPIRE', itemOf(id), ARGV[6])
redis.call('ZADD', dead, text(nextNumber()), id)
redis.call('PEXPIRE', dead, life)
prune(tonumber(ARGV[7]))
return { 'held' }
`;

/** ARGV: 1 below which number, 2 how many. Replies of each: id, number and its fields. */
export const deadLettersLua = `${prelude}
local reply = {}
local rows = redis.call('ZREVRANGEBYSCORE', dead, ARGV[1], '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for at = 1, #rows, 2 do
  local fields = redis.call('HMGET', itemOf(rows[at]), 'lane', 'reason', 'attempts', 'at', 'outcome')
  if fields[1] then
    fields[5] = fields[5] or ''
    for _, part in ipairs({ rows[at], rows[at + 1], unpack(fields) }) do reply[#reply + 1] = part end
  end
end
return reply
`;

/** ARGV: event ids, those that died first before others. */
export const replayLua = `${prelude}
local count = 0
for _, id in ipairs(ARGV) do
  local lane = redis.call('HGET', itemOf(id), 'lane')
  local wasDead = redis.call('ZREM', dead, id) == 1
  if wasDead and not lane then countForgotten() end
  if wasDead and lane then
    redis.call('HDEL', itemOf(id), 'reason', 'at', 'outcome')
    redis.call('HSET', itemOf(id), 'attempts', 0)
    append(id, lane)
    count = count + 1
  end
end
return { tostring(count) }
`;

/** ARGV: 1 most dead letters. Replies how many wait, the age of the oldest, how many are dead and were forgotten. */
export const backlogLua = `${prelude}${pruneLua}
prune(tonumber(ARGV[1]))
local first = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')
return {
  tostring(redis.call('ZCARD', waiting)),
  #first > 0 and text(now - tonumber(first[2])) or '0',
  tostring(redis.call('ZCARD', dead)),
  redis.call('HGET', client, 'forgotten') or '0',
}
`;
