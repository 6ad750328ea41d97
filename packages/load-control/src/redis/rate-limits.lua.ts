/** One window as Lua: the same arithmetic as in memory, by Redis' own clock, atomic over all instances. */

/**
 * KEYS: 1 the window. ARGV: 1 units, 2 units of the quota, 3 those kept for others, 4 milliseconds of a slot, 5 slots that count,
 * 6 units that count in any case.
 * A slot of a future that a stepped clock took back counts no more. Replies with whether it was taken, what remains, and the
 * milliseconds until there is more room, and the slot it was counted in.
 */
export const takeLua = `
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local units, quota, reserved = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local slotMs, kept, owed = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local now = math.floor(nowMs / slotMs)
local flat = redis.call('HGETALL', KEYS[1])
local used, slots, gone = 0, {}, {}
for i = 1, #flat, 2 do
  local number, taken = tonumber(flat[i]), tonumber(flat[i + 1])
  if number > now - kept and number <= now + 1 then
    used = used + taken
    slots[#slots + 1] = { number, taken }
  else gone[#gone + 1] = flat[i] end
end
local room = quota - reserved - used - owed
local admitted = units <= room
local function text(n) return string.format('%.0f', n) end
if #gone > 0 then redis.call('HDEL', KEYS[1], unpack(gone)) end
local counted = owed
if admitted then counted = counted + units end
if counted > 0 then
  redis.call('HINCRBY', KEYS[1], text(now), text(counted))
  redis.call('PEXPIRE', KEYS[1], text((kept + 2) * slotMs))
end
table.sort(slots, function(a, b) return a[1] < b[1] end)
local untilSlot = now
local freed = room
for _, slot in ipairs(slots) do
  untilSlot = slot[1]
  freed = freed + slot[2]
  if admitted or freed >= units then break end
end
local remaining = admitted and room - units or room
return { admitted and '1' or '0', text(math.max(0, remaining)), text((untilSlot + kept) * slotMs - nowMs), text(now) }
`;

/** KEYS: 1 the window. ARGV: 1 the slot, 2 units of it that were not used; as many as the slot still has are given back. */
export const giveBackLua = `
local counted = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
local units = math.min(counted, tonumber(ARGV[2]))
if units > 0 then redis.call('HINCRBY', KEYS[1], ARGV[1], string.format('%.0f', -units)) end
return {}
`;
