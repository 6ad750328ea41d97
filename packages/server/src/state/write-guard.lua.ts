/** The transitions of `write-protocol.ts` as Lua: each is atomic in Redis and takes its time from Redis itself. */

/** KEYS in every script: 1 epoch, 2 operation, 3 prefix of key records, 4 queue of open outcomes. */
export const WRITE_SCRIPT_KEYS = 4;

/**
 * Two notes for readers: Lua prints large numbers in exponent form, hence `text`; and the key record is found through
 * the operation, so its key is put together from a prefix with the same hash tag instead of being passed in.
 */
const prelude = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function reply(...) return { text(now), ... } end
local function hash(key)
  local flat, fields = redis.call('HGETALL', key), {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return next(fields) and fields or nil
end
local function idemKey(recordKey) return KEYS[3] .. recordKey end
local function owns(op, attemptId, fence) return op and op.owner == attemptId and op.fence == fence end
local function conclude(op, member, outcome, answer, bookingId, decidedBy, ttl)
  redis.call('HSET', KEYS[2], 'state', 'DONE', 'context', '', 'outcome', outcome, 'decidedBy', decidedBy, 'bookingId', bookingId)
  redis.call('PEXPIRE', KEYS[2], ttl)
  local idem = idemKey(op.recordKey)
  redis.call('DEL', idem)
  redis.call('HSET', idem, 'fingerprint', op.fingerprint, 'requestId', op.requestId,
    'answer', answer, 'outcome', outcome, 'bookingId', bookingId)
  redis.call('PEXPIRE', idem, ttl)
  redis.call('ZREM', KEYS[4], member)
end
`;

/** ARGV: run id, new epoch id, evicted keys. A missing record, another run or a lost key starts a new epoch. */
export const learnEpochLua = `${prelude}
local known = hash(KEYS[1])
local evicted = tonumber(ARGV[3])
if not known or known.runId ~= ARGV[1] or evicted > tonumber(known.evicted) then
  redis.call('HSET', KEYS[1], 'id', ARGV[2], 'since', text(now), 'runId', ARGV[1], 'evicted', text(evicted))
  return reply(ARGV[2], text(now))
end
if evicted < tonumber(known.evicted) then redis.call('HSET', KEYS[1], 'evicted', text(evicted)) end
return reply(known.id, known.since)
`;

/**
 * ARGV: 1 epoch id, 2 attempt id, 3 record key, 4 keyed, 5 fingerprint, 6 request id, 7 context, 8 token issue time or
 * empty, 9 read says no, 10 lease, 11 settle, 12 cover margin, 13 time to live, 14 first look-up, 15 queue member.
 */
export const beginLua = `${prelude}
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return reply('epoch_changed') end
local idem = hash(idemKey(ARGV[3]))
if idem and idem.fingerprint ~= ARGV[5] then return reply('key_reused') end
if idem and idem.answer then
  return reply('replay', idem.answer, idem.outcome, idem.requestId, idem.bookingId or '')
end
local op = hash(KEYS[2])
if op then
  local same = (op.recordKey == ARGV[3] or (ARGV[4] == '0' and op.fingerprint == ARGV[5])) and '1' or '0'
  local alive = tonumber(op.leaseUntilMs) > now
  if op.state == 'CLAIMED' and alive then
    if op.owner == ARGV[2] then return reply('claimed', op.fence) end
    return reply('running', same)
  end
  if op.state == 'SENDING' and alive then return reply('running', same) end
  if op.state == 'SENDING' then
    redis.call('HSET', KEYS[2], 'state', 'UNKNOWN')
    redis.call('PEXPIRE', KEYS[2], ARGV[13])
    redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[14])), ARGV[15])
    return reply('unknown', same, op.recordKey)
  end
  if op.state == 'UNKNOWN' then return reply('unknown', same, op.recordKey) end
  if op.state == 'DONE' then
    if op.outcome == 'executed' then return reply('already_done', op.bookingId or '') end
    if op.decidedBy == 'read' and ARGV[9] == '0' then return reply('read_first') end
  end
end
local since = tonumber(redis.call('HGET', KEYS[1], 'since'))
local settled = since + tonumber(ARGV[11])
local covered
if ARGV[8] == '' then covered = now >= settled else covered = tonumber(ARGV[8]) >= since + tonumber(ARGV[12]) end
if not covered then
  if now < settled then return reply('unsettled', text(settled - now)) end
  return reply('uncovered')
end
local fence = text((op and tonumber(op.fence) or 0) + 1)
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'state', 'CLAIMED', 'owner', ARGV[2], 'fence', fence,
  'leaseUntilMs', text(now + tonumber(ARGV[10])), 'sentAtMs', '0', 'recordKey', ARGV[3],
  'fingerprint', ARGV[5], 'requestId', ARGV[6], 'context', ARGV[7])
