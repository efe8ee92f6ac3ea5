local test = require("moongate.test")
local times = require("_times")

local day = 86400

local function open(entries, now)
  return times.open("w", { weekly = entries.weekly or {}, dates = entries.dates or {} }, now)
end

-- Every day of 800 years, counted one by one.
test.case "the calendar" (function()
  local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
  local number = -135140 -- 1600-01-01
  for year = 1600, 2399 do
    local leap = (year % 4 == 0 and year % 100 ~= 0) or year % 400 == 0
    for month = 1, 12 do
      for of_month = 1, lengths[month] + (leap and month == 2 and 1 or 0) do
        if of_month == 1 or of_month > 27 then
          local date = ("%04d-%02d-%02d"):format(year, month, of_month)
          local first, last = open({ dates = { date } }, number * day)
          if first ~= number * day or last ~= first + day or times.shown(first) ~= date .. " 00:00" then
            error(date .. " is " .. tostring(first) .. ", shown as " .. times.shown(number * day))
          end
        end
        number = number + 1
      end
    end
  end
  test.equal(times.shown(-1), "1969-12-31 23:59")
  test.equal(times.shown(0), "1970-01-01 00:00")
  test.equal(times.shown(13 * 3600 + 59 * 60 + 59), "1970-01-01 13:59")
end)

test.case "days that no calendar has" (function()
  for _, date in ipairs { "2026-02-29", "2026-04-31", "2100-02-29", "2026-01-01/2026-06-31", "2026-02-30/2026-03-05" } do
    test.fails(function() open({ dates = { date } }, 0) end, "windows.w.dates: `" .. date .. "` is not a day of the calendar")
  end
end)

test.case "what ends before it begins" (function()
  for _, date in ipairs {
    "2026-03-02/2026-03-01", "2026-03-01T10:00/2026-03-01T09:59", "2026-03-01T10:00/2026-03-01T10:00",
  } do
    test.fails(function() open({ dates = { date } }, 0) end, "windows.w.dates: `" .. date .. "` ends before it begins")
  end
  test.equal({ open({ dates = { "2026-03-01/2026-03-01", "2026-03-01T10:00/2026-03-01T10:01" } }, 0) }, {})
end)

test.case "every entry is read, the first that is open counts" (function()
  local monday = 1772409600 -- 2026-03-02
  test.fails(function() open({ weekly = { "Mon" }, dates = { "2026-02-29" } }, monday) end, "2026-02-29")
  test.equal({ open({ weekly = { "Mon", "Sun - Tue" }, dates = { "2026-03-02/2026-03-09" } }, monday) }, { monday, monday + day })
  test.equal({ open({ dates = { "2026-03-02", "2026-03-02/2026-03-09" } }, monday) }, { monday, monday + day })
  test.equal({ open({ weekly = { "Tue", "Mon - Tue" } }, monday) }, { monday, monday + 2 * day })
end)

test.case "offsets" (function()
  test.equal(times.offset("UTC"), 0)
  test.equal(times.offset("+09:00"), 32400)
  test.equal(times.offset("-03:30"), -12600)
end)
