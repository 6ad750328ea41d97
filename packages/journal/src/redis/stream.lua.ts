/** An entry appended to a stream, as Lua. */

/** Every stream by its end, so that they are counted without a scan. */
export const indexKey = 'journal-index';

/**
 * KEYS: 1 stream, 2 index, 3 how many outsiders' entries the stream has taken. ARGV: 1 text, 2 life, 3 most entries,
 * 4 most streams, 5 most outsiders' entries, empty when it is none. XADD is the first to write: where memory is short it is
 * refused, and nothing has changed then.
 */
export const appendLua = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local isKnown, isOutsider = redis.call('EXISTS', KEYS[1]) == 1, ARGV[5] ~= ''
if isOutsider then
  local taken = tonumber(redis.call('GET', KEYS[3]) or '0')
  if not isKnown or taken >= tonumber(ARGV[5]) then return { 'left_out' } end
elseif not isKnown and redis.call('ZCOUNT', KEYS[2], '(' .. text(now), '+inf') >= tonumber(ARGV[4]) then
  return { 'full' }
end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'entry', ARGV[1])
if isOutsider then
  redis.call('INCR', KEYS[3])
  redis.call('PEXPIRE', KEYS[3], math.max(1, redis.call('PTTL', KEYS[1])))
  return { 'appended' }
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
redis.call('ZADD', KEYS[2], text(now + tonumber(ARGV[2])), KEYS[1])
local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, 100)
if #ended > 0 then redis.call('ZREM', KEYS[2], unpack(ended)) end
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
return { 'appended' }
`;
