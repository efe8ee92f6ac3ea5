-- Called once, where the host knows of a pull request (`moongate ci`). Its test stands next to it:
-- `moongate test`.
local text = require("moongate.text")

return {
  api = 1,
  summary = "A pull request says what it is for",
  options = {
    least = { default = 20, min = 1, doc = "Characters that its description has at least" },
  },
  pull_request = function(request, opt)
    if request.draft then return end
    local length = text.length(text.trim(request.body))
    if length < opt.least then
      request:report(("the description has %d characters of at least %d"):format(length, opt.least))
    end
  end,
}
