---@meta moongate.text

---Strings as checks need them. Bytes in, bytes out; where characters count, the text is read as UTF-8
---and an invalid byte counts as one.
---@class moongate.text
local text = {}

---Without blanks at both ends.
---@param s string
---@return string
function text.trim(s) end

---The parts between occurrences of `separator` (plain bytes, not empty).
---@param s string
---@param separator string
---@return string[]
function text.split(s, separator) end

---The lines without their endings (LF or CRLF).
---@param s string
---@return string[]
function text.lines(s) end

---@param s string
---@param prefix string
---@return boolean
function text.starts_with(s, prefix) end

---@param s string
---@param suffix string
---@return boolean
function text.ends_with(s, suffix) end

---How many characters.
---@param s string
---@return integer
function text.length(s) end

---How many columns of a terminal: wide characters take two, combining ones none.
---@param s string
---@return integer
function text.width(s) end

---Broken at blanks into lines of at most `columns` columns; a longer word stands alone.
---@param s string
---@param columns integer
---@return string[]
function text.wrap(s, columns) end

---`1 file`, `2 files`.
---@param number integer
---@param noun string
---@param plural? string # default: the noun and an s
---@return string
function text.count(number, noun, plural) end

---A number of bytes as people write it: `2.4 MiB`. Rounded up.
---@param number integer
---@return string
function text.bytes(number) end

---How many insertions, deletions, replacements and swaps turn `a` into `b`.
---@param a string
---@param b string
---@return integer
function text.distance(a, b) end

---The word that `word` was probably meant to be, or nil.
---@param word string
---@param words string[]
---@return string?
function text.nearest(word, words) end

return text
