#include "run/compare_rulesets.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "run/load_settings.h"
#include "run/ruleset.h"

namespace moongate {

namespace {

bool is_rule_file(std::string_view path) {
  return path == "moongate.toml" || path.ends_with("/moongate.toml") ||
         path.starts_with(".moongate/");
}

// A file of rules that is moved away is a file of rules no more.
bool touches_rules(const FileChange& file) {
  return (file.before && is_rule_file(file.before->path)) ||
         (file.after && is_rule_file(file.after->path));
}

}  // namespace

void note_differences(const RunOptions& options, const Change& change, Report& report) {
  if (change.root.empty() || !change.after.find || !options.config_from.empty() ||
      !options.config_file.empty() || change.kind == ChangeKind::tree)
    return;
  const bool from_change = options.rules_from == RulesFrom::change;
  std::vector<std::string> uncommitted;
  for (const DifferingRule& rule :
       differing_rules(rules_of_directory(change.root), rules_of_tree(change.after, change.read),
                       nested_config_paths(change))) {
    std::string note;
    if (rule.unreadable.empty() && !from_change && !rule.in_change && rule.on_disk) {
      uncommitted.push_back(rule.path);
      continue;
    }
    if (!rule.unreadable.empty())
      note = (from_change ? " in the working tree " : " ") + rule.unreadable;
    else if (from_change && rule.on_disk)
      note = rule.in_change
                 ? " differs in the working tree: what is in this change applies"
                 : " lies in the working tree but is not in this change: it does not apply "
                   "(git add " +
                       rule.path + ")";
    else if (!from_change && !rule.on_disk)
      note =
          " is in this change and not in the working tree: it does not apply here, a hook or CI "
          "would take it";
    else if (!from_change)
      note =
          " differs from the one in this change: the working tree's applies here, a hook or CI "
          "would "
          "take the other";
    if (!note.empty()) report.notes.push_back(rule.path + note);
  }
  if (uncommitted.empty()) return;
  std::string names;
  for (const std::string& path : uncommitted) names += (names.empty() ? "" : ", ") + path;
  report.notes.push_back(names + (uncommitted.size() == 1
                                      ? " is not committed: a hook or CI would not see it yet"
                                      : " are not committed: a hook or CI would not see them yet"));
}

namespace {

// What the rules are that the change brings, less strict than those of this base.
std::vector<Relaxation> relaxed_against(const TreeView& base, const RulesSide& after,
                                        const Change& change, const RunOptions& options,
                                        const std::vector<ConfigText>& layers) {
  const RuleSource source = rules_of_tree(base, change.read);
  const SideRules before = side_rules(source, change, options, layers);
  const Baseline baseline = read_baseline(source, before.config);
  return find_relaxed({before.config, before.declarations, baseline}, after);
}

}  // namespace

void tell_relaxed(const RulesSide& after, const Change& change, const RunOptions& options,
                  const std::vector<ConfigText>& layers, Report& report) {
  const bool touched = std::any_of(change.files.begin(), change.files.end(), touches_rules);
  if (!touched || !change.before.find || change.kind == ChangeKind::tree ||
      !options.config_from.empty() || !options.config_file.empty() || options.ignore_repository)
    return;
  try {
    std::vector<Relaxation> relaxed =
        relaxed_against(change.before, after, change, options, layers);
    // What another base had is merged, and no act of this change. But an earlier state of the main
    // base excuses nothing: the rules that were made stricter since are the ones that hold.
    for (const TreeView& base : change.other_before) {
      if (relaxed.empty()) break;
      const std::vector<Relaxation> here = relaxed_against(base, after, change, options, layers);
      std::erase_if(relaxed, [&](const Relaxation& one) {
        return std::none_of(here.begin(), here.end(), [&](const Relaxation& other) {
          return other.what == one.what && other.path == one.path;
        });
      });
    }
    for (Relaxation& relaxation : relaxed) report.relaxed.push_back(std::move(relaxation));
  } catch (const Error& error) {
    // A base with unreadable rules judged nothing: there is nothing to relax.
    report.notes.push_back("the base's own rules cannot be read (" + error.problem().message +
                           "): what this change relaxes is not known");
  }
  report.summary.relaxed = report.relaxed.size();
}

}  // namespace moongate
