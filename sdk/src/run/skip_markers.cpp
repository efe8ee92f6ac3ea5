#include "run/skip_markers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/check_names.h"
#include "core/quote.h"
#include "script/trailers.h"

namespace moongate {

namespace {

constexpr std::string_view trailer_key = "moongate-skip";
constexpr std::array<std::string_view, 1> own_markers = {"[skip moongate]"};
// What GitHub, GitLab, Azure Pipelines, CircleCI, Travis CI and others document.
constexpr std::array<std::string_view, 9> ci_markers = {
    "[skip ci]",      "[ci skip]",      "[no ci]",     "[skip-ci]", "[ci-skip]",
    "[skip actions]", "[actions skip]", "***no_ci***", "[skip_ci]"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// Subjects that Git and its hosts make of another commit's.
bool speaks_of_another(const std::string& subject) {
  for (const std::string_view begin :
       {"revert ", "revert:", "revert(", "reapply ", "fixup! ", "squash! ", "amend! "})
    if (subject.starts_with(begin)) return true;
  return false;
}

// The text with what stands in quotes taken out. An apostrophe within a word is no quote.
std::string without_quoted(const std::string& text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> quotes = {
      {{"`", "`"}, {"\"", "\""}, {"'", "'"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}}};
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::string::npos;
    for (const auto& [open, close] : quotes) {
      if (text.compare(at, open.size(), open) != 0) continue;
      const bool in_word = open == "'" && at > 0 && text[at - 1] != ' ' && text[at - 1] != '(' &&
                           text[at - 1] != '[';
      if (in_word) continue;
      const std::size_t found = text.find(close, at + open.size());
      if (found != std::string::npos) end = found + close.size();
    }
    if (end == std::string::npos) {
      result += text[at++];
    } else {
      result += ' ';
      at = end;
    }
  }
  return result;
}

// "* feat: one" lines in the body, as hosts list the commits that they squash.
bool lists_commits(std::string_view message) {
  if (message_subject(message).starts_with("Squashed commit of the following")) return true;
  std::string_view body = message_body(message);
  while (!body.empty()) {
    const std::size_t end = body.find('\n');
    const std::string_view line = body.substr(0, end);
    if (line.starts_with("* ") || line.starts_with("Squashed commit of the following")) return true;
    if (end == std::string_view::npos) break;
    body.remove_prefix(end + 1);
  }
  return false;
}

std::string shown(const Commit& commit) {
  return commit.id.empty() ? "the commit message" : "commit " + commit.id.hex().substr(0, 12);
}

// The commits whose message may skip checks: the newest, or the message being written. A push may
// bring several branches, of which each speaks for itself.
std::vector<const Commit*> newest_commits(const Change& change) {
  if (change.kind == ChangeKind::tree) return {};
  // Of a first push all commits are known, and its newest has a say all the same.
  const bool first = change.commits.empty() && !change.known_elsewhere;
  const std::vector<Commit>& commits = first ? change.known : change.commits;
  if (commits.empty()) return {};
  std::vector<const Commit*> newest;
  for (const RefUpdate& update : change.updates)
    for (const Commit& commit : commits)
      if (commit.id == update.after && !commit.is_note) newest.push_back(&commit);
  if (newest.empty() && !commits.back().is_note) newest.push_back(&commits.back());
  return newest;
}

// A wish to leave out all checks (no names) or some.
class Skipper {
 public:
  Skipper(const Config& config, const CheckLoad& load, EngineOptions& engine,
          std::vector<std::string>& said)
      : config_(config), load_(load), engine_(engine), said_(said) {}

  void all(const std::string& which, const std::string& where) {
    if (refused(which, where)) return;
    const Origin* lock = nullptr;
    for (const LoadedCheck& check : load_.checks) {
      const auto locked = config_.locks.find("checks." + check.declaration.name + ".level");
      if (locked == config_.locks.end())
        engine_.skip.push_back({check.declaration.name, which + " in " + where});
      else if (!lock)
        lock = &locked->second;
    }
    said_.push_back(which + " in " + where + " skips all checks" +
                    (lock ? " but those that the policy " + place_of(*lock) + " locks" : ""));
  }

