-- What a test file says, handed to `moongate test`. The types and their meaning: lua/meta/test.lua.
local host = moongate_test_host
if not host then
  error("moongate.test is only for test files: run them with `moongate test`", 0)
end

local test, checks = {}, {}
checks.__index = checks

local function require_title(title, level)
  if type(title) ~= "string" or not title:find("%S") then
    error('a case needs a title: case "what it shows" …', level + 1)
  end
end

function checks:case(title)
  if getmetatable(self) ~= checks then error("write `check:case`, with a colon", 2) end
  require_title(title, 2)
  return function(case)
    if type(case) ~= "table" then
      error(('case "%s": a table must follow the title'):format(title), 2)
    end
    host.check_case(self.name, title, case)  -- not a tail call: the host asks who called us
    return nil
  end
end

function test.check(name)
  if type(name) ~= "string" or name == "" then error("test.check needs a check's name", 2) end
  return setmetatable({ name = name }, checks)
end

function test.case(title)
  require_title(title, 2)
  return function(body)
    if type(body) ~= "function" then
      error(('case "%s": a function must follow the title'):format(title), 2)
    end
    if not host.wanted(title) then return nil end
    local ok, failure = pcall(body)
    if not ok and type(failure) ~= "string" then failure = "it threw a " .. type(failure) end
    host.module_case(title, not ok and failure or nil)
    return nil
  end
end

local function show(value, depth)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  if depth > 8 then return "{…}" end
  local keys, parts, size = {}, {}, #value
  for i = 1, size do parts[i] = show(value[i], depth + 1) end
  for key in pairs(value) do
    if math.type(key) ~= "integer" or key < 1 or key > size then keys[#keys + 1] = key end
  end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    parts[#parts + 1] = "[" .. show(key, depth + 1) .. "] = " .. show(value[key], depth + 1)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

local function equal(a, b, depth)
  if a == b then return math.type(a) == math.type(b) end
  if type(a) ~= "table" or type(b) ~= "table" or depth > 32 then return false end
  for key, value in pairs(a) do
    if not equal(value, b[key], depth + 1) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

function test.equal(actual, expected)
  if not equal(actual, expected, 0) then
    error("expected " .. show(expected, 0) .. "\n   found " .. show(actual, 0), 2)
  end
end

function test.fails(body, text)
  local ok, failure = pcall(body)
  if ok then error("it did not fail", 2) end
  if not tostring(failure):find(text, 1, true) then
    error(("it failed with %s\n  expected %s"):format(show(failure, 0), show(text, 0)), 2)
  end
end

return test
