-- Paths as Git has them: relative to the repository's root, '/' between, any bytes.
local path = {}

--- The last part: `c.lua` of `a/b/c.lua`.
function path.name(p) return p:match("([^/]*)$") end

--- The directory: `a/b` of `a/b/c.lua`, and "" at the root.
function path.directory(p) return p:match("^(.*)/") or "" end

--- The extension with its dot: `.lua` of `a/b.lua`; "" for `Makefile`, `.profile` and `a.b/c`.
function path.extension(p) return path.name(p):match("^.+(%.[^.]*)$") or "" end

--- The name without its extension: `b` of `a/b.lua`.
function path.stem(p)
  local name = path.name(p)
  return name:sub(1, #name - #path.extension(p))
end

--- Parts joined by '/', with `.` and `..` resolved. What would leave the root gives nil.
function path.join(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local piece = select(i, ...)
    if type(piece) ~= "string" then
      error(("path.join: part %d is a %s, not a string"):format(i, type(piece)), 2)
    end
    for part in piece:gmatch("[^/]+") do
      if part == ".." then
        if #parts == 0 then return nil end
        parts[#parts] = nil
      elseif part ~= "." then
        parts[#parts + 1] = part
      end
    end
  end
  return table.concat(parts, "/")
end

--- Whether `p` is `directory` or below it. Everything is below "".
function path.is_below(p, directory)
  return directory == "" or p == directory or p:sub(1, #directory + 1) == directory .. "/"
end

return path
