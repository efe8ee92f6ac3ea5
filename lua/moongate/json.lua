-- JSON (RFC 8259). Decoding is strict and bounded; encoding is deterministic: keys are sorted, so
-- that what a check says does not depend on a table's order.
local json = {}

-- A table is no place for JSON's null: `t.key = nil` forgets the key. This value stands for it.
json.null = setmetatable({}, { __tostring = function() return "null" end })

local array_mark = {}
local max_depth = 128

--- Marks a table as an array, so that an empty one encodes as `[]`. Decoded arrays are marked.
function json.array(list) return setmetatable(list or {}, array_mark) end

local escapes = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

local function place(s, at)
  local line, last = 1, 0
  for stop in s:sub(1, at - 1):gmatch("()\n") do line, last = line + 1, stop end
  return line, at - last
end

local function fail(s, at, message)
  local line, column = place(s, at)
  error({ json = ("line %d, column %d: %s"):format(line, column, message) }, 0)
end

local function skip(s, at) return (s:match("^[ \t\r\n]*()", at)) end

local function surrogate(s, at, high)
  local low = tonumber(s:match("^\\u(%x%x%x%x)", at) or "", 16)
  if not low or low < 0xDC00 or low > 0xDFFF then fail(s, at, "a high surrogate stands alone") end
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
end

