-- expect: harmless
-- whole
-- Every way to write to what was made while loading, each tried in two visits: nothing may stay.
local count, list, map, empty, holes = 0, { 3, 1, 2 }, { a = 1 }, {}, { 1, nil, 3, nil, nil, 6 }
local sealed = setmetatable({}, { __newindex = map, __index = map })
local chain = setmetatable({}, { __newindex = setmetatable({}, { __newindex = map }) })
local raw = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v) end })
local cache = setmetatable({}, { __index = function(t, k) rawset(t, k, k .. k); return k .. k end })
local iterator, words = ("abc"):gmatch("."), require("moongate.regex").new("[a-z]"):gmatch("abc")
local resumed = coroutine.create(function() while true do count = count + 1; coroutine.yield(count) end end)
local wrapped = coroutine.wrap(function()
  local inside = 0
  coroutine.yield(function() inside = inside + 1; return inside end)
  coroutine.yield("again")
end)
local inside = wrapped()
local counters = {}
for i = 1, 3 do
  local own = 0
  counters[i] = function(...) own = own + select("#", ...); return own end
end
local closing = setmetatable({}, { __close = function() count = count + 1 end })
local function numbers(...)
  local rest = { ... }
  return function() rest[#rest + 1] = true; return #rest end
end
local grow = numbers(1, 2, 3)
function helper() helped = true end
global_count = 0

local ways = {
  function() count = count + 1 end,
  function() local function deep() count = count + 1 end deep() end,
  function() goto write ::again:: count = 2 ::write:: if count < 2 then goto again end end,
  function() list[1] = 9 end,
  function() list[#list + 1] = 9 end,
  function() list.n = 9 end,
  function() map.a = nil end,
  function() map["a"] = map["a"] end,
  function() for k in pairs(map) do map[k] = nil end end,
  function() empty[1.5] = true end,
  function() empty[{}] = true end,
  function() sealed.a = 2 end,
  function() sealed.new = 2 end,
  function() chain.a = 2 end,
  function() raw.new = 1 end,
  function() return cache.missing end,
  function() rawset(empty, "x", 1) end,
  function() setmetatable(empty, {}) end,
  function() setmetatable(_G, {}) end,
  function() table.insert(list, 4) end,
  function() table.insert(empty, 4) end,
  function() table.remove(list) end,
  function() table.sort(list) end,
  function() table.move({ 9 }, 1, 1, 1, list) end,
  function() table.move(list, 1, 2, 2) end,
  function() string.own = 1 end,
  function() string.format = nil end,
  function() ("").own = 1 end,
  function() table.own, math.pi, utf8.own, coroutine.own = 1, 3, 1, 1 end,
  function() require("moongate.text").own = 1 end,
  function() require("moongate.glob").any = nil end,
  function() global_count = global_count + 1 end,
  function() never_set = 1 end,
  function() _G.never_set = 1 end,
  function() rawset(_G, "never_set", 1) end,
  function() _ENV.never_set = 1 end,
  function() _ENV = {} end,
  function() helper() end,
  function() return iterator() end,
  function() return words() end,
  function() for word in iterator do return word end end,
  function() error(coroutine.resume(resumed)) end,
  function() coroutine.close(resumed) end,
  function() wrapped() end,
  function() inside() end,
  function() counters[1](1) end,
  function() counters[3](1, 2) end,
  function() grow() end,
  function() local guard <close> = closing end,
  function() coroutine.wrap(function() count = count + 1 end)() end,
  function() xpcall(error, function() count = count + 1 end); error() end,
  function() ("a"):gsub("a", function() count = count + 1 end) end,
  function() table.sort({ 2, 1 }, function(a, b) count = count + 1; return a < b end) end,
  function() return never_declared end,
  function() return _ENV["never_declared"] end,
}


return {
  api = 1,
  summary = "x",
  added_line = function(line)
    for i = 1, #ways do
      local written, why = pcall(ways[i])
      if written then return line:report("way " .. i .. " wrote: " .. tostring(why)) end
    end
    for _ = 1, 8 do local _ = #holes, holes[5], holes[2] end
    local same = count == 0 and global_count == 0 and list[1] == 3 and #list == 3 and map.a == 1
      and next(empty) == nil and next(map, "a") == nil and rawget(cache, "missing") == nil
      and rawget(_G, "never_set") == nil and rawget(_G, "helped") == nil and #holes == 6
      and coroutine.status(resumed) == "suspended" and string.format("%d", 1) == "1"
      and getmetatable(_G) == false
    line:report(same and "ok" or "something stayed")
  end,
}
