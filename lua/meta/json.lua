---@meta moongate.json

---JSON (RFC 8259): strict and bounded decoding, deterministic encoding.
---@class moongate.json
---Stands for `null`.
---@field null userdata | table
local json = {}

---The value of a JSON text, or nil and the reason with line and column: not JSON, nested deeper than
---128 levels, or a key twice in one object.
---@param s string
---@return any value
---@return string? reason
function json.decode(s) end

---JSON text with sorted keys. Errs for what JSON cannot say.
---@param value any
---@param indent? string # spreads the text over lines
---@return string
function json.encode(value, indent) end

---Marks a table as an array, so that an empty one is `[]`.
---@generic T
---@param list? T[]
---@return T[]
function json.array(list) end

return json
