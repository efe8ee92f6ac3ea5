---@meta moongate.memo

---A function that calls `compute` once for the same arguments and then remembers its results, although
---a check is frozen once it is loaded. Make it outside of the visitors, of a function that is pure: its
---results follow from its arguments alone. Arguments are strings, numbers, booleans and nil (at most
---16); results are plain data (at most 16 values), and tables among them cannot be changed. What all
---memos of a check keep is bounded; beyond that they compute again.
---@generic F: function
---@param compute F
---@return F
local function memo(compute) end

return memo
