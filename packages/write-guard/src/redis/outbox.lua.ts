/** The outbox as Lua: a stream for each client, told to in the same step as a record, and read by groups. */

/** Part of every script; the last of KEYS is the client's stream, and keys beside it begin with its name. */
export const outboxPrelude = `
local stream = KEYS[#KEYS]
local function entryTime(id) return tonumber(string.match(id, '^(%d+)')) end
local function isAfter(one, other)
  local ms, seq = string.match(one, '(%d+)-(%d+)')
  local otherMs, otherSeq = string.match(other, '(%d+)-(%d+)')
  if ms ~= otherMs then return tonumber(ms) > tonumber(otherMs) end
  return tonumber(seq) > tonumber(otherSeq)
end
local function countDropped(count, life)
  if count == 0 then return end
  redis.call('INCRBY', stream .. ':dropped', count)
  redis.call('PEXPIRE', stream .. ':dropped', life)
end
local function slowest()
  local behind
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    for i = 1, #group, 2 do
      local last = group[i] == 'last-delivered-id' and group[i + 1]
      if last and (not behind or isAfter(behind, last)) then behind = last end
    end
  end
  return behind
end
local function makeRoom(life, most)
  redis.call('XTRIM', stream, 'MINID', '~', string.format('%.0f', now - life))
  local over = redis.call('XLEN', stream) - most
  if over <= 0 then return end
  local behind, dropped = slowest(), 0
  for _, entry in ipairs(behind and redis.call('XRANGE', stream, '-', '+', 'COUNT', over) or {}) do
    if isAfter(entry[1], behind) then dropped = dropped + 1 end
  end
  redis.call('XTRIM', stream, 'MAXLEN', most)
  countDropped(dropped, life)
end
local function judge(first, at, life)
  local key, is, quietly = stream .. ':state:' .. ARGV[first], ARGV[first + 1], ARGV[first + 2]
  local known = redis.call('HMGET', key, 'is', 'at')
  if known[1] and at < tonumber(known[2]) then return 'stale', '' end
  if known[1] and string.find(' ' .. ARGV[first + 3] .. ' ', ' ' .. known[1] .. ' ', 1, true) then return 'known', '' end
  redis.call('HSET', key, 'is', is, 'at', string.format('%.0f', at))
  redis.call('PEXPIRE', key, life)
  local isNews = known[1] ~= is and (known[1] or quietly == '0')
  return isNews and 'told' or 'known', known[1] or ''
end
-- ARGV from first on: life, most entries, then of, is, quietly, notAfter and text of each notice.
local function tell(first, at)
  if not ARGV[first] then return 'known' end
  local life, most, verdict = tonumber(ARGV[first]), tonumber(ARGV[first + 1]), 'known'
  for i = first + 2, #ARGV, 5 do
    local previous = ''
    verdict = 'told'
    if ARGV[i] ~= '' then verdict, previous = judge(i, at, life) end
    if verdict == 'told' then
      redis.call('XADD', stream, '*', 'text', ARGV[i + 4], 'previous', previous)
      redis.call('PEXPIRE', stream, life)
    end
  end
  if redis.call('EXISTS', stream) == 1 then makeRoom(life, most) end
  return verdict
end
`;

const clock = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
`;

/** Replies the time of the server that holds the client's stream: in a cluster each has a clock of its own. */
export const nowLua = `${clock}
return { string.format('%.0f', now) }
`;

/** ARGV: 1 when the states were read, empty for now, 2… as \`tell\` takes them. Replies what came of the last notice. */
export const tellLua = `${clock}${outboxPrelude}
local at = ARGV[1] == '' and now or tonumber(ARGV[1])
if ARGV[1] ~= '' then
  local known = redis.call('HGET', stream .. ':state:' .. ARGV[4], 'at')
  if known and at <= tonumber(known) and redis.call('HGET', stream .. ':state:' .. ARGV[4], 'is') ~= ARGV[5] then return { 'stale' } end
end
return { tell(2, at) }
`;

const groupPrelude = `${clock}${outboxPrelude}
local group, reader = ARGV[1], ARGV[2]
local holder = stream .. ':holder:' .. group
local function ensureGroup() redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM') end
`;

/** ARGV: 1 group, 2 reader, 3 lease. */
export const holdLua = `${groupPrelude}
local held = redis.call('HGET', holder, 'reader')
if held and held ~= reader then return { '0' } end
if not held then redis.call('HSET', holder, 'reader', reader, 'upTo', '0') end
redis.call('PEXPIRE', holder, ARGV[3])
return { '1' }
`;

/** ARGV: 1 group, 2 reader. */
export const letGoLua = `${groupPrelude}
if redis.call('HGET', holder, 'reader') == reader then redis.call('DEL', holder) end
return { '1' }
`;

/**
 * ARGV: 1 group, 2 reader, 3 limit, 4 life. Replies position, text and previous state of each, flat. An entry that was pushed out
 * while it waited is acknowledged and counted: nobody can read it any more.
 */
export const takeLua = `${groupPrelude}
local upTo = redis.call('HGET', holder, 'upTo')
if redis.call('HGET', holder, 'reader') ~= reader or redis.call('EXISTS', stream) == 0 then return {} end
ensureGroup()
local function read(from)
  local found = redis.call('XREADGROUP', 'GROUP', group, 'relay', 'COUNT', ARGV[3], 'STREAMS', stream, from)
  return found and found[1] and found[1][2] or {}
end
local entries = read(upTo)
if #entries == 0 then entries = read('>') end
local reply, gone = {}, 0
for _, entry in ipairs(entries) do
  local fields = entry[2]
  if fields then
    reply[#reply + 1], reply[#reply + 2], reply[#reply + 3] = entry[1], fields[2], fields[4]
  else
    redis.call('XACK', stream, group, entry[1])
    gone = gone + 1
  end
end
countDropped(gone, tonumber(ARGV[4]))
if #entries > 0 then redis.call('HSET', holder, 'upTo', entries[#entries][1]) end
return reply
`;

/** ARGV: 1 group, 2 reader, of no meaning here, 3… positions. */
export const acknowledgeLua = `${groupPrelude}
if redis.call('EXISTS', stream) == 0 then return {} end
for i = 3, #ARGV do redis.call('XACK', stream, group, ARGV[i]) end
return {}
`;

/** ARGV: 1 group. Replies how many wait, the age of the oldest, and how many were dropped. */
export const backlogLua = `${groupPrelude}
local dropped = redis.call('GET', stream .. ':dropped') or '0'
if redis.call('EXISTS', stream) == 0 then return { '0', '0', dropped } end
ensureGroup()
local pending = redis.call('XPENDING', stream, group)
local last = '0-0'
for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  if fields.name == group then last = fields['last-delivered-id'] end
end
local unread = redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', 10000)
local oldest = pending[2] or (unread[1] and unread[1][1])
local age = oldest and math.max(0, now - entryTime(oldest)) or 0
return { string.format('%.0f', pending[1] + #unread), string.format('%.0f', age), dropped }
`;
