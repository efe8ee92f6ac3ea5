---@meta moongate.regex

---Regular expressions in linear time, in RE2's syntax (https://github.com/google/re2/wiki/Syntax): no
---backreferences, no look-around. Text and patterns are UTF-8; at most 8192 bytes of pattern.
---@class moongate.regex
local regex = {}

---@class moongate.Regex
local Regex = {}

---Compiles a regex; one that is wrong is an error. Make it once, outside of the visitors.
---@param pattern string
---@return moongate.Regex
function regex.new(pattern) end

---`text` as a regex that matches exactly it.
---@param text string
---@return string
function regex.escape(text) end

---Where the first match begins and ends, and its captures; nil without one. As `string.find`.
---@param text string
---@param from? integer
---@return integer? first
---@return integer? last
---@return string? ...
function Regex:find(text, from) end

---The captures of the first match, or the whole match where there are none. As `string.match`.
---@param text string
---@param from? integer
---@return string? ...
function Regex:match(text, from) end

---Iterates over all matches. As `string.gmatch`.
---@param text string
---@return fun(): string? ...
function Regex:gmatch(text) end

---Whether there is a match; the fastest question.
---@param text string
---@return boolean
function Regex:test(text) end

return regex
