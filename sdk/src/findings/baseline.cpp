#include "findings/baseline.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/day.h"
#include "core/error.h"
#include "core/quote.h"

namespace moongate {

namespace {

using nlohmann::json;

constexpr std::string_view schema_name = "moongate.baseline/1";
constexpr std::uint64_t largest_count = 1'000'000'000;

bool is_fingerprint(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() &&
         text.size() <= 200 &&
         text.substr(0, colon).find_first_not_of("0123456789") == std::string_view::npos &&
         text.substr(colon + 1).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The later of two days; an empty one is never.
std::string later(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? std::string() : std::max(a, b);
}

void sort_entries(std::vector<BaselineEntry>& entries) {
  const auto key = [](const BaselineEntry& entry) {
    return std::tie(entry.path, entry.check, entry.rule, entry.fingerprint);
  };
  std::sort(entries.begin(), entries.end(),
            [&](const BaselineEntry& a, const BaselineEntry& b) { return key(a) < key(b); });
}

std::uint32_t line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
}

// Reads as it parses: a document tree of a hostile file could be many times its size.
class Handler : public json::json_sax_t {
 public:
  std::unordered_map<std::string, BaselineEntry> entries;
  std::string problem, at;  // what is wrong, and the key it is wrong at
  std::optional<std::size_t> syntax_offset;
  bool has_schema = false;

  bool null() override { return wrong(); }
  bool boolean(bool) override { return wrong(); }
  bool number_integer(number_integer_t) override { return wrong(); }
  bool number_unsigned(number_unsigned_t number) override {
    if (depth_ != 2 || key_ != "count" || number == 0 || number > largest_count) return wrong();
    entry_.count = number;
    return true;
  }
  bool number_float(number_float_t, const string_t&) override { return wrong(); }
  bool string(string_t& text) override {
    if (depth_ == 1 && key_ == "schema") {
      has_schema = true;
      if (text == schema_name) return true;
      return fail("its schema is " + in_quotes(text) + " and not " + std::string(schema_name));
    }
    if (depth_ != 2) return wrong();
    if (key_ == "path") entry_.path = text;
    if (key_ == "check") entry_.check = text;
    if (key_ == "rule") entry_.rule = text;
    if (key_ == "from") entry_.is_foreign = text == "sarif";
    if (key_ == "expires") {
      if (!parse_day(text)) return fail(in_quotes(text) + " is not a day such as 2027-01-31");
      entry_.expires = text;
    }
    return key_ == "count" ? wrong() : true;
  }
  bool binary(binary_t&) override { return wrong(); }
  bool start_object(std::size_t) override {
    if (depth_ == 1 && key_ == "schema") return wrong();
    if (++depth_ > 2) return wrong();
    entry_ = BaselineEntry{};
    return true;
  }
  bool key(string_t& name) override {
    key_ = name;
    if (depth_ != 1) return true;
    at = name;
    entry_fingerprint_ = name;
    if (name == "schema" || is_fingerprint(name)) return true;
    return fail(in_quotes(name) + " is no fingerprint");
  }
  bool end_object() override {
    if (depth_-- == 1) return true;
    entry_.fingerprint = entry_fingerprint_;
    key_.clear();
    const auto [found, inserted] = entries.emplace(entry_fingerprint_, entry_);
    if (inserted) return true;
    BaselineEntry& first = found->second;
    first.count = std::max(first.count, entry_.count);
    first.expires = later(first.expires, entry_.expires);
    return true;
  }
  bool start_array(std::size_t) override { return wrong(); }
  bool end_array() override { return wrong(); }
  bool parse_error(std::size_t offset, const std::string&, const json::exception&) override {
    syntax_offset = offset;
    return false;
  }

 private:
  bool fail(std::string what) {
    problem = std::move(what);
    return false;
  }
  bool wrong() {
    if (depth_ == 0) return fail("it is not a JSON object");
    if (depth_ == 1) return fail("the value of " + in_quotes(key_) + " has the wrong type");
    return fail(in_quotes(key_) + " of " + in_quotes(entry_fingerprint_) +
                " has the wrong type or size");
  }

