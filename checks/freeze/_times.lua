-- The windows of a freeze: weekly times and dates, in seconds of their own zone since 1970.
local times = {}

local day, minute = 86400, 60
local weekdays = { Mon = 0, Tue = 1, Wed = 2, Thu = 3, Fri = 4, Sat = 5, Sun = 6 }

-- Days from 1970-01-01 to a day of the Gregorian calendar. The year begins in March here, so that the leap day
-- is its last one (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
local function days_of(year, month, number)
  local y = month > 2 and year or year - 1
  local m = (month + 9) % 12
  return 365 * y + y // 4 - y // 100 + y // 400 + (153 * m + 2) // 5 + number - 719469
end

--- `2026-12-24 08:30` of seconds from 1970.
function times.shown(seconds)
  local days = seconds // day + 719468
  local era = days // 146097
  local of_era = days - era * 146097
  local year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year + year // 4 - year // 100)
  local m = (5 * of_year + 2) // 153
  local month = m < 10 and m + 3 or m - 9
  year = year + era * 400 + (month <= 2 and 1 or 0)
  local of_day = seconds % day
  return ("%04d-%02d-%02d %02d:%02d"):format(year, month, of_year - (153 * m + 2) // 5 + 1, of_day // 3600,
    of_day // minute % 60)
end

local function clock(hours, minutes)
  return tonumber(hours) * 3600 + tonumber(minutes) * minute
end

-- Where a moment of a week begins, and whether it is a whole day.
local function of_week(written)
  local name, hours, minutes = written:match("^(%a+) ?(%d*):?(%d*)$")
  return weekdays[name] * day + (hours == "" and 0 or clock(hours, minutes)), hours == ""
end

-- When the window that `now` is in began and ends, in local seconds; nil where it is in none.
local function in_weekly(written, now)
  local from, to = written:match("^daily (%d+:%d+) *%- *(%d+:%d+)$")
  local period, first, last = day, nil, nil
  if from then
    first, last = clock(from:match("(%d+):(%d+)")), clock(to:match("(%d+):(%d+)"))
  else
    period = 7 * day
    from, to = written:match("^(.-) *%- *(.*)$")
    local whole
    first = of_week(from or written)
    last, whole = of_week(to or written)
    if whole then last = last + day end
  end
  -- 1970 began on a Thursday.
  local shift = period == day and 0 or weekdays.Thu * day
  local length = (last - first - 1) % period + 1
  local since = (now + shift - first) % period
  if since < length then return now - since, now - since + length end
end

-- Where a day or a moment begins and ends; nil where the calendar has no such day.
local function moment(written)
  local date, hours, minutes = written:match("^([%d-]+)T?(%d*):?(%d*)$")
  local year, month, number = date:match("^(%d+)-(%d+)-(%d+)$")
  local start = days_of(tonumber(year), tonumber(month), tonumber(number)) * day
  -- The 30th of February comes back as the 2nd of March.
  if times.shown(start):sub(1, 10) ~= date then return nil end
  if hours == "" then return start, start + day end
  start = start + clock(hours, minutes)
  return start, start
end

local function in_dates(written, now, where)
  local from, to = written:match("^(.-) */ *(.*)$")
  local first = moment(from or written)
  local _, last = moment(to or written)
  if not first or not last then
    error(("%s: `%s` is not a day of the calendar"):format(where, written), 0)
  end
  if first >= last then error(("%s: `%s` ends before it begins"):format(where, written), 0) end
  if first <= now and now < last then return first, last end
end

--- Seconds that a zone (`UTC`, `+09:00`) is ahead of UTC.
function times.offset(zone)
  local sign, hours, minutes = zone:match("^([+-])(%d%d):(%d%d)$")
  if not sign then return 0 end
  return clock(hours, minutes) * (sign == "-" and -1 or 1)
end

--- Begin and end, in local seconds, of the first entry of a window that `now` is in. All are read, so that
--- a wrong one is an error on every day.
function times.open(name, window, now)
  local begin, stop
  for _, written in ipairs(window.weekly) do
    local first, last = in_weekly(written, now)
    if not begin then begin, stop = first, last end
  end
  for _, written in ipairs(window.dates) do
    local first, last = in_dates(written, now, ("windows.%s.dates"):format(name))
    if not begin then begin, stop = first, last end
  end
  return begin, stop
end

return times
