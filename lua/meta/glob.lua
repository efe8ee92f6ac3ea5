---@meta moongate.glob

---Path globs, one syntax everywhere: `*` and `?` stay within a directory, `**` crosses directories, `[a-z]`,
---`{a,b}`; a glob without `/` matches in any directory; a trailing `/` means all below.
---@class moongate.glob
local glob = {}

---@param pattern string
---@param path string
---@return boolean
function glob.matches(pattern, path) end

---Whether one of `patterns` matches.
---@param patterns string[]
---@param path string
---@return boolean
function glob.any(patterns, path) end

return glob
