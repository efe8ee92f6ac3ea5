-- Strings as checks need them. All functions take and give bytes; where characters count, the text
-- is read as UTF-8 and an invalid byte counts as one character.
local text = {}

--- Without blanks (space, tab, CR, LF, VT, FF) at both ends.
function text.trim(s)
  -- Two anchored steps: "^%s*(.-)%s*$" is quadratic on a long run of blanks.
  local first = s:find("%S")
  if not first then return "" end
  return s:sub(first, (s:match("^.*%S()", first)) - 1)
end

--- The parts of `s` between occurrences of `separator` (plain bytes, not a pattern). An empty text
--- has one empty part, so that joining the parts gives the text back.
function text.split(s, separator)
  if separator == "" then error("text.split: the separator is empty", 2) end
  local parts, from = {}, 1
  while true do
    local first, last = s:find(separator, from, true)
    if not first then break end
    parts[#parts + 1] = s:sub(from, first - 1)
    from = last + 1
  end
  parts[#parts + 1] = s:sub(from)
  return parts
end

--- The lines of `s` without their endings (LF or CRLF). A final line ending does not begin a line.
function text.lines(s)
  local lines, from, size = {}, 1, #s
  while from <= size do
    local stop = s:find("\n", from, true)
    local last = stop and stop - 1 or size
    if stop and last >= from and s:byte(last) == 13 then last = last - 1 end
    lines[#lines + 1] = s:sub(from, last)
    from = (stop or size) + 1
  end
  return lines
end

function text.starts_with(s, prefix) return s:sub(1, #prefix) == prefix end

function text.ends_with(s, suffix) return suffix == "" or s:sub(-#suffix) == suffix end

--- How many characters `s` has; an invalid byte counts as one.
function text.length(s)
  local count, from = 0, 1
  while true do
    local length, bad = utf8.len(s, from)
    if length then return count + length end
    if bad > from then count = count + utf8.len(s, from, bad - 1) end
    count, from = count + 1, bad + 1
  end
end

-- Code points that take two columns in a terminal (East Asian wide and fullwidth, emoji) and none
-- (combining marks, joiners, variation selectors), as ranges. Coarse on purpose: whole blocks.
local wide = {
  0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
  0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F,
  0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900, 0x1F9FF,
  0x20000, 0x3FFFD,
}
local narrow = {
  0x0300, 0x036F, 0x0483, 0x0489, 0x0591, 0x05BD, 0x0610, 0x061A, 0x064B, 0x065F, 0x1AB0, 0x1AFF,
  0x1DC0, 0x1DFF, 0x200B, 0x200F, 0x20D0, 0x20FF, 0xFE00, 0xFE0F, 0xFE20, 0xFE2F,
}

local function within(ranges, code)
  for i = 1, #ranges, 2 do
    if code < ranges[i] then return false end
    if code <= ranges[i + 1] then return true end
  end
  return false
end

--- How many terminal columns `s` takes. Control characters and invalid bytes count as one.
function text.width(s)
  if not s:find("[\128-\255]") then return #s end
  local columns, at, size = 0, 1, #s
  while at <= size do
    if utf8.len(s, at, at) then
      local code = utf8.codepoint(s, at)
      if within(wide, code) then
        columns = columns + 2
      elseif not within(narrow, code) then
        columns = columns + 1
      end
      at = utf8.offset(s, 2, at)
    else
      columns, at = columns + 1, at + 1
    end
  end
  return columns
end

--- `s` broken at blanks into lines of at most `columns` columns, as a list. A word that is longer
--- stands alone on its line and is never broken.
function text.wrap(s, columns)
  if columns < 1 then error("text.wrap: a line needs at least 1 column", 2) end
  local lines, line, used = {}, {}, 0
  for word in s:gmatch("%S+") do
    local size = text.width(word)
    if #line > 0 and used + 1 + size > columns then
      lines[#lines + 1] = table.concat(line, " ")
      line, used = {}, 0
    end
    used = used + size + (#line > 0 and 1 or 0)
    line[#line + 1] = word
  end
  if #line > 0 then lines[#lines + 1] = table.concat(line, " ") end
  return lines
end

--- `1 file`, `2 files`: a count and its noun. `plural` defaults to the noun and an s.
function text.count(number, noun, plural)
  return number .. " " .. (number == 1 and noun or plural or noun .. "s")
end

local units = { "KiB", "MiB", "GiB", "TiB", "PiB" }

--- A number of bytes as people write it, in the syntax of configuration: `1 MiB`, `2.4 MiB`.
--- Rounded up to one decimal, so that what is over a limit never reads like the limit.
function text.bytes(number)
  if number < 1024 then return text.count(number, "byte") end
  local unit, tenths = 0, number * 10
  repeat
    unit, tenths = unit + 1, tenths / 1024
  until tenths < 10240 or unit == #units
  tenths = math.ceil(tenths)
  if tenths % 10 == 0 then return ("%d %s"):format(tenths // 10, units[unit]) end
  return ("%d.%d %s"):format(tenths // 10, tenths % 10, units[unit])
end

--- How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`.
function text.distance(a, b)
  local before, row = nil, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local above = row
    row = { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      local best = math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        best = math.min(best, before[j - 2] + 1)
      end
      row[j] = best
    end
    before = above
  end
  return row[#b]
end

--- The word of `words` that `word` was probably meant to be, or nil: the nearest one (the first
--- among equals), if no more than a third of the longer word differs.
function text.nearest(word, words)
  local found, least = nil, math.huge
  for _, candidate in ipairs(words) do
    local longer = math.max(#word, #candidate)
    if longer <= 64 then
      local distance = text.distance(word:lower(), candidate:lower())
      if distance < least and distance * 3 <= longer then found, least = candidate, distance end
    end
  end
  return found
end

return text
