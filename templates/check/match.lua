-- Called for each match of `patterns` that touches what a change adds. The search itself is native and
-- fast; with a keyword, files that do not have it cost nothing. Its test stands next to it: `moongate test`.
return {
  api = 1,
  summary = "No address of a test server is committed",
  patterns = {
    ["test-server"] = {
      regex = [[https?://([a-z0-9-]+)\.test\.example\.org]],
      keywords = { "test.example.org" },
    },
  },
  rules = {
    ["test-server"] = { summary = "An address of a test server" },
  },
  paths = { exclude = { ".moongate/**" } },  -- the test has such an address
  match = function(match)
    match:report("address of the test server `" .. match.captures[1] .. "`", {
      help = "take the address from the configuration",
    })
  end,
}
