local check = require("moongate.test").check("freeze")

local function frozen(window, now, options)
  local case = { kind = "range", now = now, commits = { { message = "one", files = { a = "1\n" } } }, after = { a = "1\n" } }
  case.options = options or {}
  case.options.windows = { w = window }
  return case
end

local function expecting(case, ...)
  case.expect = { ... }
  return case
end

local weekend = { weekly = { "Fri 17:00 - Mon 08:00" }, reason = "nobody is there" }
local from_to = "change: frozen by `w` from 2026-03-06 17:00 to 2026-03-09 08:00 (UTC); it is "

-- 2026-03-06 is a Friday.
local friday = 1772755200
local hour = 3600

check:case "before the weekend" (expecting(frozen(weekend, friday + 17 * hour - 1)))
check:case "the weekend begins" (expecting(frozen(weekend, friday + 17 * hour), {
  finding = from_to .. "2026-03-06 17:00", rule = "frozen", level = "error", help = "nobody is there",
}))
check:case "Sunday" (expecting(frozen(weekend, "2026-03-08"), from_to .. "2026-03-08 00:00"))
check:case "the weekend's last minute" (expecting(frozen(weekend, friday + 80 * hour - 60), from_to .. "2026-03-09 07:59"))
check:case "the weekend is over" (expecting(frozen(weekend, friday + 80 * hour)))
check:case "in the week" (expecting(frozen(weekend, "2026-03-11")))

check:case "in the past" (expecting(frozen(weekend, "1969-12-28"),
  "change: frozen by `w` from 1969-12-26 17:00 to 1969-12-29 08:00 (UTC); it is 1969-12-28 00:00"))

check:case "a day of the week" (expecting(frozen({ weekly = { "Thu" } }, friday - 1),
  "change: frozen by `w` from 2026-03-05 00:00 to 2026-03-06 00:00 (UTC); it is 2026-03-05 23:59"))
check:case "after a day of the week" (expecting(frozen({ weekly = { "Thu" } }, friday)))
check:case "days of the week" (expecting(frozen({ weekly = { "Tue", "Sat-Sun" } }, "2026-03-08"),
  "change: frozen by `w` from 2026-03-07 00:00 to 2026-03-09 00:00 (UTC); it is 2026-03-08 00:00"))
check:case "after days of the week" (expecting(frozen({ weekly = { "Sat - Sun" } }, "2026-03-09")))
check:case "the whole week" (expecting(frozen({ weekly = { "Wed 10:00 - Wed 10:00" } }, "2026-03-09"),
  "change: frozen by `w` from 2026-03-04 10:00 to 2026-03-11 10:00 (UTC); it is 2026-03-09 00:00"))

local nights = { weekly = { "daily 18:30 - 08:00" } }
check:case "at night" (expecting(frozen(nights, friday + 7 * hour),
  "change: frozen by `w` from 2026-03-05 18:30 to 2026-03-06 08:00 (UTC); it is 2026-03-06 07:00"))
check:case "in the morning" (expecting(frozen(nights, friday + 8 * hour)))
check:case "in the evening" (expecting(frozen(nights, friday + 18 * hour + 1800),
  "change: frozen by `w` from 2026-03-06 18:30 to 2026-03-07 08:00 (UTC); it is 2026-03-06 18:30"))

local christmas = { dates = { "2026-02-28/2026-03-01", "2028-02-29", "2026-12-24T18:00 / 2027-01-02T08:00" } }
check:case "a range of days" (expecting(frozen(christmas, "2026-03-01"),
  "change: frozen by `w` from 2026-02-28 00:00 to 2026-03-02 00:00 (UTC); it is 2026-03-01 00:00"))
check:case "after a range of days" (expecting(frozen(christmas, "2026-03-02")))
check:case "before a range of days" (expecting(frozen(christmas, "2026-02-27")))
check:case "a leap day" (expecting(frozen(christmas, "2028-02-29"),
  "change: frozen by `w` from 2028-02-29 00:00 to 2028-03-01 00:00 (UTC); it is 2028-02-29 00:00"))
check:case "moments" (expecting(frozen(christmas, "2027-01-02"),
  "change: frozen by `w` from 2026-12-24 18:00 to 2027-01-02 08:00 (UTC); it is 2027-01-02 00:00"))
check:case "before a moment" (expecting(frozen(christmas, "2026-12-24")))
check:case "every month has its days" (expecting(frozen({
  dates = {
    "2026-01-31", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30",
    "2026-10-31", "2026-11-30", "2026-12-31", "2000-02-29",
  },
}, "2000-02-29"), "change: frozen by `w` from 2000-02-29 00:00 to 2000-03-01 00:00 (UTC); it is 2000-02-29 00:00"))

