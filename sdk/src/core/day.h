// Days as people write them, 2027-01-31, and moments: in UTC, so that every machine agrees.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// Seconds from the epoch to the beginning of the day; nullopt for what is no day of the calendar.
std::optional<std::int64_t> parse_day(std::string_view text);

// A day, a day and a time ("2027-01-31T12:30:00Z", with an offset such as +02:00 instead of Z), or
// whole seconds since the epoch. nullopt for anything else.
std::optional<std::int64_t> parse_moment(std::string_view text);

// Whether the day `expires` (YYYY-MM-DD; empty: never) is over at `now`.
bool is_over(const std::string& expires, std::int64_t now);

}  // namespace moongate