local function decode_string(s, at)
  local from, parts = at + 1, nil
  while true do
    local stop = s:find('["\\%c]', from)
    if not stop then fail(s, at, "a string has no end") end
    local byte = s:byte(stop)
    if byte == 127 then  -- %c has it, JSON allows it
      parts = parts or {}
      parts[#parts + 1] = s:sub(from, stop)
      from = stop + 1
    elseif byte == 34 then
      local last = s:sub(from, stop - 1)
      if not parts then return last, stop + 1 end
      parts[#parts + 1] = last
      return table.concat(parts), stop + 1
    elseif byte ~= 92 then
      fail(s, stop, "a control character in a string must be escaped")
    else
      parts = parts or {}
      parts[#parts + 1] = s:sub(from, stop - 1)
      local letter = s:sub(stop + 1, stop + 1)
      if letter == "u" then
        local code = tonumber(s:match("^%x%x%x%x", stop + 2) or "", 16)
        if not code then fail(s, stop, "\\u needs four hexadecimal digits") end
        from = stop + 6
        if code >= 0xD800 and code <= 0xDBFF then
          code = surrogate(s, from, code)
          from = from + 6
        elseif code >= 0xDC00 and code <= 0xDFFF then
          fail(s, stop, "a low surrogate stands alone")
        end
        parts[#parts + 1] = utf8.char(code)
      else
        if not escapes[letter] then fail(s, stop, "unknown escape in a string") end
        parts[#parts + 1] = escapes[letter]
        from = stop + 2
      end
    end
  end
end

local function decode_number(s, at)
  local stop = s:match("^-?%d+()", at)
  if not stop or s:find("^-?0%d", at) then fail(s, at, "not a number as JSON has them") end
  if s:sub(stop, stop) == "." then
    stop = s:match("^%.%d+()", stop) or fail(s, stop, "digits must follow the decimal point")
  end
  if s:find("^[eE]", stop) then
    stop = s:match("^[eE][+-]?%d+()", stop) or fail(s, stop, "digits must follow the exponent")
  end
  return tonumber(s:sub(at, stop - 1)), stop
end

local decode_value

local function decode_array(s, at, depth)
  local array, size = json.array(), 0
  at = skip(s, at + 1)
  if s:sub(at, at) == "]" then return array, at + 1 end
  while true do
    local value
    value, at = decode_value(s, at, depth)
    size = size + 1
    array[size] = value
    at = skip(s, at)
    local mark = s:sub(at, at)
    if mark == "]" then return array, at + 1 end
    if mark ~= "," then fail(s, at, "expected `,` or `]`") end
    at = skip(s, at + 1)
  end
end

local function decode_object(s, at, depth)
  local object = {}
  at = skip(s, at + 1)
  if s:sub(at, at) == "}" then return object, at + 1 end
  while true do
    if s:sub(at, at) ~= '"' then fail(s, at, "expected a key in double quotes") end
    local key, value
    local start = at
    key, at = decode_string(s, at)
    if object[key] ~= nil then fail(s, start, "the key `" .. key .. "` stands twice") end
    at = skip(s, at)
    if s:sub(at, at) ~= ":" then fail(s, at, "expected `:`") end
    value, at = decode_value(s, skip(s, at + 1), depth)
    object[key] = value
    at = skip(s, at)
    local mark = s:sub(at, at)
    if mark == "}" then return object, at + 1 end
    if mark ~= "," then fail(s, at, "expected `,` or `}`") end
    at = skip(s, at + 1)
  end
end

local words = { ["true"] = true, ["false"] = false, null = json.null }

function decode_value(s, at, depth)
  local mark = s:sub(at, at)
  if depth == max_depth and (mark == "{" or mark == "[") then
    fail(s, at, "nested deeper than " .. max_depth .. " levels")
  end
  if mark == "{" then return decode_object(s, at, depth + 1) end
  if mark == "[" then return decode_array(s, at, depth + 1) end
  if mark == '"' then return decode_string(s, at) end
  local word = s:match("^%a+", at)
  if word and words[word] ~= nil then return words[word], at + #word end
  if mark == "" then fail(s, at, "the text ends where a value was expected") end
  return decode_number(s, at)
end

--- The value of a JSON text: tables, strings, numbers, booleans, `json.null`. Nil and the reason
--- (`line 2, column 7: …`) when the text is not JSON, nests deeper than 128 levels or has a key twice.
function json.decode(s)
  local ok, value, at = pcall(decode_value, s, skip(s, 1), 0)
  if ok then
    at = skip(s, at)
    if at > #s then return value end
    ok, value = pcall(fail, s, at, "unexpected text after the value")
  end
  if type(value) == "table" and value.json then return nil, value.json end
  error(value, 0)
end

local encode_escapes = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
  ["\t"] = "\\t",
}

local function encode_string(s)
  if not utf8.len(s) then error("json.encode: a string is not UTF-8", 0) end
  return '"' .. s:gsub('[%c"\\]', function(c)
    return encode_escapes[c] or c ~= "\127" and ("\\u%04x"):format(c:byte()) or nil
  end) .. '"'
end

local function encode_number(value)
  if math.type(value) == "integer" then return tostring(value) end
  if value ~= value or value == math.huge or value == -math.huge then
    error("json.encode: JSON has no NaN and no infinity", 0)
  end
  local short = ("%.15g"):format(value)
  return tonumber(short) == value and short or ("%.17g"):format(value)
end

local encode_value

local function encode_table(value, depth, indent)
  if depth > max_depth then
    error("json.encode: nested deeper than " .. max_depth .. " levels, or a table holds itself", 0)
  end
  local parts, open, close = {}, "{", "}"
  if getmetatable(value) == array_mark or #value > 0 then
    open, close = "[", "]"
    local size = #value
    for key in pairs(value) do
      if math.type(key) ~= "integer" or key < 1 or key > size then
        error("json.encode: a table is both a list and a map, or has holes", 0)
      end
    end
    for i = 1, size do parts[i] = encode_value(value[i], depth, indent) end
  else
    local keys = {}
    for key in pairs(value) do
      if type(key) ~= "string" then error("json.encode: a key is not a string", 0) end
      keys[#keys + 1] = key
    end
    table.sort(keys)
    local colon = indent and ": " or ":"
    for i, key in ipairs(keys) do
      parts[i] = encode_string(key) .. colon .. encode_value(value[key], depth, indent)
    end
  end
  if #parts == 0 then return open .. close end
  if not indent then return open .. table.concat(parts, ",") .. close end
  local inner = "\n" .. indent:rep(depth)
  return open .. inner .. table.concat(parts, "," .. inner) .. "\n" .. indent:rep(depth - 1) .. close
end

function encode_value(value, depth, indent)
  if value == json.null then return "null" end
  local kind = type(value)
  if kind == "table" then return encode_table(value, depth + 1, indent) end
  if kind == "string" then return encode_string(value) end
  if kind == "number" then return encode_number(value) end
  if kind == "boolean" then return tostring(value) end
  error("json.encode: a " .. kind .. " has no JSON", 0)
end

--- A value as JSON text, keys sorted. `indent` (such as two blanks) spreads it over lines. What JSON
--- cannot say (a function, NaN, a string that is not UTF-8, a table with holes) is an error.
function json.encode(value, indent) return encode_value(value, 0, indent) end

return json