  // The value of a trailer.
  void one(const std::string& value, const std::string& where) {
    const std::size_t blank = value.find(' ');
    const std::string name = value.substr(0, blank);
    const std::string which = "Moongate-Skip: " + harmless(name);
    if (refused(which, where)) return;
    const std::vector<Declaration> checks = declarations_of(load_);
    const CheckNames names(checks, engine_.unreadable);
    if (!names.knows(name)) {
      said_.push_back(which + " in " + where +
                      " does not count: there is no check or rule of that "
                      "name");
      return;
    }
    if (blank == std::string::npos) {
      said_.push_back(which + " in " + where + " does not count: it gives no reason");
      return;
    }
    for (const Declaration& check : checks) {
      const bool rule = name.starts_with(check.name + "/");
      if (!rule && !covers(name, check.name, "")) continue;
      const auto lock = config_.locks.find("checks." + check.name + (rule ? ".rules" : ".level"));
      if (lock == config_.locks.end()) {
        engine_.skip.push_back({rule ? name : check.name, which + " in " + where});
        continue;
      }
      said_.push_back(which + " in " + where + " does not count for " + check.name +
                      ": the policy " + place_of(lock->second) + " locks it");
    }
    said_.push_back(which + " in " + where + ": " + harmless(value.substr(blank + 1)));
  }

 private:
  static std::string place_of(const Origin& origin) {
    return origin.path + ":" + std::to_string(origin.line);
  }

  bool refused(const std::string& which, const std::string& where) {
    if (config_.policy.allows_marker()) return false;
    said_.push_back(which + " in " + where + " does not count: " +
                    (config_.policy.allow_skip
                         ? "this change is judged by the rules of another commit"
                         : "the policy forbids it"));
    return true;
  }

  const Config& config_;
  const CheckLoad& load_;
  EngineOptions& engine_;
  std::vector<std::string>& said_;
};

// A push of several branches leaves out only what each of their newest commits leaves out.
template <class Value, class Of>
std::vector<std::pair<Value, const Commit*>> of_all(const std::vector<const Commit*>& commits,
                                                    const Of& of, std::vector<std::string>& said,
                                                    const std::string& name) {
  std::vector<std::pair<Value, const Commit*>> wishes;
  std::vector<std::pair<std::vector<Value>, const Commit*>> each;
  for (const Commit* commit : commits) each.emplace_back(of(*commit), commit);
  for (const auto& [values, commit] : each)
    for (const Value& value : values) {
      const auto without = std::find_if(each.begin(), each.end(), [&](const auto& other) {
        return std::find(other.first.begin(), other.first.end(), value) == other.first.end();
      });
      if (without != each.end())
        said.push_back(name + value + " in " + shown(*commit) + " does not count: " +
                       shown(*without->second) + ", pushed with it, has none");
      else if (std::none_of(wishes.begin(), wishes.end(),
                            [&](const auto& wish) { return wish.first == value; }))
        wishes.emplace_back(value, commit);
    }
  return wishes;
}

}  // namespace

std::optional<std::string> marker_in(std::string_view subject, bool in_ci) {
  const std::string text = lower(subject);
  if (speaks_of_another(text)) return std::nullopt;
  const std::string plain = without_quoted(text);
  for (const std::string_view marker : own_markers)
    if (plain.find(marker) != std::string::npos) return std::string(marker);
  if (in_ci)
    for (const std::string_view marker : ci_markers)
      if (plain.find(marker) != std::string::npos) return std::string(marker);
  return std::nullopt;
}

std::vector<std::string> skip_trailers(std::string_view message) {
  std::vector<std::string> values;
  if (lists_commits(message)) return values;
  Trailers trailers(trailer_block(message));
  for (Trailer trailer; trailers.next(trailer);) {
    if (lower(std::string(trailer.key)) != trailer_key) continue;
    std::string value;
    read_value(trailer, [&](std::string_view piece) { value += piece; });
    if (!value.empty()) values.push_back(std::move(value));
  }
  return values;
}

void skip_by_marker(const Change& change, const Config& config, const CheckLoad& load, bool in_ci,
                    EngineOptions& engine, std::vector<std::string>& said) {
  Skipper skipper(config, load, engine, said);
  const std::vector<const Commit*> newest = newest_commits(change);
  const auto markers = of_all<std::string>(
      newest,
      [in_ci](const Commit& commit) {
        std::vector<std::string> found;
        if (auto marker = marker_in(message_subject(commit.message), in_ci))
          found.push_back(std::move(*marker));
        return found;
      },
      said, "");
  const auto trailers = of_all<std::string>(
      newest, [](const Commit& commit) { return skip_trailers(commit.message); }, said,
      "Moongate-Skip: ");
  if (!markers.empty()) {
    skipper.all(markers.front().first, shown(*markers.front().second));
  } else if (change.pull_request) {
    if (const auto marker = marker_in(change.pull_request->title, in_ci))
      skipper.all(*marker, "the pull request's title");
  }
  for (const auto& [value, commit] : trailers) skipper.one(value, shown(*commit));
}

}  // namespace moongate
