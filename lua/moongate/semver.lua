-- Versions after Semantic Versioning 2.0.0 (https://semver.org), and the ranges that package
-- managers write.
local semver = {}

local version = {}
version.__index = version

local function identifiers(s, numbers_are_strict)
  local list = {}
  for part in (s .. "."):gmatch("([^.]*)%.") do
    if part == "" or part:find("[^0-9A-Za-z-]") then return nil end
    if numbers_are_strict and part:find("^0%d+$") then return nil end
    list[#list + 1] = part
  end
  return list
end

local function number(s)
  -- 15 digits fit an integer and a double; more is someone's attack or mistake.
  if #s > 15 or (#s > 1 and s:sub(1, 1) == "0") then return nil end
  return math.tointeger(tonumber(s))
end

--- Reads `1.2.3`, `1.2.3-rc.1`, `1.2.3+build`; a leading `v` is accepted. Nil and the reason when
--- it is not a version.
function semver.parse(s)
  local core, rest = s:match("^v?(%d+%.%d+%.%d+)(.*)$")
  if not core then return nil, "not MAJOR.MINOR.PATCH" end
  local major, minor, patch = core:match("^(%d+)%.(%d+)%.(%d+)$")
  major, minor, patch = number(major), number(minor), number(patch)
  if not (major and minor and patch) then return nil, "a number has a leading zero or is too long" end

  local build
  rest, build = rest:match("^([^+]*)%+?(.*)$")
  local has_build = s:find("+", 1, true) ~= nil
  if has_build and not identifiers(build, false) then return nil, "malformed build metadata" end
  local pre
  if rest ~= "" then
    if rest:sub(1, 1) ~= "-" then return nil, "unexpected text after the patch number" end
    pre = identifiers(rest:sub(2), true)
    if not pre then return nil, "malformed pre-release" end
  end
  return setmetatable({
    major = major, minor = minor, patch = patch,
    prerelease = pre and rest:sub(2) or nil,
    build = has_build and build or nil,
  }, version)
end

local function compare_identifiers(a, b)
  local a_number, b_number = not a:find("%D"), not b:find("%D")
  if a_number and b_number then
    if #a ~= #b then return #a < #b and -1 or 1 end  -- no leading zeros, so longer is larger
  elseif a_number ~= b_number then
    return a_number and -1 or 1
  end
  if a == b then return 0 end
  return a < b and -1 or 1
end

local function compare(a, b)
  for _, field in ipairs({ "major", "minor", "patch" }) do
    if a[field] ~= b[field] then return a[field] < b[field] and -1 or 1 end
  end
  if a.prerelease == b.prerelease then return 0 end
  if not a.prerelease then return 1 end
  if not b.prerelease then return -1 end
  local left, right = identifiers(a.prerelease), identifiers(b.prerelease)
  for i = 1, math.max(#left, #right) do
    if not left[i] then return -1 end
    if not right[i] then return 1 end
    local order = compare_identifiers(left[i], right[i])
    if order ~= 0 then return order end
  end
  return 0
end

function version.__eq(a, b) return compare(a, b) == 0 end
function version.__lt(a, b) return compare(a, b) < 0 end
function version.__le(a, b) return compare(a, b) <= 0 end
function version.__tostring(v)
  return v.major .. "." .. v.minor .. "." .. v.patch
    .. (v.prerelease and "-" .. v.prerelease or "") .. (v.build and "+" .. v.build or "")
end

local function parsed(v, caller)
  if type(v) ~= "string" then return v end
  local result, reason = semver.parse(v)
  if not result then error("semver." .. caller .. ": `" .. v .. "`: " .. reason, 3) end
  return result
end

--- -1, 0 or 1 as version `a` precedes, equals or follows `b`. Build metadata does not count.
function semver.compare(a, b) return compare(parsed(a, "compare"), parsed(b, "compare")) end

-- "1", "1.2", "1.x", "1.2.3-rc" -> its lowest version and how many numbers it names.
local function partial(s)
  local full = semver.parse(s)
  if full then return full, 3 end
  local parts, named = { 0, 0, 0 }, 0
  local plain = s:match("^v?([%dxX*.]+)$")
  if not plain then return nil end
  local fields = {}
  for field in (plain .. "."):gmatch("([^.]*)%.") do fields[#fields + 1] = field end
  if #fields > 3 then return nil end
  for i, field in ipairs(fields) do
    if field:find("^[xX*]$") then break end
    parts[i] = field ~= "" and not field:find("%D") and number(field)
    if not parts[i] then return nil end
    named = i
  end
  for i = named + 1, #fields do
    if not fields[i]:find("^[xX*]$") then return nil end
  end
  return semver.parse(table.concat(parts, ".")), named
end

local function raised(v, position)
  if position == 1 then return semver.parse((v.major + 1) .. ".0.0") end
  if position == 2 then return semver.parse(v.major .. "." .. (v.minor + 1) .. ".0") end
  return semver.parse(v.major .. "." .. v.minor .. "." .. (v.patch + 1))
end

-- `bound` names only its first `named` numbers: `>1` is `>=2.0.0`, `<=1.2` is `<1.3.0`.
local function holds(v, operator, bound, named)
  if operator == ">=" then return v >= bound end
  if operator == ">" then
    if named == 0 then return false end
    if named < 3 then return v >= raised(bound, named) end
    return v > bound
  end
  if operator == "<" then return named > 0 and v < bound end
  if operator == "<=" then
    if named == 0 then return true end
    if named < 3 then return v < raised(bound, named) end
    return v <= bound
  end
  if named == 0 then return true end
  if operator == "^" then
    local position = bound.major > 0 and 1 or (named < 2 and 1) or bound.minor > 0 and 2
      or (named < 3 and 2) or 3
    return v >= bound and v < raised(bound, position)
  end
  if operator == "~" then return v >= bound and v < raised(bound, named == 1 and 1 or 2) end
  if named < 3 then return v >= bound and v < raised(bound, named) end
  return v == bound
end

--- Whether version `v` lies in `range`: comparators (`>=1.2`, `<2`, `=1.2.3`, `^1.2`, `~1.2`, `1.x`)
--- joined by blanks (all must hold), alternatives by `||`. A pre-release lies in a range only where
--- a comparator names a pre-release of the same version. An unreadable range is an error.
function semver.satisfies(v, range)
  v = parsed(v, "satisfies")
  local any = false
  for alternative in (range .. "||"):gmatch("(.-)||") do
    local all, names_prerelease = true, v.prerelease == nil
    local compact = alternative:gsub("([<>=^~])%s+", "%1")
    for comparator in compact:gmatch("%S+") do
      local operator, rest = comparator:match("^([<>=^~]*)(.*)$")
      local bound, named = partial(rest)
      if not bound or not (operator == "" or operator == "=" or operator == "^" or operator == "~"
          or operator == "<" or operator == ">" or operator == "<=" or operator == ">=") then
        error("semver.satisfies: `" .. comparator .. "` is not a comparator", 2)
      end
      if bound.prerelease and bound.major == v.major and bound.minor == v.minor
          and bound.patch == v.patch then
        names_prerelease = true
      end
      if not holds(v, operator, bound, named) then all = false end
    end
    if all and names_prerelease then any = true end
  end
  return any
end

return semver
