// [checks.NAME].
#include <algorithm>

#include "config/loader.h"
#include "core/quote.h"
#include "core/suggest.h"

namespace moongate {

namespace {

// A setting as one writes it in the file.
std::string shown_key(std::string_view check, std::string_view key) {
  return "checks." + toml_key(check) + (key.empty() ? "" : "." + toml_key(key));
}

bool is_superset(const std::vector<ChangeKind>& larger, const std::vector<ChangeKind>& smaller) {
  return std::all_of(smaller.begin(), smaller.end(), [&](ChangeKind kind) {
    return std::find(larger.begin(), larger.end(), kind) != larger.end();
  });
}

}  // namespace

void ConfigLoader::read_checks(const ConfigMember& member) {
  if (!reader().is_table(member.node, "checks")) return;
  // Groups first: what is said about one check is meant to refine what is said about all of them.
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
                       names_.help(section->name));
    }
  }
}

void ConfigLoader::read_check(const ConfigMember& member,
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
      if (key.name == "rules") require_rules(key.node, covered, member.name);
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

  for (const Declaration* check : covered)
    if (check->name == member.name) turn_on(*check);

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

// A check that is off by default is one that a team decides for: its own table is that decision. A
// level that a file states, here or in a layer below, stays; no "level" origin is recorded, so that
// the levels of the check's rules stay, too.
void ConfigLoader::turn_on(const Declaration& check) {
  if (check.level != Level::off) return;
  CheckSettings& settings = target(check);
  if (!settings.origins.contains("level") && settings.level == Level::off)
    settings.level = Level::error;
}

CheckSettings& ConfigLoader::target(const Declaration& check) {
  if (!is_nested()) return config_.checks.find(check.name)->second;
  const auto own = file_->directory->checks.find(check.name);
  if (own != file_->directory->checks.end()) return own->second;
  return file_->directory->checks
      .emplace(check.name, config_.settings(check.name, file_->text.directory + "/"))
      .first->second;
}

void ConfigLoader::read_check_key(const ConfigMember& key, const Declaration& check,
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

void ConfigLoader::set_level(const ConfigMember& key, const Declaration& check,
                             const std::string& name) {
  const std::optional<Level> level = reader().level(key.node, name);
  if (!level) return;
  CheckSettings& settings = target(check);
  if (*level < settings.level && locked(lock_key(check.name, "level"), key.node.line, name,
                                        "\"" + std::string(name_of(*level)) + "\""))
    return;
  settings.level = *level;
  settings.origins.insert_or_assign("level", origin(key.line));
}

void ConfigLoader::require_rules(const ConfigNode& rules,
                                 const std::vector<const Declaration*>& covered,
                                 const std::string& name) {
  Names known;
  for (const Declaration* check : covered) known = with(known, rule_ids(*check));
  for (const ConfigMember& rule : rules.members)
    if (!contains(known, rule.name))
      reader().problem(
          rule.line,
          (covered.size() == 1 && covered.front()->name == name
               ? "the check " + name + " has no rule "
               : "no check of the group " + name + " has a rule ") +
              in_quotes(rule.name),
          known.empty() ? "it has no rules: remove this" : did_you_mean(rule.name, known));
}

void ConfigLoader::set_rules(const ConfigMember& key, const Declaration& check,
                             const std::string& name) {
  if (!reader().is_table(key.node, name)) return;
  const Names known = rule_ids(check);
  CheckSettings& settings = target(check);
  for (const ConfigMember& rule : key.node.members) {
    const std::string rule_name = name + "." + harmless(rule.name);
    if (!contains(known, rule.name)) continue;  // another check of the group's, or told
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

void ConfigLoader::set_stages(const ConfigMember& key, const Declaration& check,
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

void ConfigLoader::set_scope(const ConfigMember& key, const Declaration& check,
                             const std::string& name) {
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

void ConfigLoader::set_option(const ConfigMember& key, const Declaration& check,
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
}  // namespace moongate
