-- expect: harmless
-- What a visit makes is its own to change: tables, closures in loops, coroutines, iterators.
local list, count = { 3, 1, 2 }, 0
table.sort(list)
table.insert(list, 4)
list.n, list[#list + 1] = 1, 5
setmetatable(list, { __index = function(t, k) rawset(t, k, k); return k end })
assert(list.more == "more" and rawget(list, "more") == "more" and #list == 5)
local steps = {}
for i = 1, 3 do steps[i] = function() count = count + i; i = i + 1; return count end end
for _, step in ipairs(steps) do step() end
local co = coroutine.wrap(function() for i = 1, 3 do count = count + i; coroutine.yield(count) end end)
co()
for word in ("a b"):gmatch("%a") do count = count + #word end
do
  local _ENV <const> = { count = 1 }
  count = count + 1
end
local guard <close> = setmetatable({}, { __close = function() count = 0 end })
assert(count > 0)
line:report("ok")
