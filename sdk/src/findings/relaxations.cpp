#include "findings/relaxations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "config/read_values.h"
#include "core/error.h"
#include "core/language.h"
#include "core/quote.h"
#include "core/units.h"
#include "findings/suppress.h"

namespace moongate {

namespace {

int strictness(Level fail_on) {
  if (fail_on == Level::off) return 0;
  return fail_on == Level::error ? 1 : fail_on == Level::warning ? 2 : 3;
}

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string place_below(const std::string& directory) {
  return directory.empty() ? std::string() : " below " + harmless(directory);
}

// Whether every kind of change of `before` is one of `after`; an empty list is all.
bool keeps_stages(const std::vector<ChangeKind>& before, const std::vector<ChangeKind>& after) {
  if (after.empty()) return true;
  if (before.empty()) return false;
  return std::all_of(before.begin(), before.end(), [&](ChangeKind kind) {
    return std::find(after.begin(), after.end(), kind) != after.end();
  });
}

Level rule_level(const Declaration& check, const CheckSettings& settings, const std::string& rule) {
  const auto configured = settings.rule_levels.find(rule);
  if (configured != settings.rule_levels.end()) return configured->second;
  const Rule* declared = check.rule(rule);
  if (!settings.origins.contains("level") && declared && declared->level) return *declared->level;
  return settings.level;
}

// Whether a changed option is known to have become stricter: a limit that fell, but not to 0, which
// means none. Of a minimum only the check knows: what is below may be what it does not report.
bool is_stricter(const std::string& name, const Value& before, const Value& after) {
  const auto number = [](const Value& value) -> std::optional<double> {
    if (const auto* integer = value.get_if<std::int64_t>()) return static_cast<double>(*integer);
    if (const auto* real = value.get_if<double>()) return *real;
    return {};
  };
  const std::optional<double> a = number(before), b = number(after);
  if (!a || !b) return false;
  return name.starts_with("max_") && *b<*a&& * b> 0;
}

// Whether what was to expire on the first day (empty: never) does so no later than on the second…
bool lasts_as_long(const std::string& before, const std::string& after) {
  return before.empty() || (!after.empty() && after <= before);
}

class Comparison {
 public:
  Comparison(const RulesSide& before, const RulesSide& after) : before_(before), after_(after) {}

  std::vector<Relaxation> run() {
    compare_run();
    compare_baselines();
    for (const Ignore& ignore : after_.config.ignores) compare_ignore(ignore);
    compare_at("");
    std::set<std::string> directories;
    for (const Config* config : {&before_.config, &after_.config})
      if (config->nested)
        for (const auto& [directory, settings] : config->nested->directories)
          directories.insert(directory);
    for (const std::string& directory : directories) compare_at(directory);

    std::vector<Relaxation> result;
    for (const auto& [path, line, what] : found_) result.push_back({what, path, line});
    return result;
  }

 private:
  void add(std::string what, const Origin& place) {
    found_.emplace(place.path, place.line, std::move(what));
  }

  void compare_run() {
    if (strictness(after_.config.fail_on) < strictness(before_.config.fail_on)) {
      const auto name = [](Level level) {
        return level == Level::off ? "never" : std::string(name_of(level));
      };
      add("fail_on relaxed from " + name(before_.config.fail_on) + " to " +
              name(after_.config.fail_on),
          origin_of(before_.config.origins, after_.config.origins, "fail_on"));
    }
    if (before_.config.push_this_remote && !after_.config.push_this_remote)
      add("push.known changed from this-remote to any-remote",
          origin_of(before_.config.origins, after_.config.origins, "push.known"));
    // Less time or memory ends a check, which fails; this limit only shows less.
    const std::uint32_t was = before_.config.limits.findings, is = after_.config.limits.findings;
    if (is < was)
      add("limits.findings lowered from " + std::to_string(was) + " to " + std::to_string(is),
          origin_of(before_.config.origins, after_.config.origins, "limits.findings"));
    // These protect whoever runs the checks, so a change that raises them relaxes the rules.
    const Limits& old_limits = before_.config.limits;
    const Limits& new_limits = after_.config.limits;
    if (new_limits.files > old_limits.files)
      add("limits.files raised from " + std::to_string(old_limits.files) + " to " +
              std::to_string(new_limits.files),
          origin_of(before_.config.origins, after_.config.origins, "limits.files"));
    if (new_limits.read > old_limits.read)
      add("limits.read raised from " + size_text(old_limits.read) + " to " +
              size_text(new_limits.read),
          origin_of(before_.config.origins, after_.config.origins, "limits.read"));
  }