  int depth_ = 0;
  std::string key_, entry_fingerprint_;
  BaselineEntry entry_;
};

std::string as_json(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::unordered_map<std::string, std::uint64_t> counts_of(const Baseline& baseline) {
  std::unordered_map<std::string, std::uint64_t> counts;
  for (const BaselineEntry& entry : baseline.entries) counts[entry.fingerprint] += entry.count;
  return counts;
}

std::uint64_t count_in(const std::unordered_map<std::string, std::uint64_t>& counts,
                       const std::string& fingerprint) {
  const auto found = counts.find(fingerprint);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

Baseline parse_baseline(std::string_view text, const std::string& path) {
  static const std::string help = "fix it, or write it again with `moongate baseline`";
  if (text.size() > largest_baseline)
    throw Error(Problem{ProblemKind::config, "the baseline is larger than 64 MiB", path, 0,
                        "exclude generated files with `paths`, and write it again"});
  Handler handler;
  const bool good = json::sax_parse(text, &handler);
  if (handler.syntax_offset) {
    const std::uint32_t line = line_at(text, *handler.syntax_offset);
    const bool conflict = text.find("\n<<<<<<< ") != std::string_view::npos;
    throw Error(Problem{ProblemKind::config, "the baseline is not JSON", path, line,
                        conflict ? "resolve the merge: keep the lines of both sides" : help});
  }
  if (!good) {
    const std::size_t at = text.find(as_json(handler.at));
    throw Error(Problem{ProblemKind::config, "the baseline cannot be read: " + handler.problem,
                        path, at == std::string_view::npos ? 1 : line_at(text, at), help});
  }
  if (!handler.has_schema)
    throw Error(
        Problem{ProblemKind::config, "the baseline does not name its schema", path, 1,
                "its last member must be \"schema\": \"" + std::string(schema_name) + "\""});
  Baseline baseline;
  for (auto& [fingerprint, entry] : handler.entries) baseline.entries.push_back(std::move(entry));
  sort_entries(baseline.entries);
  return baseline;
}

std::string baseline_text(const Baseline& baseline) {
  std::string text = "{\n";
  for (const BaselineEntry& entry : baseline.entries) {
    text += as_json(entry.fingerprint) + ": {\"path\": " + as_json(entry.path) +
            ", \"check\": " + as_json(entry.check);
    if (!entry.rule.empty()) text += ", \"rule\": " + as_json(entry.rule);
    if (entry.is_foreign) text += ", \"from\": \"sarif\"";
    if (!entry.expires.empty()) text += ", \"expires\": " + as_json(entry.expires);
    text += ", \"count\": " + std::to_string(entry.count) + "},\n";
  }
  return text + "\"schema\": " + as_json(schema_name) + "\n}\n";
}

Baseline baseline_of(const std::vector<Finding>& findings, bool are_foreign) {
  std::map<std::string, BaselineEntry> entries;
  for (const Finding& finding : findings) {
    const auto [found, inserted] = entries.emplace(
        finding.fingerprint,
        BaselineEntry{
            finding.fingerprint, finding.path, finding.check, finding.rule, 1, {}, are_foreign});
    if (!inserted) ++found->second.count;
  }
  Baseline baseline;
  for (auto& [fingerprint, entry] : entries) baseline.entries.push_back(std::move(entry));
  sort_entries(baseline.entries);
  return baseline;
}

Baseline united(const Baseline& a, const Baseline& b) {
  std::map<std::string, BaselineEntry> entries;
  // The second is the newer: where a file was renamed, its path is the one to show.
  for (const BaselineEntry& entry : b.entries) entries.emplace(entry.fingerprint, entry);
  for (const BaselineEntry& entry : a.entries) {
    const auto [found, inserted] = entries.emplace(entry.fingerprint, entry);
    if (inserted) continue;
    found->second.count = std::max(found->second.count, entry.count);
    found->second.expires = later(found->second.expires, entry.expires);
  }
  Baseline baseline;
  for (auto& [fingerprint, entry] : entries) baseline.entries.push_back(std::move(entry));
  sort_entries(baseline.entries);
  return baseline;
}

Baseline common(const Baseline& baseline, const Baseline& current) {
  const auto counts = counts_of(current);
  Baseline kept = baseline;
  for (BaselineEntry& entry : kept.entries)
    entry.count = std::min(entry.count, count_in(counts, entry.fingerprint));
  std::erase_if(kept.entries, [](const BaselineEntry& entry) { return entry.count == 0; });
  return kept;
}

Baseline added(const Baseline& before, const Baseline& after) {
  std::unordered_map<std::string, const BaselineEntry*> known;
  for (const BaselineEntry& entry : before.entries) known.emplace(entry.fingerprint, &entry);
  Baseline more = after;
  for (BaselineEntry& entry : more.entries) {
    const auto found = known.find(entry.fingerprint);
    if (found == known.end()) continue;
    // What is accepted for longer is accepted again.
    if (later(found->second->expires, entry.expires) != found->second->expires) continue;
    entry.count -= std::min(entry.count, found->second->count);
  }
  std::erase_if(more.entries, [](const BaselineEntry& entry) { return entry.count == 0; });
  return more;
}

Baseline without_expired(const Baseline& baseline, std::int64_t now,
                         std::vector<BaselineEntry>* expired) {
  Baseline kept;
  for (const BaselineEntry& entry : baseline.entries) {
    if (!is_over(entry.expires, now))
      kept.entries.push_back(entry);
    else if (expired)
      expired->push_back(entry);
  }
  return kept;
}

Baseline with_days_of(Baseline baseline, const Baseline& other) {
  std::unordered_map<std::string, std::string> days;
  for (const BaselineEntry& entry : other.entries) days.emplace(entry.fingerprint, entry.expires);
  for (BaselineEntry& entry : baseline.entries)
    if (const auto found = days.find(entry.fingerprint); found != days.end())
      entry.expires = found->second;
  return baseline;
}

Baseline of_other_tools(const Baseline& baseline, const std::set<std::string>& without) {
  Baseline kept;
  for (const BaselineEntry& entry : baseline.entries)
    if (entry.is_foreign && !without.contains(entry.check)) kept.entries.push_back(entry);
  return kept;
}

std::uint64_t size_of(const Baseline& baseline) {
  std::uint64_t size = 0;
  for (const BaselineEntry& entry : baseline.entries) size += entry.count;
  return size;
}

std::uint64_t drop_accepted(std::vector<Finding>& findings, const Baseline& baseline) {
  if (baseline.entries.empty()) return 0;
  auto counts = counts_of(baseline);
  // Not erase_if: its predicate may be called in any order, and this one counts down.
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    const auto found = counts.find(finding.fingerprint);
    if (found != counts.end() && found->second > 0)
      --found->second;
    else
      kept.push_back(std::move(finding));
  }
  const std::uint64_t dropped = findings.size() - kept.size();
  findings = std::move(kept);
  return dropped;
}

void require_allowed(const PolicyRules& policy, const std::string& path) {
  if (policy.allow_baseline) return;
  const auto origin = policy.origins.find("allow_baseline");
  const std::string place =
      origin == policy.origins.end()
          ? std::string()
          : " " + origin->second.path + ":" + std::to_string(origin->second.line);
  throw Error(Problem{ProblemKind::config, "a baseline is forbidden by the policy" + place, path, 0,
                      "fix the findings and remove the file"});
}

void write_baseline(const std::string& file, const Baseline& baseline) {
  namespace fs = std::filesystem;
  const auto fail = [&](const std::string& what) {
    throw Error(Problem{ProblemKind::repository, "cannot write the baseline: " + what, file, 0,
                        "check the directory's permissions and the space on the disk"});
  };
  std::error_code error;
  const fs::path target(file);
  if (target.has_parent_path()) fs::create_directories(target.parent_path(), error);
  if (error) fail(error.message());
  const fs::path part = file + ".part";
  {
    std::ofstream stream(part, std::ios::binary | std::ios::trunc);
    stream << baseline_text(baseline);
    stream.close();
    if (!stream) {
      fs::remove(part, error);
      fail("writing " + part.string() + " failed");
    }
  }
  fs::rename(part, target, error);
  if (error) {
    const std::string what = error.message();
    fs::remove(part, error);
    fail(what);
  }
}

}  // namespace moongate
