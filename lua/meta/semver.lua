---@meta moongate.semver

---Semantic Versioning 2.0.0. Versions compare with `<`, `<=`, `==`; `tostring` writes them.
---@class moongate.Version
---@field major integer
---@field minor integer
---@field patch integer
---@field prerelease? string
---@field build? string

---@class moongate.semver
local semver = {}

---A version (`1.2.3-rc.1+build`, with or without `v`), or nil and the reason.
---@param s string
---@return moongate.Version? version
---@return string? reason
function semver.parse(s) end

---@param a string | moongate.Version
---@param b string | moongate.Version
---@return -1 | 0 | 1
function semver.compare(a, b) end

---Whether `v` lies in a range such as `>=1.2 <2`, `^1.2 || ~0.9.3`, `1.x`.
---@param v string | moongate.Version
---@param range string
---@return boolean
function semver.satisfies(v, range) end

return semver
