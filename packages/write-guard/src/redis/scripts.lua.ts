/** The transitions of `protocol/` as Lua: each is atomic in Redis and takes its time from Redis itself. */
import { olderCopyMs } from '../protocol/memory-trust.ts';
import { outboxPrelude } from './outbox.lua.ts';

/** KEYS in every script: 1 epoch, 2 operation, 3 prefix of key records, 4 queue of open outcomes, 5 outbox. */
export const writeScriptKeys = 5;

/**
 * ARGV of every script that decides something: 1 epoch id, 2 and 3 the earliest and latest time the caller takes for possible.
 * The run of the server is asked inside the script: a restart or a failover behind a connection that stayed is noticed too. A process
 * that was a replica for a while and is a primary again is another run, for it took over what another one had: hence the offset at
 * which it was promoted, which is negative where it never was.
 *
 * Two notes for readers: Lua prints large numbers in exponent form, hence `text`; and the key record is found through
 * the operation, so its key is put together from a prefix with the same hash tag instead of being passed in.
 */
const prelude = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function reply(...) return { text(now), ... } end
local replication = redis.call('INFO', 'replication')
local process = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local promotedAt = string.match(replication, 'second_repl_offset:(%d+)')
local run = promotedAt and (process .. '@' .. promotedAt) or process
local function distrust()
  local epoch = redis.call('HMGET', KEYS[1], 'id', 'runId')
  if epoch[1] ~= ARGV[1] or epoch[2] ~= run then return 'epoch_changed' end
  if now < tonumber(ARGV[2]) or now > tonumber(ARGV[3]) then return 'off_clock' end
end
local function settledAt(settleMs)
  local epoch = redis.call('HMGET', KEYS[1], 'settled', 'steady')
  return epoch[1] == '1' and 0 or tonumber(epoch[2]) + tonumber(settleMs)
end
local function watched(settleMs)
  redis.call('HSET', KEYS[1], 'seen', text(now), 'settled', now >= settledAt(settleMs) and '1' or '0')
  redis.call('PEXPIRE', KEYS[1], 604800000)
  redis.call('PEXPIRE', KEYS[4], 604800000)
end
local function hash(key)
  local flat, fields = redis.call('HGETALL', key), {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return next(fields) and fields or nil
end
local function nodesSeen(before)
  local followers = tonumber(string.match(replication, 'connected_slaves:(%d+)'))
  return math.max(1 + followers, tonumber(before or '1') or 1)
end
local function idemKey(recordKey) return KEYS[3] .. recordKey end
local function owns(op, attemptId, fence) return op and op.owner == attemptId and op.fence == fence end
local function conclude(op, member, outcome, answer, reference, decidedBy, ttl)
  redis.call('HSET', KEYS[2], 'state', 'DONE', 'context', '', 'outcome', outcome, 'decidedBy', decidedBy, 'reference', reference)
  redis.call('PEXPIRE', KEYS[2], ttl)
  local idem = idemKey(op.recordKey)
  redis.call('DEL', idem)
  redis.call('HSET', idem, 'fingerprint', op.fingerprint, 'requestId', op.requestId,
    'answer', answer, 'outcome', outcome, 'reference', reference)
  redis.call('PEXPIRE', idem, ttl)
  redis.call('ZREM', KEYS[4], member)
end
`;

const telling = `${prelude}${outboxPrelude}`;

/**
 * ARGV: 1 name of a new epoch, 2 the caller saw the clock step, 3 the epoch it believed in or empty, 4 it knows an older memory,
 * 5 unwatched, 6 tolerance, 7 longest gap, 8 settle. Another run, a lost key, or a clock that went astray while nobody watched,
 * or by the word of a caller whom no other contradicts, is a new epoch.
 */
export const learnEpochLua = `${prelude}
local known = hash(KEYS[1])
local evicted = tonumber(string.match(redis.call('INFO', 'stats'), 'evicted_keys:(%d+)'))
local function isOver()
  if not known or not known.seen or known.runId ~= run or evicted > tonumber(known.evicted) then return true end
  local gap = now - tonumber(known.seen)
  if gap < -tonumber(ARGV[6]) or gap > tonumber(ARGV[7]) then return true end
  return ARGV[2] == '1' and known.id == ARGV[3] and gap > tonumber(ARGV[5])
end
if isOver() then
  local cause = (known or ARGV[4] == '1') and 'lost' or 'first'
  local id = string.sub(run, 1, 8) .. '-' .. ARGV[1]
  local nodes = text(nodesSeen(known and known.nodes))
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'id', id, 'nodes', nodes, 'runId', run, 'since', text(now), 'steady', text(now), 'settled', '0',
    'cause', cause, 'evicted', text(evicted))