  void compare_baselines() {
    const std::uint64_t more = size_of(added(before_.baseline, after_.baseline));
    if (more > 0)
      add(std::to_string(more) + (more == 1 ? " finding" : " findings") +
              " accepted into the baseline",
          {"", std::string(baseline_path), 0});
  }

  void compare_ignore(const Ignore& ignore) {
    const auto& old = before_.config.ignores;
    const bool known = std::any_of(old.begin(), old.end(), [&](const Ignore& one) {
      return one.check == ignore.check && one.paths == ignore.paths &&
             one.commits == ignore.commits && one.branches == ignore.branches &&
             lasts_as_long(one.expires, ignore.expires);
    });
    if (!known) {
      const bool added = std::none_of(old.begin(), old.end(), [&](const Ignore& one) {
        return one.check == ignore.check && one.paths == ignore.paths &&
               one.commits == ignore.commits && one.branches == ignore.branches;
      });
      add("[[ignore]] of " + harmless(ignore.check) + (added ? " added" : " lasts longer"),
          ignore.origin);
    }
  }

  // `directory` is "" for the root.
  void compare_at(const std::string& directory) {
    const std::string inside = directory.empty() ? "" : directory + "/";
    const auto paths_of = [&](const Config& config) -> const PathFilter& {
      if (config.nested)
        for (std::string_view at = directory; !at.empty();
             at = at.substr(0, at.rfind('/') == std::string_view::npos ? 0 : at.rfind('/'))) {
          const auto found = config.nested->directories.find(at);
          if (found != config.nested->directories.end()) return found->second.paths;
        }
      return config.paths;
    };
    const auto origins_of = [&](const Config& config) -> const std::map<std::string, Origin>& {
      if (config.nested) {
        const auto found = config.nested->directories.find(directory);
        if (found != config.nested->directories.end()) return found->second.origins;
      }
      return config.origins;
    };
    compare_paths("every check", paths_of(before_.config), paths_of(after_.config),
                  origins_of(before_.config), origins_of(after_.config));
    for (const Declaration& check : before_.checks) {
      const auto now = std::find_if(after_.checks.begin(), after_.checks.end(),
                                    [&](const Declaration& one) { return one.name == check.name; });
      const CheckSettings& old = before_.config.settings(check.name, inside);
      if (now == after_.checks.end()) {
        if (before_.config.enabled(check.name))
          add("check " + harmless(check.name) + " removed", {"", check.source_path, 0});
        continue;
      }
      compare_check(check, *now, old, after_.config.settings(check.name, inside), directory);
    }
  }

  void compare_check(const Declaration& was, const Declaration& is, const CheckSettings& before,
                     const CheckSettings& after, const std::string& directory) {
    const std::string name = harmless(is.name);
    const auto place = [&](const std::string& key) {
      Origin origin = origin_of(before.origins, after.origins, key);
      if (origin.path.empty()) origin.path = is.source_path;
      return origin;
    };
    if (after.level < before.level) {
      add("check " + name +
              (after.level == Level::off ? " switched off"
                                         : " lowered from " + std::string(name_of(before.level)) +
                                               " to " + std::string(name_of(after.level))) +
              place_below(place("level").layer == "nested" ? directory : ""),
          place("level"));
    } else {
      for (const std::string& rule : rule_ids(was)) {
        const Level old = rule_level(was, before, rule);
        const Level now = contains(rule_ids(is), rule) ? rule_level(is, after, rule) : Level::off;
        if (now < old)
          add("rule " + name + "/" + harmless(rule) +
                  (now == Level::off ? " switched off"
                                     : " lowered from " + std::string(name_of(old)) + " to " +
                                           std::string(name_of(now))),
              place("rules." + rule));
      }
    }
    if (before.level == Level::off || after.level == Level::off) return;
    if (!keeps_stages(before.stages ? *before.stages : was.stages,
                      after.stages ? *after.stages : is.stages))
      add("check " + name + " runs on fewer kinds of change", place("stages"));
    if (before.scope == Scope::commits && after.scope == Scope::net)
      add("check " + name + " no longer looks at each commit", place("scope"));
    compare_paths("check " + name, before.paths, after.paths, before.origins, after.origins);
    for (const Option& option : is.options) {
      const Option* old = was.option(option.name);
      const auto from = before.options.find(option.name), to = after.options.find(option.name);
      if (!old || from == before.options.end() || to == after.options.end()) continue;
      if (from->second == to->second || is_stricter(option.name, from->second, to->second))
        continue;
      add("option " + harmless(option.name) + " of " + name + " changed from " +
              shortened(value_text(from->second, old->type)) + " to " +
              shortened(value_text(to->second, option.type)),
          place(option.name));
    }
  }

