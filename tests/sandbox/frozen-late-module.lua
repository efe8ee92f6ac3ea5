-- expect: harmless
-- whole
-- A module that a visitor loads is as frozen as any, and leaves no trace in what comes after it.
return {
  api = 1,
  summary = "x",
  added_line = function(line)
    local before = tostring({})
    local text = require("moongate.regex")
    local after = tostring({})
    local written = pcall(function() text.seen = 1 end)
    local failed, why = pcall(require, "moongate.nothing")
    local again, same = pcall(require, "moongate.nothing")
    local one, two = tonumber(before:match("%x+$"), 16), tonumber(after:match("%x+$"), 16)
    line:report(not written and not failed and why == same and two - one < 10 and "ok" or before .. after)
  end,
}