check:case "a time zone east of UTC" (expecting(frozen(weekend, friday + 8 * hour, { timezone = "+09:00" }),
  "change: frozen by `w` from 2026-03-06 17:00 to 2026-03-09 08:00 (+09:00); it is 2026-03-06 17:00"))
check:case "a window's own time zone, west of UTC" (expecting(frozen({ weekly = weekend.weekly, timezone = "-03:30" },
  friday + 20 * hour + 1800, { timezone = "+09:00" }),
  "change: frozen by `w` from 2026-03-06 17:00 to 2026-03-09 08:00 (-03:30); it is 2026-03-06 17:00"))

check:case "only some paths" {
  kind = "range", now = "2026-03-08",
  options = { windows = { w = { weekly = { "Sun" }, paths = { "db/", "old/" } } } },
  before = { ["old/c"] = "3\n" },
  after = { a = "1\n", ["db/b"] = "2\n", ["db/c"] = "4\n", ["new/c"] = "3\n" },
  expect = { "db/b: frozen by `w` from 2026-03-08 00:00 to 2026-03-09 00:00 (UTC); it is 2026-03-08 00:00" },
}

check:case "what is moved away is changed" {
  kind = "range", now = "2026-03-08",
  options = { windows = { w = { weekly = { "Sun" }, paths = { "old/" } } } },
  before = { ["old/c"] = "3\n" },
  after = { a = "1\n", ["new/c"] = "3\n" },
  expect = { "new/c: frozen by `w` from 2026-03-08 00:00 to 2026-03-09 00:00 (UTC); it is 2026-03-08 00:00" },
}

check:case "other paths are free" {
  kind = "range", now = "2026-03-08",
  options = { windows = { w = { weekly = { "Sun" }, paths = { "db/" } } } },
  after = { a = "1\n" },
  expect = {},
}

check:case "no change is no change" {
  kind = "range", now = "2026-03-08", options = { windows = { w = { weekly = { "Sun" } } } }, expect = {},
}

local sunday = "frozen by `w` from 2026-03-08 00:00 to 2026-03-09 00:00 (UTC); it is 2026-03-08 00:00"

local function request(fields, window)
  window.weekly = { "Sun" }
  local case = frozen(window, "2026-03-08", { labels = { "hotfix", "urgent" } })
  case.pull_request = fields
  return case
end

check:case "pull requests into a frozen branch" (expecting(request({ base = "release/1" }, { branches = { "release/*" } }),
  "change: " .. sunday))
check:case "pull requests into another branch" (expecting(request({ base = "main" }, { branches = { "release/*" } })))
check:case "a branch that nobody knows may be frozen" (expecting(request(nil, { branches = { "release/*" } }),
  "change: " .. sunday))
check:case "a label lets it pass" (expecting(request({ base = "main", labels = { "bug", "urgent" } }, {})))
check:case "another label does not" (expecting(request({ base = "main", labels = { "bug" } }, {}), "change: " .. sunday))

local function message(text_of, trailer)
  return {
    kind = "range", now = "2026-03-08",
    options = { trailer = trailer, windows = { w = { weekly = { "Sun" } } } },
    commits = { { message = "one\n\nFreeze-Exception: old", files = { b = "1\n" } }, { message = text_of, files = { a = "1\n" } } },
    after = { a = "1\n", b = "1\n" },
  }
end

check:case "a trailer of the newest commit lets it pass" (expecting(message("fix: it\n\nfreeze-exception: the site is down\n")))
check:case "a trailer without a reason does not" (expecting(message("fix: it\n\nSigned-off-by: A\nFreeze-Exception:  \n"),
  "change: " .. sunday))
check:case "an older commit's trailer does not" (expecting(message("fix: it"), "change: " .. sunday))
check:case "no trailer lets it pass" (expecting(message("fix: it\n\nFreeze-Exception: yes\n", ""), "change: " .. sunday))

check:case "windows in the order of their names" {
  kind = "range", now = "2026-03-08",
  options = { windows = { b = { weekly = { "Sun" } }, a = { weekly = { "Sun" } }, c = { weekly = { "Mon" } } } },
  after = { a = "1\n" },
  expect = { "change: " .. sunday:gsub("`w`", "`a`"), "change: " .. sunday:gsub("`w`", "`b`") },
}