elseif now - tonumber(known.seen) > tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], 'steady', text(now))
end
redis.call('HSET', KEYS[1], 'evicted', text(evicted))
watched(ARGV[8])
local epoch = hash(KEYS[1])
return reply(epoch.id, epoch.since, epoch.settled, epoch.cause, text(math.max(0, settledAt(ARGV[8]) - now)))
`;

/**
 * ARGV: 4 attempt id, 5 record key, 6 keyed, 7 fingerprint, 8 request id, 9 context, 10 whether there is a token, 11 its memory,
 * 12 its issue time, 13 read says no, 14 lease, 15 settle, 16 cover margin, 17 time to live, 18 first look-up, 19 queue member.
 */
export const beginLua = `${prelude}
local trouble = distrust()
if trouble then return reply(trouble) end
watched(ARGV[15])
local epoch = hash(KEYS[1])
local function runOf(id) return string.match(id, '^(.-)-') or '' end
local function refusal()
  if ARGV[10] == '1' then
    if ARGV[11] == '' then return { 'uncovered', '1' } end
    local issued = tonumber(ARGV[12])
    if ARGV[11] == epoch.id and issued > now + ${olderCopyMs} then return { 'split' } end
    if ARGV[11] == epoch.id and now < issued + tonumber(ARGV[17]) / 2 then return nil end
    local another = runOf(ARGV[11]) ~= '' and runOf(ARGV[11]) ~= runOf(epoch.id)
    if another and issued > tonumber(epoch.since) + tonumber(ARGV[16]) then return { 'split' } end
  end
  local settled = settledAt(ARGV[15])
  if now < settled then return { 'unsettled', text(settled - now), epoch.cause } end
  if ARGV[10] == '1' then return { 'uncovered', '0' } end
end
local idem = hash(idemKey(ARGV[5]))
local op = hash(KEYS[2])
if idem and idem.fingerprint ~= ARGV[7] then
  if op and op.state == 'DONE' then return reply('key_reused', op.outcome) end
  return reply('key_reused', (not op and not refusal()) and 'not_executed' or 'unknown')
end
if idem and idem.answer then
  return reply('replay', idem.answer, idem.outcome, idem.requestId, idem.reference or '')
end
if op then
  local same = (op.recordKey == ARGV[5] or (ARGV[6] == '0' and op.fingerprint == ARGV[7])) and '1' or '0'
  local alive = tonumber(op.leaseUntilMs) > now
  if op.state == 'CLAIMED' and alive then
    if op.owner == ARGV[4] then return reply('claimed', op.fence, '') end
    return reply('running', same)
  end
  if op.state == 'SENDING' and alive then return reply('running', same) end
  if op.state == 'SENDING' then
    redis.call('HSET', KEYS[2], 'state', 'UNKNOWN')
    redis.call('PEXPIRE', KEYS[2], ARGV[17])
    redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[18])), ARGV[19])
    return reply('unknown', same, op.recordKey)
  end
  if op.state == 'UNKNOWN' then return reply('unknown', same, op.recordKey) end
  if op.state == 'DONE' then
    if op.outcome == 'executed' then return reply('already_done', op.reference or '') end
    if op.decidedBy == 'read' and ARGV[13] == '0' then return reply('read_first') end
  end
end
local refused = refusal()
if refused then return reply(unpack(refused)) end
local fence = text((op and tonumber(op.fence) or 0) + 1)
local lease = text(now + tonumber(ARGV[14]))
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'state', 'CLAIMED', 'owner', ARGV[4], 'fence', fence, 'leaseUntilMs', lease,
  'sentAtMs', '0', 'recordKey', ARGV[5], 'fingerprint', ARGV[7], 'requestId', ARGV[8], 'context', ARGV[9])
redis.call('PEXPIRE', KEYS[2], ARGV[17])
redis.call('HSET', idemKey(ARGV[5]), 'fingerprint', ARGV[7], 'requestId', ARGV[8])
redis.call('PEXPIRE', idemKey(ARGV[5]), ARGV[17])
redis.call('ZADD', KEYS[4], lease, ARGV[19])
local isAnothers = op and op.state == 'CLAIMED' and op.owner ~= ARGV[4]
return reply('claimed', fence, isAnothers and op.owner or '')
`;

/**
 * ARGV: 4 attempt id, 5 fence, 6 lease, 7 settle, 8 time to live, 9 queue member, 10 context or empty to keep the claim's,
 * 11… notices. Replies also how many nodes were ever seen to hold these records: a replica that is gone may have been promoted elsewhere.
 */
export const toSendLua = `${telling}
local trouble = distrust()
if trouble then return reply(trouble) end
watched(ARGV[7])
local op = hash(KEYS[2])
if not owns(op, ARGV[4], ARGV[5]) or op.state ~= 'CLAIMED' then return reply('lost') end
if tonumber(op.leaseUntilMs) <= now then return reply('lost') end
local lease = text(now + tonumber(ARGV[6]))
redis.call('HSET', KEYS[2], 'state', 'SENDING', 'sentAtMs', text(now), 'leaseUntilMs', lease)
if ARGV[10] ~= '' then redis.call('HSET', KEYS[2], 'context', ARGV[10]) end
redis.call('PEXPIRE', KEYS[2], ARGV[8])
redis.call('ZADD', KEYS[4], lease, ARGV[9])
local nodes = text(nodesSeen(redis.call('HGET', KEYS[1], 'nodes')))
redis.call('HSET', KEYS[1], 'nodes', nodes)
tell(11, now)
return reply('sending', nodes)
`;

/**
 * ARGV: 4 attempt id, 5 fence. Replies whether the promise stands, and writes after it on the connection that it is called on: what
 * waits there for replicas waits for the promise, on the server that keeps it, whatever became of the way to it meanwhile.
 */
export const standsLua = `${prelude}
local trouble = distrust()
if trouble then return reply(trouble) end
local op = hash(KEYS[2])
if not owns(op, ARGV[4], ARGV[5]) or op.state ~= 'SENDING' then return reply('lost') end
redis.call('HSET', KEYS[1], 'seen', text(now))
return reply('sending')
`;

/**
 * ARGV: 1 attempt id, 2 fence, 3 outcome, 4 answer, 5 reference, 6 time to live, 7 queue member, 8 how long ago it was answered,
 * 9… notices. What was executed after all is told, though another had decided.
 */
export const finishLua = `${telling}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) or op.state == 'CLAIMED' then return reply('lost') end
if op.state == 'DONE' then
  if op.outcome == 'not_executed' and ARGV[3] == 'executed' then tell(9, now - tonumber(ARGV[8])) end
  return reply('superseded', op.outcome)
