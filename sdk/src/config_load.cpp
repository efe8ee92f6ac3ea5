#include <algorithm>
#include <set>
#include <utility>

#include "config.h"
#include "config_read.h"
#include "config_version.h"
#include "match/glob.h"
#include "quote.h"
#include "suggest.h"
#include "units.h"
#include "version.h"

namespace moongate {

namespace {

using Names = std::vector<std::string>;

const Names fail_on_names = {"error", "warning", "note", "never"};
const Names root_keys = {"budget", "checks", "fail_on", "ignore", "limits", "paths", "requires"};
const Names policy_keys = {"locked", "policy"};
const Names nested_keys = {"checks", "ignore", "paths"};
const Names limit_keys = {"check_memory", "check_time", "findings"};
const Names path_keys = {"exclude", "include"};
const Names ignore_keys = {"branches", "check", "commits", "paths", "reason"};
const Names allow_keys = {"allow_baseline", "allow_ignore", "allow_loosening", "allow_skip"};

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names with(Names names, const Names& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

// How much a value of fail_on asks for: "never" nothing, "note" most.
int strictness(Level fail_on) {
  switch (fail_on) {
    case Level::off:
      return 0;
    case Level::error:
      return 1;
    case Level::warning:
      return 2;
    case Level::note:
      return 3;
  }
  return 0;
}

std::string fail_on_name(Level level) {
  return level == Level::off ? "never" : std::string(name_of(level));
}

std::string place(const Origin& origin) {
  return origin.line == 0 ? origin.path : origin.path + ":" + std::to_string(origin.line);
}

// A setting as one writes it in the file.
std::string shown_key(std::string_view check, std::string_view key) {
  return "checks." + toml_key(check) + (key.empty() ? "" : "." + toml_key(key));
}

std::string lock_key(std::string_view check, std::string_view key) {
  return "checks." + std::string(check) + "." + std::string(key);
}

bool is_superset(const std::vector<ChangeKind>& larger, const std::vector<ChangeKind>& smaller) {
  return std::all_of(smaller.begin(), smaller.end(), [&](ChangeKind kind) {
    return std::find(larger.begin(), larger.end(), kind) != larger.end();
  });
}

void append_new(Names& to, const Names& from) {
  std::set<std::string> there(to.begin(), to.end());
  for (const std::string& one : from)
    if (there.insert(one).second) to.push_back(one);
}

// Every name that [checks.NAME] and [[ignore]] may use.
class CheckNames {
 public:
  CheckNames(const std::vector<Declaration>& checks, const Names& unreadable)
      : checks_(checks), unreadable_(unreadable) {
    for (const Declaration& check : checks) add(check.name);
    for (const std::string& name : unreadable) add(name);
  }

  std::vector<const Declaration*> covered_by(std::string_view name) const {
    std::vector<const Declaration*> found;
    for (const Declaration& check : checks_)
      if (covers(name, check.name, "")) found.push_back(&check);
    return found;
  }
  bool is_unreadable(std::string_view name) const {
    return std::any_of(unreadable_.begin(), unreadable_.end(), [&](const std::string& one) {
      return covers(name, one, "") || name.starts_with(one + "/");
    });
  }
  // A check, a family, or NAME/RULE of a rule that exists.
  bool knows(std::string_view name) const {
    if (contains(names_, name) || is_unreadable(name)) return true;
    return std::any_of(checks_.begin(), checks_.end(), [&](const Declaration& check) {
      if (!name.starts_with(check.name + "/")) return false;
      const Names ids = rule_ids(check);
      return contains(ids, name.substr(check.name.size() + 1));
    });
  }
  // A cure for a name that is not known.
  std::string cure(std::string_view name) const {
    Names candidates = names_;
    for (const Declaration& check : checks_)
      if (name.starts_with(check.name + "/"))
        for (const std::string& id : rule_ids(check)) candidates.push_back(check.name + "/" + id);
    const std::string near = nearest(name, candidates);
    return near.empty() ? "`moongate list` shows the checks" : "did you mean '" + near + "'?";
  }
  const Names& all() const { return names_; }

 private:
  void add(const std::string& name) {
    if (!contains(names_, name)) names_.push_back(name);
    for (std::size_t slash = name.find('/'); slash != std::string::npos;
         slash = name.find('/', slash + 1))
      if (!contains(names_, name.substr(0, slash))) names_.push_back(name.substr(0, slash));
  }

  const std::vector<Declaration>& checks_;
  const Names& unreadable_;
  Names names_;
};

class Loader {
 public:
  Loader(Config& config, const CheckNames& names, std::vector<Problem>* all)
      : config_(config), names_(names), all_(all) {}

  void add(const ConfigText& text);
  std::shared_ptr<const Config::Nested> nested() const { return nested_; }

 private:
  // One file while it is read.
  struct File {
    const ConfigText& text;
    ConfigReader reader;
    Config::Folder* folder = nullptr;  // of a nested file
    std::vector<std::pair<std::string, std::uint32_t>> locks;
  };

  bool is_policy() const { return file_->text.layer == "policy"; }
  bool is_nested() const { return file_->folder != nullptr; }
  ConfigReader& reader() { return file_->reader; }
  Origin origin(std::uint32_t line) const { return {file_->text.layer, file_->text.path, line}; }

  // Whether the policy locked the setting; if so, says that `what` would loosen it.
  bool locked(const std::string& key, std::uint32_t line, const std::string& setting,
              const std::string& what);
  void unknown_key(const ConfigMember& member, std::string_view in, const Names& known);
  void read_requires(const ConfigNode& root);
  void read_root(const ConfigNode& root);
  void read_root_key(const ConfigMember& member);
  void read_fail_on(const ConfigMember& member);
  void read_budget(const ConfigMember& member);
  void read_limits(const ConfigMember& member);
  void read_paths(const ConfigMember& member);
  void read_policy(const ConfigMember& member);
  void read_locked(const ConfigMember& member, const Names& lockable, std::string_view prefix,
                   std::string_view in);
  void read_ignores(const ConfigMember& member);
  void read_ignore(const ConfigNode& node);

  void read_checks(const ConfigMember& member);
  void read_check(const ConfigMember& member, const std::vector<const Declaration*>& covered);
  void read_check_key(const ConfigMember& key, const Declaration& check, std::string_view section);
  void set_level(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_rules(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_stages(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_scope(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_option(const ConfigMember& key, const Declaration& check, const std::string& name);
  // `include` replaces, `exclude` accumulates.
  void merge_paths(const ConfigNode& node, const std::string& name, const std::string& lock,
                   PathFilter& filter, std::map<std::string, Origin>& origins,
                   const std::string& origin_prefix);
  CheckSettings& target(const Declaration& check);

  Config& config_;
  const CheckNames& names_;
  std::vector<Problem>* all_;
  File* file_ = nullptr;
  std::shared_ptr<Config::Nested> nested_;
  std::size_t globs_ = 0;
};

bool Loader::locked(const std::string& key, std::uint32_t line, const std::string& setting,
                    const std::string& what) {
  const auto lock = config_.locks.find(key);
  if (lock == config_.locks.end()) return false;
  reader().problem(
      line, what + " loosens " + setting + ", which the policy " + place(lock->second) + " locks",
      "remove it, or ask those who keep " + lock->second.path);
  return true;
}

void Loader::unknown_key(const ConfigMember& member, std::string_view in, const Names& known) {
  std::string message = "unknown key " + in_quotes(member.name);
  if (!in.empty()) message += " in [" + std::string(in) + "]";
  std::string cure = did_you_mean(member.name, known);
  if (in.empty() && nearest(member.name, known).empty() && names_.knows(member.name))
    cure = "did you mean [checks." + member.name + "]?";
  reader().problem(member.line, message, cure);
}

void Loader::add(const ConfigText& text) {
  File file{text, ConfigReader(text.path), nullptr, {}};
  file_ = &file;
  const ConfigNode root = parse_toml(text.text, text.path);
  if (text.layer == "nested") {
    if (!nested_) nested_ = std::make_shared<Config::Nested>();
    if (nested_->folders.size() >= max_nested_files)
      throw Error(Problem{ProblemKind::config,
                          "more than " + std::to_string(max_nested_files) +
                              " nested moongate.toml files above the changed files",
                          text.path, 0, "join some of them in the folder above"});
    Config::Folder folder;
    folder.folder = text.folder;
    folder.file = text.path;
    folder.paths = config_.paths;
    for (std::string_view above = text.folder; above.find('/') != std::string_view::npos;) {
      above = above.substr(0, above.rfind('/'));
      const auto outer = nested_->folders.find(above);
      if (outer == nested_->folders.end()) continue;
      folder.paths = outer->second.paths;
      break;
    }
    config_.nested = nested_;  // settings() of the folders above are what this file refines
    file.folder = &nested_->folders.insert_or_assign(text.folder, std::move(folder)).first->second;
  }

  // First, because a file written for a newer version may hold what this one cannot know.
  read_requires(root);
  read_root(root);
  if ((globs_ += reader().glob_count()) > max_globs)
    reader().problem(1, "the configuration has more than " + std::to_string(max_globs) + " globs",
                     "use fewer: \"**\" stands for everything below a folder");

  const std::vector<Problem> problems = reader().problems();
  if (!problems.empty()) {
    if (all_ != nullptr) all_->insert(all_->end(), problems.begin(), problems.end());
    throw Error(problems.front());
  }
  for (const auto& [key, line] : file.locks) config_.locks.emplace(key, origin(line));
  if (text.layer == "policy") config_.policy_paths = config_.paths;
  file_ = nullptr;
}

void Loader::read_requires(const ConfigNode& root) {
  const ConfigMember* member = root.find("requires");
  if (member == nullptr || is_nested()) return;
  const std::optional<std::string> constraint = reader().string(member->node, "requires");
  if (!constraint) return;
  bool fits = false;
  try {
    fits = satisfies(Version::parse(version).value_or(Version{}), *constraint);
  } catch (const Error& error) {
    reader().problem(member->node.line, "requires: " + error.problem().message,
                     error.problem().cure);
    return;
  }
  if (!fits)
    throw Error(Problem{ProblemKind::config,
                        "this file requires moongate " + harmless(*constraint) + ", and this is " +
                            std::string(version),
                        file_->text.path, member->node.line,
                        "install a version that fits, or change `requires`"});
  config_.origins.insert_or_assign("requires", origin(member->line));
}

void Loader::read_root(const ConfigNode& root) {
  Names known = is_nested() ? nested_keys : root_keys;
  if (is_policy()) known = with(known, policy_keys);
  const ConfigMember* lock = nullptr;
  for (const ConfigMember& member : root.members) {
    if (contains(known, member.name)) {
      if (member.name == "locked")
        lock = &member;
      else
        read_root_key(member);
    } else if (contains(policy_keys, member.name)) {
      reader().problem(member.line, "'" + member.name + "' may stand only in a policy file",
                       "move it to the file that --policy or MOONGATE_POLICY names");
    } else if (contains(root_keys, member.name)) {
      reader().problem(member.line, "'" + member.name + "' may not stand in a nested moongate.toml",
                       "move it to the moongate.toml at the repository's root");
    } else {
      unknown_key(member, "", known);
    }
  }
  if (lock != nullptr) read_locked(*lock, {"budget", "fail_on"}, "", "");
}

void Loader::read_root_key(const ConfigMember& member) {
  if (member.name == "fail_on") read_fail_on(member);
  if (member.name == "budget") read_budget(member);
  if (member.name == "limits") read_limits(member);
  if (member.name == "paths") read_paths(member);
  if (member.name == "policy") read_policy(member);
  if (member.name == "ignore") read_ignores(member);
  if (member.name == "checks") read_checks(member);
}

void Loader::read_fail_on(const ConfigMember& member) {
  const std::optional<std::string> name = reader().word(member.node, "fail_on", fail_on_names);
  if (!name) return;
  const Level level = level_from(*name).value_or(Level::off);
  if (strictness(level) < strictness(config_.fail_on) &&
      locked("fail_on", member.node.line, "fail_on", "\"" + *name + "\""))
    return;
  config_.fail_on = level;
  config_.origins.insert_or_assign("fail_on", origin(member.line));
}

void Loader::read_budget(const ConfigMember& member) {
  const std::optional<double> seconds = reader().duration(member.node, "budget", 0, 86400);
  if (!seconds) return;
  if (*seconds != config_.budget_seconds &&
      locked("budget", member.node.line, "budget", "\"" + duration_text(*seconds) + "\""))
    return;
  config_.budget_seconds = *seconds;
  config_.origins.insert_or_assign("budget", origin(member.line));
}

void Loader::read_limits(const ConfigMember& member) {
  if (!reader().is_table(member.node, "limits")) return;
  const Names known = is_policy() ? with(limit_keys, {"locked"}) : limit_keys;
  for (const ConfigMember& key : member.node.members) {
    const std::string name = "limits." + key.name;
    Limits limits = config_.limits;
    if (key.name == "check_time") {
      if (const auto value = reader().duration(key.node, name, 0.01, 3600))
        limits.check_seconds = *value;
    } else if (key.name == "check_memory") {
      if (const auto value =
              reader().size(key.node, name, std::uint64_t{1} << 20, std::uint64_t{1} << 34))
        limits.check_memory = *value;
    } else if (key.name == "findings") {
      if (const auto value = reader().integer(key.node, name, 1, 1'000'000))
        limits.findings = static_cast<std::uint32_t>(*value);
    } else if (key.name == "locked" && is_policy()) {
      read_locked(key, limit_keys, "limits.", "limits");
      continue;
    } else {
      unknown_key(key, "limits", known);
      continue;
    }
    const bool same = limits.check_seconds == config_.limits.check_seconds &&
                      limits.check_memory == config_.limits.check_memory &&
                      limits.findings == config_.limits.findings;
    if (!same && locked(name, key.node.line, name, "another value")) continue;
    config_.limits = limits;
    config_.origins.insert_or_assign(name, origin(key.line));
  }
}

void Loader::merge_paths(const ConfigNode& node, const std::string& name, const std::string& lock,
                         PathFilter& filter, std::map<std::string, Origin>& origins,
                         const std::string& origin_prefix) {
  if (!reader().is_table(node, name)) return;
  for (const ConfigMember& key : node.members) {
    const std::string key_name = name + "." + key.name;
    if (key.name == "locked" && is_policy() && lock.empty()) {
      read_locked(key, path_keys, "paths.", "paths");
      continue;
    }
    if (!contains(path_keys, key.name)) {
      unknown_key(key, name, path_keys);
      continue;
    }
    const auto globs = reader().globs(key.node, key_name, is_nested() ? file_->text.folder : "");
    if (!globs) continue;
    const bool excludes = key.name == "exclude";
    const bool loosens =
        excludes ? std::any_of(globs->begin(), globs->end(),
                               [&](const auto& glob) { return !contains(filter.exclude, glob); })
                 : !globs->empty() && *globs != filter.include;
    const std::string lock_name = lock.empty() ? "paths." + key.name : lock;
    if (loosens && locked(lock_name, key.node.line, key_name, "this list")) continue;
    if (excludes) {
      append_new(filter.exclude, *globs);
      for (std::size_t i = 0; i < globs->size(); ++i)
        origins.emplace(origin_prefix + "exclude." + (*globs)[i], origin(key.node.items[i].line));
    } else {
      filter.include = *globs;
      origins.insert_or_assign(origin_prefix + "include", origin(key.line));
    }
  }
}

void Loader::read_paths(const ConfigMember& member) {
  PathFilter& filter = is_nested() ? file_->folder->paths : config_.paths;
  std::map<std::string, Origin>& origins = is_nested() ? file_->folder->origins : config_.origins;
  merge_paths(member.node, "paths", "", filter, origins, "paths.");
}

void Loader::read_policy(const ConfigMember& member) {
  if (!reader().is_table(member.node, "policy")) return;
  for (const ConfigMember& key : member.node.members) {
    if (!contains(allow_keys, key.name)) {
      unknown_key(key, "policy", allow_keys);
      continue;
    }
    const std::optional<bool> value = reader().boolean(key.node, "policy." + key.name);
    if (!value) continue;
    PolicyRules& rules = config_.policy;
    if (key.name == "allow_skip") rules.allow_skip = *value;
    if (key.name == "allow_loosening") rules.allow_loosening = *value;
    if (key.name == "allow_ignore") rules.allow_ignore = *value;
    if (key.name == "allow_baseline") rules.allow_baseline = *value;
    rules.origins.insert_or_assign(key.name, origin(key.line));
  }
}

void Loader::read_locked(const ConfigMember& member, const Names& lockable, std::string_view prefix,
                         std::string_view in) {
  if (const auto* whole = member.node.value.get_if<bool>()) {
    if (*whole)
      for (const std::string& key : lockable)
        file_->locks.emplace_back(std::string(prefix) + key, member.line);
    return;
  }
  if (!member.node.is(ConfigNode::Type::list)) {
    reader().problem(member.node.line,
                     "locked must be true, false or a list of settings, but is " +
                         std::string(with_article(member.node.type)),
                     "write locked = true, or for example locked = [\"" + lockable.front() + "\"]");
    return;
  }
  const auto names = reader().strings(member.node, "locked", "\"" + lockable.front() + "\"");
  if (!names) return;
  for (std::size_t i = 0; i < names->size(); ++i) {
    const std::string& name = (*names)[i];
    if (contains(lockable, name))
      file_->locks.emplace_back(std::string(prefix) + name, member.node.items[i].line);
    else
      reader().problem(member.node.items[i].line,
                       "there is no setting " + in_quotes(name) + " to lock" +
                           (in.empty() ? std::string() : " in [" + std::string(in) + "]"),
                       did_you_mean(name, lockable));
  }
}

void Loader::read_ignores(const ConfigMember& member) {
  if (!member.node.is(ConfigNode::Type::list)) {
    reader().problem(
        member.node.line,
        "ignore must be a list of tables, but is " + std::string(with_article(member.node.type)),
        "write [[ignore]], with two brackets, before each");
    return;
  }
  for (const ConfigNode& node : member.node.items) {
    const auto forbidden = config_.policy.origins.find("allow_ignore");
    if (!config_.policy.allow_ignore && forbidden != config_.policy.origins.end()) {
      reader().problem(node.line,
                       "[[ignore]] is forbidden by the policy " + place(forbidden->second),
                       "remove it, or ask those who keep " + forbidden->second.path);
      continue;
    }
    if (config_.ignores.size() >= max_ignores) {
      reader().problem(node.line, "more than " + std::to_string(max_ignores) + " [[ignore]]",
                       "use globs, or a baseline (`moongate baseline`)");
      return;
    }
    if (node.is(ConfigNode::Type::table))
      read_ignore(node);
    else
      reader().problem(node.line, "an item of ignore must be a table",
                       "write [[ignore]], with two brackets, before each");
  }
}

void Loader::read_ignore(const ConfigNode& node) {
  Ignore ignore;
  ignore.origin = origin(node.line);
  bool good = true, scoped = false;
  for (const ConfigMember& key : node.members) {
    const std::string name = "ignore." + key.name;
    const auto take = [&](auto value, auto& to) {
      if (value)
        to = std::move(*value);
      else
        good = false;
    };
    if (!contains(ignore_keys, key.name)) {
      unknown_key(key, "[ignore]", ignore_keys);
      good = false;
    } else if (key.name == "check") {
      take(reader().string(key.node, name), ignore.check);
      if (!ignore.check.empty() && !names_.knows(ignore.check)) {
        reader().problem(key.node.line,
                         "there is no check or rule named " + in_quotes(ignore.check),
                         names_.cure(ignore.check));
        good = false;
      }
    } else if (key.name == "reason") {
      take(reader().string(key.node, name), ignore.reason);
    } else if (key.name == "paths") {
      take(reader().globs(key.node, name, is_nested() ? file_->text.folder : ""), ignore.paths);
    } else if (is_nested()) {
      reader().problem(key.line, name + " may not stand in a nested moongate.toml",
                       "move this [[ignore]] to the moongate.toml at the repository's root");
      good = false;
    } else if (key.name == "branches") {
      take(reader().globs(key.node, name, ""), ignore.branches);
    } else {
      take(reader().strings(key.node, name, "\"12ab34c\""), ignore.commits);
      for (std::string& id : ignore.commits) {
        const std::string written = id;
        std::transform(id.begin(), id.end(), id.begin(), [](char c) {
          return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (id.size() < 7 || id.size() > 64 ||
            id.find_first_not_of("0123456789abcdef") != std::string::npos) {
          reader().problem(key.node.line,
                           name + ": " + in_quotes(written) + " is not a commit's id",
                           "write at least 7 of its hexadecimal digits");
          good = false;
        }
      }
    }
    if (key.name == "paths" || key.name == "commits" || key.name == "branches") {
      scoped = true;
      if (key.node.is(ConfigNode::Type::list) && key.node.items.empty()) {
        reader().problem(key.node.line, name + " is empty, so this [[ignore]] matches nothing",
                         "name what it is about, or remove it");
        good = false;
      }
    }
  }
  if (good && ignore.check.empty()) {
    reader().problem(node.line, "[[ignore]] names no check",
                     "add check = \"NAME\" or \"NAME/RULE\"");
    good = false;
  }
  if (good && !scoped && is_nested()) {
    ignore.paths.push_back(rooted_glob(file_->text.folder, "/**"));
    scoped = true;
  }
  if (good && !scoped) {
    reader().problem(node.line, "[[ignore]] says neither paths nor commits nor branches",
                     "add one of them; level = \"off\" switches a check off everywhere");
    good = false;
  }
  if (good) config_.ignores.push_back(std::move(ignore));
}

void Loader::read_checks(const ConfigMember& member) {
  if (!reader().is_table(member.node, "checks")) return;
  // Families first: what is said about one check is meant to refine what is said about all of them.
  std::vector<const ConfigMember*> sections;
  for (const ConfigMember& section : member.node.members) sections.push_back(&section);
  const auto depth = [](const ConfigMember* section) {
    return std::count(section->name.begin(), section->name.end(), '/');
  };
  std::stable_sort(sections.begin(), sections.end(),
                   [&](const auto* a, const auto* b) { return depth(a) < depth(b); });
  for (const ConfigMember* section : sections) {
    const std::vector<const Declaration*> covered = names_.covered_by(section->name);
    if (!covered.empty()) {
      read_check(*section, covered);
    } else if (!names_.is_unreadable(section->name)) {
      reader().problem(section->line, "there is no check named " + in_quotes(section->name),
                       names_.cure(section->name));
    }
  }
}

void Loader::read_check(const ConfigMember& member,
                        const std::vector<const Declaration*>& covered) {
  const std::string section = shown_key(member.name, "");
  if (!member.node.is(ConfigNode::Type::table)) {
    reader().problem(
        member.node.line,
        section + " must be a table, but is " + std::string(with_article(member.node.type)),
        "write [" + section + "] and level = \"off\" below");
    return;
  }
  Names known = {"level", "paths", "rules"};
  if (!is_nested()) known = with(known, {"scope", "stages"});
  Names lockable = {"level", "paths", "rules", "scope", "stages"};
  for (const Declaration* check : covered)
    for (const Option& option : check->options)
      if (!contains(known, option.name)) {
        known.push_back(option.name);
        lockable.push_back(option.name);
      }
  if (is_policy()) known.push_back("locked");

  for (const ConfigMember& key : member.node.members) {
    if (key.name == "locked" && is_policy()) continue;
    if (contains(known, key.name)) {
      for (const Declaration* check : covered)
        if (contains(reserved_option_names(), key.name) || check->option(key.name) != nullptr)
          read_check_key(key, *check, member.name);
    } else if (key.name == "locked") {
      reader().problem(key.line, "'locked' may stand only in a policy file",
                       "move it to the file that --policy or MOONGATE_POLICY names");
    } else if (is_nested() && (key.name == "scope" || key.name == "stages")) {
      reader().problem(key.line, "'" + key.name + "' may not stand in a nested moongate.toml",
                       "move it to the moongate.toml at the repository's root");
    } else if (!names_.covered_by(member.name + "/" + key.name).empty()) {
      reader().problem(key.line, "unknown key " + in_quotes(key.name) + " in [" + section + "]",
                       "did you mean [" + shown_key(member.name + "/" + key.name, "") + "]?");
    } else {
      unknown_key(key, section, known);
    }
  }

  const ConfigMember* lock = member.node.find("locked");
  if (lock == nullptr || !is_policy()) return;
  const std::size_t before = file_->locks.size();
  read_locked(*lock, lockable, "", section);
  std::vector<std::pair<std::string, std::uint32_t>> named(
      file_->locks.begin() + static_cast<std::ptrdiff_t>(before), file_->locks.end());
  file_->locks.resize(before);
  for (const auto& [key, line] : named)
    for (const Declaration* check : covered) {
      file_->locks.emplace_back(lock_key(check->name, key), line);
      // Switching off every rule would switch the check off.
      if (key == "level") file_->locks.emplace_back(lock_key(check->name, "rules"), line);
    }
}

CheckSettings& Loader::target(const Declaration& check) {
  if (!is_nested()) return config_.checks.find(check.name)->second;
  const auto own = file_->folder->checks.find(check.name);
  if (own != file_->folder->checks.end()) return own->second;
  return file_->folder->checks
      .emplace(check.name, config_.settings(check.name, file_->text.folder + "/"))
      .first->second;
}

void Loader::read_check_key(const ConfigMember& key, const Declaration& check,
                            std::string_view section) {
  const std::string name = shown_key(section, key.name);
  if (key.name == "level") return set_level(key, check, name);
  if (key.name == "rules") return set_rules(key, check, name);
  if (key.name == "stages") return set_stages(key, check, name);
  if (key.name == "scope") return set_scope(key, check, name);
  if (key.name == "paths") {
    CheckSettings& settings = target(check);
    return merge_paths(key.node, name, lock_key(check.name, "paths"), settings.paths,
                       settings.origins, "paths.");
  }
  set_option(key, check, name);
}

void Loader::set_level(const ConfigMember& key, const Declaration& check, const std::string& name) {
  const std::optional<Level> level = reader().level(key.node, name);
  if (!level) return;
  CheckSettings& settings = target(check);
  if (*level < settings.level && locked(lock_key(check.name, "level"), key.node.line, name,
                                        "\"" + std::string(name_of(*level)) + "\""))
    return;
  settings.level = *level;
  settings.origins.insert_or_assign("level", origin(key.line));
}

void Loader::set_rules(const ConfigMember& key, const Declaration& check, const std::string& name) {
  if (!reader().is_table(key.node, name)) return;
  const Names known = rule_ids(check);
  CheckSettings& settings = target(check);
  for (const ConfigMember& rule : key.node.members) {
    const std::string rule_name = name + "." + harmless(rule.name);
    if (!contains(known, rule.name)) {
      reader().problem(
          rule.line, "the check " + check.name + " has no rule " + in_quotes(rule.name),
          known.empty() ? "it has no rules: remove this" : did_you_mean(rule.name, known));
      continue;
    }
    const ConfigNode* node = &rule.node;
    std::string level_name = rule_name;
    if (rule.node.is(ConfigNode::Type::table)) {
      node = nullptr;
      level_name += ".level";
      for (const ConfigMember& inner : rule.node.members) {
        if (inner.name == "level")
          node = &inner.node;
        else
          unknown_key(inner, rule_name, {"level"});
      }
      if (node == nullptr) continue;  // an empty table says nothing
    }
    const std::optional<Level> level = reader().level(*node, level_name);
    if (!level) continue;
    const auto now = settings.rule_levels.find(rule.name);
    Level current = now == settings.rule_levels.end() ? settings.level : now->second;
    if (now == settings.rule_levels.end() && !settings.origins.contains("level"))
      if (const Rule* declared = check.rule(rule.name); declared && declared->level)
        current = *declared->level;
    if (*level < current && locked(lock_key(check.name, "rules"), node->line, level_name,
                                   "\"" + std::string(name_of(*level)) + "\""))
      continue;
    settings.rule_levels.insert_or_assign(rule.name, *level);
    settings.origins.insert_or_assign("rules." + rule.name, origin(node->line));
  }
}

void Loader::set_stages(const ConfigMember& key, const Declaration& check,
                        const std::string& name) {
  const auto stages = reader().stages(key.node, name);
  if (!stages) return;
  CheckSettings& settings = target(check);
  const std::vector<ChangeKind>& now = settings.stages ? *settings.stages : check.stages;
  if ((now.empty() || !is_superset(*stages, now)) &&
      locked(lock_key(check.name, "stages"), key.node.line, name, "this list"))
    return;
  settings.stages = *stages;
  settings.origins.insert_or_assign("stages", origin(key.line));
}

void Loader::set_scope(const ConfigMember& key, const Declaration& check, const std::string& name) {
  const std::optional<std::string> word = reader().word(key.node, name, {"net", "commits"});
  if (!word) return;
  const Scope scope = *word == "net" ? Scope::net : Scope::commits;
  CheckSettings& settings = target(check);
  if (scope == Scope::net && settings.scope == Scope::commits &&
      locked(lock_key(check.name, "scope"), key.node.line, name, "\"net\""))
    return;
  settings.scope = scope;
  settings.origins.insert_or_assign("scope", origin(key.line));
}

void Loader::set_option(const ConfigMember& key, const Declaration& check,
                        const std::string& name) {
  const Option& option = *check.option(key.name);
  std::optional<Value> value = reader().option(key.node, option, name);
  if (!value) return;
  CheckSettings& settings = target(check);
  // Which direction is looser only the check knows, so any other value is.
  if (*value != settings.options[option.name] &&
      locked(lock_key(check.name, option.name), key.node.line, name,
             value_text(*value, option.type)))
    return;
  settings.options.insert_or_assign(option.name, std::move(*value));
  settings.origins.insert_or_assign(option.name, origin(key.line));
}

void set_defaults(Config& config, const std::vector<Declaration>& checks) {
  for (const Declaration& check : checks) {
    CheckSettings settings;
    settings.level = check.level;
    settings.paths = check.paths;
    settings.scope = check.scope;
    for (const Option& option : check.options) {
      if (contains(reserved_option_names(), option.name))
        throw Error(Problem{ProblemKind::check, "the option name '" + option.name + "' is reserved",
                            check.source_path, 0, "choose another name for it"});
      settings.options.emplace(option.name, option.fallback);
    }
    config.checks.insert_or_assign(check.name, std::move(settings));
  }
}

// Flags and environment: the last layer, but not above a lock.
void apply_overrides(Config& config, const Overrides& overrides, const CheckNames& names) {
  const auto refuse = [](const std::string& what, const std::string& setting, const Origin& lock) {
    throw Error(
        Problem{ProblemKind::config,
                what + " loosens " + setting + ", which the policy " + place(lock) + " locks",
                lock.path, lock.line, "leave it out, or ask those who keep " + lock.path});
  };
  if (overrides.fail_on) {
    const auto lock = config.locks.find("fail_on");
    if (lock != config.locks.end() && strictness(*overrides.fail_on) < strictness(config.fail_on))
      refuse("--fail-on " + fail_on_name(*overrides.fail_on), "fail_on", lock->second);
    config.fail_on = *overrides.fail_on;
    config.origins.insert_or_assign("fail_on", Origin{"flag", "--fail-on", 0});
  }
  const auto refuse_locked = [&](const std::string& flag, const std::string& name) {
    for (const auto& [check, settings] : config.checks) {
      const bool rule = name.starts_with(check + "/");
      if (!covers(name, check, "") && !rule) continue;
      const auto lock = config.locks.find(lock_key(check, rule ? "rules" : "level"));
      if (lock != config.locks.end()) refuse(flag + " " + harmless(name), check, lock->second);
    }
  };
  for (const std::string& name : overrides.skip) refuse_locked("--skip", name);

  for (const std::string& name : overrides.environment_skip) {
    if (!names.knows(name))
      throw Error(ProblemKind::usage,
                  "MOONGATE_SKIP: there is no check or rule named " + in_quotes(name),
                  names.cure(name));
    if (!config.policy.allow_skip) {
      const auto& where = config.policy.origins.find("allow_skip")->second;
      config.skip_notes.push_back("MOONGATE_SKIP=" + harmless(name) +
                                  " does not count: the policy " + place(where) + " forbids it");
      continue;
    }
    refuse_locked("MOONGATE_SKIP", name);
    config.environment_skip.push_back(name);
    config.skip_notes.push_back("MOONGATE_SKIP=" + harmless(name));
  }
}

}  // namespace

Config load_config(const std::vector<ConfigText>& layers, const Overrides& overrides,
                   const std::vector<Declaration>& checks, std::vector<Problem>* all) {
  Config config;
  set_defaults(config, checks);
  const CheckNames names(checks, overrides.unreadable_checks);
  Loader loader(config, names, all);
  for (const ConfigText& text : layers) loader.add(text);
  apply_overrides(config, overrides, names);
  return config;
}

}  // namespace moongate
