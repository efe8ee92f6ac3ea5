---@meta moongate.shell

---Words for a POSIX shell, in the commands that a help shows.
---@class moongate.shell
local shell = {}

---`word` as one word of a command. A zero byte is an error.
---@param word string
---@return string
function shell.quote(word) end

---Words quoted and joined by blanks.
---@param words string[]
---@return string
function shell.join(words) end

return shell
