#include "run/expiry.h"

#include <map>
#include <string>

#include "core/day.h"
#include "core/quote.h"
#include "core/units.h"

namespace moongate {

std::vector<Expired> list_expired(const Config& config, const std::vector<BaselineEntry>& over,
                                  std::int64_t now) {
  std::vector<Expired> expired;
  for (const Ignore& ignore : config.ignores)
    if (is_over(ignore.expires, now))
      expired.push_back(
          {"[[ignore]] of " + harmless(ignore.check) + " expired on " + ignore.expires,
           ignore.origin.path, ignore.origin.line});
  std::map<std::string, std::uint64_t> days;
  for (const BaselineEntry& entry : over) days[entry.expires] += entry.count;
  for (const auto& [day, count] : days)
    expired.push_back(
        {count_of(count, "finding", "findings") + " of the baseline expired on " + day,
         std::string(baseline_path), 0});
  return expired;
}

}  // namespace moongate
