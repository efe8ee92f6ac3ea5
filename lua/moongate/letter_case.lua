-- Capitals and small letters beyond ASCII: Latin, Greek, Cyrillic, Armenian and the fullwidth forms. Other scripts
-- have no case.
local letter_case = {}

-- Ranges of capitals whose small letters lie at a fixed distance.
local shifted = {
  { 0x00C0, 0x00D6, 32 }, { 0x00D8, 0x00DE, 32 }, { 0x0388, 0x038A, 37 }, { 0x0391, 0x03A1, 32 },
  { 0x03A3, 0x03AB, 32 }, { 0x0400, 0x040F, 80 }, { 0x0410, 0x042F, 32 }, { 0x0531, 0x0556, 48 },
  { 0xFF21, 0xFF3A, 32 }, { 0x0178, 0x0178, -121 }, { 0x0386, 0x0386, 38 }, { 0x038C, 0x038C, 64 },
  { 0x038E, 0x038F, 63 },
}
-- Ranges in which each capital is followed by its small letter.
local paired = {
  { 0x0100, 0x012F }, { 0x0132, 0x0137 }, { 0x0139, 0x0148 }, { 0x014A, 0x0177 }, { 0x0179, 0x017E },
  { 0x01CD, 0x01DC }, { 0x01DE, 0x01EF }, { 0x01F8, 0x021F }, { 0x0222, 0x0233 }, { 0x0370, 0x0373 },
  { 0x03D8, 0x03EF }, { 0x0460, 0x0481 }, { 0x048A, 0x04BF }, { 0x04C1, 0x04CE }, { 0x04D0, 0x052F },
  { 0x1E00, 0x1E95 }, { 0x1EA0, 0x1EFF },
}
-- Small letters without one capital letter of their own.
local only_small = { 0x00DF, 0x0138, 0x0149, 0x0390, 0x03B0, 0x03C2, 0x0587 }

local small, capital, letters = {}, {}, {}
local function pair(upper, lower)
  local first, second = utf8.char(upper), utf8.char(lower)
  small[first], capital[second] = second, first
  letters[first], letters[second] = "upper", "lower"
end
for _, range in ipairs(shifted) do
  for code = range[1], range[2] do pair(code, code + range[3]) end
end
for _, range in ipairs(paired) do
  for code = range[1], range[2], 2 do pair(code, code + 1) end
end
for _, code in ipairs(only_small) do letters[utf8.char(code)] = "lower" end
capital["\u{DF}"] = "SS"
capital["\u{3C2}"] = "\u{3A3}"
for number, plain in ipairs { "FF", "FI", "FL", "FFI", "FFL", "ST", "ST" } do
  local ligature = utf8.char(0xFAFF + number)
  capital[ligature], letters[ligature] = plain, "lower"
end

local any = "[\194-\244][\128-\191]*"

--- `s` in small letters.
function letter_case.lower(s)
  s = s:lower()
  if not s:find("[\128-\255]") then return s end
  return (s:gsub(any, small))
end

--- `s` in capitals.
function letter_case.upper(s)
  s = s:upper()
  if not s:find("[\128-\255]") then return s end
  return (s:gsub(any, capital))
end

--- "upper", "lower", or nil for what has no case: of one character.
function letter_case.of(character)
  if character:find("^%u$") then return "upper" end
  if character:find("^%l$") then return "lower" end
  return letters[character]
end

--- The first character of `s`, "" where there is none, and the rest.
function letter_case.split_first(s)
  local first = s:match("^[\194-\244][\128-\191]*") or s:sub(1, 1)
  return first, s:sub(#first + 1)
end

--- `s` with its first letter as a capital.
function letter_case.capitalize(s)
  local first, rest = letter_case.split_first(s)
  return letter_case.upper(first) .. rest
end

-- Latin letters without their marks, as `words` needs them.
local bare = {}
local function strip(letter, marked)
  for _, code in utf8.codes(marked) do bare[utf8.char(code)] = letter end
end
strip("A", "ÀÁÂÃÄÅĀĂĄ") strip("C", "ÇĆĈĊČ") strip("D", "ÐĎĐ") strip("E", "ÈÉÊËĒĔĖĘĚ") strip("G", "ĜĞĠĢ")
strip("H", "ĤĦ") strip("I", "ÌÍÎÏĨĪĬĮİ") strip("J", "Ĵ") strip("K", "Ķ") strip("L", "ĹĻĽĿŁ") strip("N", "ÑŃŅŇŊ")
strip("O", "ÒÓÔÕÖØŌŎŐ") strip("R", "ŔŖŘ") strip("S", "ŚŜŞŠ") strip("T", "ŢŤŦ") strip("U", "ÙÚÛÜŨŪŬŮŰŲ")
strip("W", "Ŵ") strip("Y", "ÝŶŸ") strip("Z", "ŹŻŽ")
strip("a", "àáâãäåāăą") strip("c", "çćĉċč") strip("d", "ðďđ") strip("e", "èéêëēĕėęě") strip("g", "ĝğġģ")
strip("h", "ĥħ") strip("i", "ìíîïĩīĭįı") strip("j", "ĵ") strip("k", "ķĸ") strip("l", "ĺļľŀł") strip("n", "ñńņňŋ")
strip("o", "òóôõöøōŏő") strip("r", "ŕŗř") strip("s", "śŝşšſ") strip("t", "ţťŧ") strip("u", "ùúûüũūŭůűų")
strip("w", "ŵ") strip("y", "ýÿŷ") strip("z", "źżž")
strip("ss", "ß") strip("AE", "Æ") strip("ae", "æ") strip("TH", "Þ") strip("th", "þ") strip("OE", "Œ") strip("oe", "œ")
strip("IJ", "Ĳ") strip("ij", "ĳ") strip("'n", "ŉ")

-- Punctuation and spaces beyond ASCII, which divide words.
local function divides(code)
  return code == 0xD7 or code == 0xF7 or (code >= 0x80 and code <= 0xBF) or (code >= 0x2000 and code <= 0x206F)
end

local function kind_of(character)
  local byte = character:byte()
  if byte < 128 then
    return character:find("%u") and "upper" or character:find("%l") and "lower" or character:find("%d") and "digit"
      or "break"
  end
  local ok, code = pcall(utf8.codepoint, character)
  if not ok or divides(code) then return "break" end
  -- Only Latin capitals count as capitals where words begin.
  return "lower"
end

--- The words of `s`, which camel, kebab, snake and start case are made of: divided by what is no letter or digit, and
--- where small letters meet capitals or digits. Marks on Latin letters and apostrophes are left out.
function letter_case.words(s)
  s = s:gsub("\u{2019}", ""):gsub("'", ""):gsub("[\194-\244][\128-\191]*", bare)
  local chars, kinds = {}, {}
  for character in s:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
    chars[#chars + 1] = character
    kinds[#kinds + 1] = kind_of(character)
  end
  local words, at = {}, 1
  local function run_of(kind, from)
    local stop = from
    while kinds[stop] == kind do stop = stop + 1 end
    return stop
  end
  while at <= #chars do
    local kind, stop = kinds[at], nil
    if kind == "break" then
      at = at + 1
    else
      if kind == "upper" and kinds[at + 1] == "lower" then
        stop = run_of("lower", at + 1)
      elseif kind == "upper" then
        stop = run_of("upper", at)
        if kinds[stop] == "lower" then stop = stop - 1 end
      else
        stop = run_of(kind, at)
      end
      words[#words + 1] = table.concat(chars, "", at, stop - 1)
      at = stop
    end
  end
  return words
end

return letter_case
