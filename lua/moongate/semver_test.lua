local test = require("moongate.test")
local semver = require("moongate.semver")

test.case "versions are read" (function()
  local v = semver.parse("v1.22.333-rc.1+build.5")
  test.equal({ v.major, v.minor, v.patch, v.prerelease, v.build }, { 1, 22, 333, "rc.1", "build.5" })
  test.equal(tostring(v), "1.22.333-rc.1+build.5")
  test.equal(tostring(semver.parse("0.0.0")), "0.0.0")
  test.equal(semver.parse("1.0.0-0a.-").prerelease, "0a.-")
  test.equal(semver.parse("1.0.0+001").build, "001")
end)

test.case "what is no version is refused, with the reason" (function()
  for _, s in ipairs {
    "", "1", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+",
    "1.2.3+a+b", "1.2.3 ", " 1.2.3", "1.2.x", "1.2.3rc", "1.2.3-\u{e9}", "99999999999999999999.0.0",
  } do
    local v, reason = semver.parse(s)
    test.equal({ s, v, type(reason) }, { s, nil, "string" })
  end
end)

test.case "precedence, in the order that the specification gives" (function()
  local order = {
    "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
    "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0",
  }
  for i, a in ipairs(order) do
    for j, b in ipairs(order) do
      test.equal(semver.compare(a, b), i < j and -1 or i > j and 1 or 0)
    end
  end
  test.equal(semver.parse("1.0.0+a") == semver.parse("1.0.0+b"), true)
  test.equal(semver.parse("1.0.0") < semver.parse("1.0.1"), true)
  test.equal(semver.parse("1.0.0") <= semver.parse("1.0.0"), true)
  test.fails(function() semver.compare("x", "1.0.0") end, "`x`")
end)

test.case "ranges" (function()
  local function holds(range, yes, no)
    for _, v in ipairs(yes) do test.equal({ range, v, semver.satisfies(v, range) }, { range, v, true }) end
    for _, v in ipairs(no) do test.equal({ range, v, semver.satisfies(v, range) }, { range, v, false }) end
  end
  holds(">=1.2.3", { "1.2.3", "9.0.0" }, { "1.2.2" })
  holds(">1.2.3", { "1.2.4" }, { "1.2.3" })
  holds(">1.2", { "1.3.0" }, { "1.2.9", "1.2.0" })
  holds(">1", { "2.0.0" }, { "1.9.9" })
  holds("<2", { "1.9.9" }, { "2.0.0" })
  holds("<=1.2", { "1.2.9", "0.1.0" }, { "1.3.0" })
  holds("<=1.2.3", { "1.2.3" }, { "1.2.4" })
  holds("=1.2.3", { "1.2.3" }, { "1.2.4" })
  holds("1.2.3", { "1.2.3" }, { "1.2.2", "1.2.4" })
  holds("1.2", { "1.2.0", "1.2.9" }, { "1.3.0", "1.1.9" })
  holds("1.x", { "1.0.0", "1.9.9" }, { "2.0.0", "0.9.0" })
  holds("1.2.*", { "1.2.0", "1.2.9" }, { "1.3.0" })
  holds("*", { "0.0.0", "9.9.9" }, {})
  holds(">*", {}, { "1.0.0" })
  holds("<*", {}, { "1.0.0" })
  holds("<=*", { "1.0.0" }, {})
  holds("^1.2.3", { "1.2.3", "1.9.0" }, { "1.2.2", "2.0.0" })
  holds("^0.2.3", { "0.2.3", "0.2.9" }, { "0.3.0", "0.2.2" })
  holds("^0.0.3", { "0.0.3" }, { "0.0.4" })
  holds("^0.0", { "0.0.0", "0.0.9" }, { "0.1.0" })
  holds("^0", { "0.0.0", "0.9.0" }, { "1.0.0" })
  holds("~1.2.3", { "1.2.3", "1.2.9" }, { "1.3.0", "1.2.2" })
  holds("~1.2", { "1.2.0", "1.2.9" }, { "1.3.0" })
  holds("~1", { "1.0.0", "1.9.0" }, { "2.0.0" })
  holds(">=1.2 <2", { "1.2.0", "1.9.9" }, { "1.1.9", "2.0.0" })
  holds(">= 1.2 < 2", { "1.2.0" }, { "2.0.0" })
  holds("^1 || ^3", { "1.1.0", "3.1.0" }, { "2.0.0" })
  holds("", { "1.0.0" }, {})
  holds(">=1.0.0-rc.1", { "1.0.0-rc.2", "1.0.0" }, { "1.0.0-beta", "1.1.0-rc.1" })
  holds(">=1.0.0", { "2.0.0" }, { "2.0.0-rc.1" })
  for _, range in ipairs { ">=x.1", "abc", ">>1", "1.2.3.4", "1..2", "x.1" } do
    test.fails(function() semver.satisfies("1.0.0", range) end, "is not a comparator")
  end
end)