end
conclude(op, ARGV[7], ARGV[3], ARGV[4], ARGV[5], 'answer', ARGV[6])
tell(9, now - tonumber(ARGV[8]))
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

/** ARGV: 1 attempt id, 2 fence, 3 queue member, 4… notices, for what was promised. */
export const releaseLua = `${telling}
local op = hash(KEYS[2])
if not owns(op, ARGV[1], ARGV[2]) then return reply('lost') end
if op.state ~= 'CLAIMED' and op.state ~= 'SENDING' then return reply('lost') end
redis.call('DEL', KEYS[2], idemKey(op.recordKey))
redis.call('ZREM', KEYS[4], ARGV[3])
if op.state == 'SENDING' then tell(4, now) end
return reply('released')
`;

/** ARGV: 4 attempt id, 5 fence, 6 outcome, 7 answer, 8 reference, 9 time to live, 10 member, 11 read at, 12 settle, 13 decided by, 14… notices. */
export const settleLua = `${telling}
local op = hash(KEYS[2])
if not owns(op, ARGV[4], ARGV[5]) or op.state == 'CLAIMED' then return reply('lost') end
if op.state == 'DONE' then
  if op.outcome == 'not_executed' and ARGV[6] == 'executed' then tell(14, tonumber(ARGV[11])) end
  return reply('superseded', op.outcome)
end
if op.state == 'SENDING' and tonumber(op.leaseUntilMs) > now then return reply('running') end
if ARGV[6] == 'not_executed' then
  if distrust() then return reply('too_early') end
  local from = math.max(tonumber(op.sentAtMs), tonumber(redis.call('HGET', KEYS[1], 'steady')))
  if tonumber(ARGV[11]) < from + tonumber(ARGV[12]) then return reply('too_early') end
end
conclude(op, ARGV[10], ARGV[6], ARGV[7], ARGV[8], ARGV[13], ARGV[9])
tell(14, tonumber(ARGV[11]))
return reply('done')
`;

/**
 * KEYS 2 is the prefix of operations here. ARGV: 4 lease, 5 limit, 6 settle, 7 time to live. Replies now, 'due', then each as
 * JSON: open outcomes, and claims whose owner died before sending. What is open does not expire while somebody looks.
 */
export const takeDueLua = `${prelude}
local trouble = distrust()
if trouble then return reply(trouble) end
watched(ARGV[6])
local due = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', text(now), 'LIMIT', 0, tonumber(ARGV[5]))
local items = {}
for _, member in ipairs(due) do
  local key = KEYS[2] .. member
  local op = hash(key)
  if op then
    redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[4])), member)
    redis.call('PEXPIRE', key, ARGV[7])
    redis.call('PEXPIRE', idemKey(op.recordKey), ARGV[7])
    op.tries = text(redis.call('HINCRBY', key, 'tries', 1))
    op.member = member
    items[#items + 1] = cjson.encode(op)
  else
    redis.call('ZREM', KEYS[4], member)
  end
end
return reply('due', unpack(items))
`;

/** ARGV: 1 delay, 2 queue member. */
export const deferLua = `${prelude}
redis.call('ZADD', KEYS[4], 'XX', text(now + tonumber(ARGV[1])), ARGV[2])
return reply()
`;

/** KEYS 2 is the prefix of operations here. Replies now, then each sent and unsettled operation as JSON; looks at no more than 1,000. */
export const unsettledLua = `${prelude}
local items = {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[4], 0, 999)) do
  local op = hash(KEYS[2] .. member)
  if op and (op.state == 'UNKNOWN' or op.state == 'SENDING') then
    op.member = member
    op.isLive = (op.state == 'SENDING' and tonumber(op.leaseUntilMs) > now) and '1' or '0'
    op.ageMs = text(now - tonumber(op.sentAtMs))
    items[#items + 1] = cjson.encode(op)
  end
end
return reply(unpack(items))
`;