redis.call('PEXPIRE', KEYS[2], ARGV[13])
redis.call('HSET', idemKey(ARGV[3]), 'fingerprint', ARGV[5], 'requestId', ARGV[6])
redis.call('PEXPIRE', idemKey(ARGV[3]), ARGV[13])
return reply('claimed', fence)
`;

/** ARGV: 1 epoch id, 2 attempt id, 3 fence, 4 lease, 5 time to live, 6 queue member, 7 context or
 * empty to keep the one the claim came with. */
export const toSendLua = `${prelude}
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return reply('epoch_changed') end
local op = hash(KEYS[2])
if not owns(op, ARGV[2], ARGV[3]) or op.state ~= 'CLAIMED' then return reply('lost') end
if tonumber(op.leaseUntilMs) <= now then return reply('lost') end
local lease = text(now + tonumber(ARGV[4]))
redis.call('HSET', KEYS[2], 'state', 'SENDING', 'sentAtMs', text(now), 'leaseUntilMs', lease)
if ARGV[7] ~= '' then redis.call('HSET', KEYS[2], 'context', ARGV[7]) end
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('ZADD', KEYS[4], lease, ARGV[6])
return reply('sending')
`;

/** ARGV: 1 attempt id, 2 fence, 3 outcome, 4 answer, 5 booking id, 6 time to live, 7 queue member. */
export const finishLua = `${prelude}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) or op.state == 'CLAIMED' then return reply('lost') end
if op.state == 'DONE' then return reply('superseded', op.outcome) end
conclude(op, ARGV[7], ARGV[3], ARGV[4], ARGV[5], 'answer', ARGV[6])
return reply('done')
`;

/** ARGV: 1 attempt id, 2 fence, 3 time to live, 4 first look-up, 5 queue member. */
export const markUnknownLua = `${prelude}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) or op.state ~= 'SENDING' then return reply('lost') end
redis.call('HSET', KEYS[2], 'state', 'UNKNOWN')
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[4])), ARGV[5])
return reply('unknown')
`;

/** ARGV: 1 attempt id, 2 fence, 3 queue member. */
export const releaseLua = `${prelude}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) then return reply('lost') end
if op.state ~= 'CLAIMED' and op.state ~= 'SENDING' then return reply('lost') end
redis.call('DEL', KEYS[2], idemKey(op.recordKey))
redis.call('ZREM', KEYS[4], ARGV[3])
return reply('released')
`;

/** ARGV: 1 attempt id, 2 fence, 3 outcome, 4 answer, 5 booking id, 6 time to live, 7 member, 8 read at, 9 settle, 10 decided by. */
export const settleLua = `${prelude}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) or op.state == 'CLAIMED' then return reply('lost') end
if op.state == 'DONE' then return reply('superseded', op.outcome) end
if op.state == 'SENDING' and tonumber(op.leaseUntilMs) > now then return reply('running') end
if ARGV[3] == 'not_executed' and tonumber(ARGV[8]) < tonumber(op.sentAtMs) + tonumber(ARGV[9]) then
  return reply('too_early')
end
conclude(op, ARGV[7], ARGV[3], ARGV[4], ARGV[5], ARGV[10], ARGV[6])
return reply('done')
`;

/** KEYS 2 is the prefix of operations here. ARGV: 1 lease, 2 limit. Replies now, then member, tries, fields… each as JSON. */
export const takeDueLua = `${prelude}
local due = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', text(now), 'LIMIT', 0, tonumber(ARGV[2]))
local items = {}
for _, member in ipairs(due) do
  local key = KEYS[2] .. member
  local op = hash(key)
  if op then
    redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[1])), member)
    op.tries = text(redis.call('HINCRBY', key, 'tries', 1))
    op.member = member
    items[#items + 1] = cjson.encode(op)
  else
    redis.call('ZREM', KEYS[4], member)
  end
end
return reply(unpack(items))
`;

/** ARGV: 1 delay, 2 queue member. */
export const deferLua = `${prelude}
redis.call('ZADD', KEYS[4], 'XX', text(now + tonumber(ARGV[1])), ARGV[2])
return reply()
`;

/** KEYS 2 is the prefix of operations here. Replies now, count, oldest age; looks at no more than 1,000. */
export const gaugeLua = `${prelude}
local count, oldest = 0, 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[4], 0, 999)) do
  local op = hash(KEYS[2] .. member)
  if op and (op.state == 'UNKNOWN' or (op.state == 'SENDING' and tonumber(op.leaseUntilMs) <= now)) then
    count = count + 1
    oldest = math.max(oldest, now - tonumber(op.sentAtMs))
  end
end
return reply(text(count), text(oldest))
`;