  void compare_paths(const std::string& whose, const PathFilter& before, const PathFilter& after,
                     const std::map<std::string, Origin>& origins_before,
                     const std::map<std::string, Origin>& origins_after) {
    for (const std::string& glob : after.exclude)
      if (!contains(before.exclude, glob))
        add("files excluded from " + whose + ": " + shortened(harmless(glob)),
            origin_of(origins_before, origins_after, "paths.exclude." + glob));
    const bool narrower =
        !after.include.empty() &&
        (before.include.empty() ||
         std::any_of(before.include.begin(), before.include.end(),
                     [&](const std::string& glob) { return !contains(after.include, glob); }));
    if (narrower)
      add("fewer files included in " + whose,
          origin_of(origins_before, origins_after, "paths.include"));
  }

  static std::string shortened(std::string text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
  }

  // Where the setting stands now; where it was removed, the file it stood in.
  static Origin origin_of(const std::map<std::string, Origin>& before,
                          const std::map<std::string, Origin>& after, const std::string& key) {
    if (const auto now = after.find(key); now != after.end()) return now->second;
    if (const auto then = before.find(key); then != before.end())
      return {then->second.layer, then->second.path, 0};
    return {};
  }

  const RulesSide& before_;
  const RulesSide& after_;
  // A setting of the root shows again in each nested directory, from the same place: once is
  // enough.
  std::set<std::tuple<std::string, std::uint32_t, std::string>> found_;
};

// A comment and the line that it covers, without blanks at the ends.
std::string identity(const std::vector<std::string_view>& lines, const Suppression& one) {
  std::string result;
  for (const std::string& name : one.names) result += name + ",";
  std::string_view line = one.last <= lines.size() ? lines[one.last - 1] : std::string_view();
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
    line.remove_suffix(1);
  result += '\n';
  result += line;
  return result;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::vector<Relaxation> find_relaxed(const RulesSide& before, const RulesSide& after) {
  return Comparison(before, after).run();
}

std::vector<Relaxation> added_suppressions(const std::string& path, std::string_view old_text,
                                           std::string_view new_text) {
  const std::string_view language = language_of(path, new_text);
  const std::vector<Suppression> now = find_suppressions(new_text, language);
  if (now.empty()) return {};
  std::map<std::string, std::size_t> known;
  const std::vector<std::string_view> old_lines = lines_of(old_text),
                                      new_lines = lines_of(new_text);
  for (const Suppression& one : find_suppressions(old_text, language))
    ++known[identity(old_lines, one)];
  std::vector<Relaxation> result;
  for (const Suppression& one : now) {
    const auto found = known.find(identity(new_lines, one));
    if (found != known.end() && found->second > 0) {
      --found->second;
      continue;
    }
    std::string what = "moongate:ignore";
    for (const std::string& name : one.names)
      what += (&name == &one.names.front() ? " " : ", ") + harmless(name);
    result.push_back({what + " added", path, one.line});
  }
  return result;
}

void require_nothing_relaxed(const PolicyRules& policy, const std::vector<Relaxation>& relaxed) {
  if (policy.allow_relaxing || relaxed.empty()) return;
  const auto origin = policy.origins.find("allow_relaxing");
  const std::string place =
      origin == policy.origins.end()
          ? std::string()
          : " " + origin->second.path + ":" + std::to_string(origin->second.line);
  const Relaxation& first = relaxed.front();
  const std::string more = relaxed.size() == 1
                               ? std::string()
                               : " (and " + std::to_string(relaxed.size() - 1) + " more)";
  throw Error(Problem{ProblemKind::config,
                      first.what + more + ": the policy" + place +
                          " refuses that a change relaxes the rules it is judged by",
                      first.path, first.line,
                      "take it out of this change, or ask those who keep the policy"});
}

}  // namespace moongate
