---@meta moongate.path

---Paths as Git has them: from the repository's root, `/` between, any bytes.
---@class moongate.path
local path = {}

---`c.lua` of `a/b/c.lua`.
---@param p string
---@return string
function path.name(p) end

---`a/b` of `a/b/c.lua`; "" at the root.
---@param p string
---@return string
function path.directory(p) end

---`.lua` of `a/b.lua`; "" where there is none.
---@param p string
---@return string
function path.extension(p) end

---`b` of `a/b.lua`.
---@param p string
---@return string
function path.stem(p) end

---Parts joined by `/`, with `.` and `..` resolved; nil for what would leave the root.
---@param ... string
---@return string?
function path.join(...) end

---Whether `p` is `directory` or below it.
---@param p string
---@param directory string
---@return boolean
function path.is_below(p, directory) end

return path
