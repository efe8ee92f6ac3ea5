-- Called for each tag: those that a push brings, and all of them with `moongate check --branches`. Its test
-- stands next to it: `moongate test`.
local semver = require("moongate.semver")

return {
  api = 1,
  summary = "A tag that begins with v is a version",
  tag = function(tag)
    local version = tag.name:match("^v(.*)$")
    if version and not semver.parse(version) then
      tag:report("it is no version", { help = "name it as in v1.2.3" })
    end
  end,
}
