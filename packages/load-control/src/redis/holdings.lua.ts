/** Holdings as Lua. KEYS: 1 the owner's, a sorted set of `kind id` by when each ends. Kinds and ids hold no space. */

const prelude = `
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function text(n) return string.format('%.0f', n) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(nowMs))
local function idOf(member) return string.match(member, ' (.*)$') end
local function endWithLast()
  local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
  if last[2] then redis.call('PEXPIRE', KEYS[1], text(tonumber(last[2]) - nowMs)) end
end
local function find(id)
  for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if idOf(member) == id then return member end
  end
end
`;

/** ARGV: 1 kind, 2 id, 3 life, 4 most of the owner, 5 most of the kind. Replies `held`, or which is full and for how long. */
export const holdLua = `${prelude}
local kind, id = ARGV[1], ARGV[2]
local others, ofKind, firstMs, firstOfKindMs = 0, 0, nil, nil
local flat = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #flat, 2 do
  local untilMs = tonumber(flat[i + 1])
  if idOf(flat[i]) ~= id then
    others = others + 1
    firstMs = firstMs or untilMs
    if string.match(flat[i], '^(.*) ') == kind then
      ofKind = ofKind + 1
      firstOfKindMs = firstOfKindMs or untilMs
    end
  end
end
if others >= tonumber(ARGV[4]) then return { 'owner', text(math.max(1, (firstMs or nowMs) - nowMs)) } end
if ofKind >= tonumber(ARGV[5]) then return { 'kind', text(math.max(1, (firstOfKindMs or nowMs) - nowMs)) } end
local old = find(id)
if old then redis.call('ZREM', KEYS[1], old) end
redis.call('ZADD', KEYS[1], text(nowMs + tonumber(ARGV[3])), kind .. ' ' .. id)
endWithLast()
return { 'held', '0' }
`;

/** ARGV: 1 id, 2 the new one, or none to let it go. */
export const renameLua = `${prelude}
local member = find(ARGV[1])
if not member then return {} end
local score = redis.call('ZSCORE', KEYS[1], member)
redis.call('ZREM', KEYS[1], member)
if ARGV[2] ~= '' then redis.call('ZADD', KEYS[1], score, string.match(member, '^(.*) ') .. ' ' .. ARGV[2]) end
endWithLast()
return {}
`;
