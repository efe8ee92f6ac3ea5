#include "pages/explain.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "config/read_values.h"
#include "core/error.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "core/unicode.h"
#include "core/units.h"
#include "pages/page_text.h"

namespace moongate {

namespace {

constexpr std::size_t longest_name_column = 32;

std::string padded(const std::string& text, std::size_t cells) {
  const std::size_t now = width_of(text);
  return now >= cells ? text : text + std::string(cells - now, ' ');
}

std::string level_text(Level level, const Paint& paint, std::size_t cells = 0) {
  const std::string name = padded(std::string(name_of(level)), cells);
  switch (level) {
    case Level::off:
      return paint.dim(name);
    case Level::note:
      return paint.in("\x1b[36m", name);
    case Level::warning:
      return paint.in("\x1b[33m", name);
    case Level::error:
      return paint.in("\x1b[31m", name);
  }
  return name;
}

std::string place_of(const Origin& origin) {
  return harmless(origin.path) + (origin.line == 0 ? "" : ":" + std::to_string(origin.line));
}

template <class List, class Text>
std::string joined(const List& list, Text text, std::string_view between = ", ") {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : std::string(between)) + text(one);
  return out;
}

std::string kinds_text(const std::vector<ChangeKind>& kinds) {
  return joined(kinds, [](ChangeKind kind) { return std::string(name_of(kind)); });
}

// The level of a rule, as the engine will see it.
Level rule_level(const Declaration& check, const CheckSettings& settings, const std::string& rule) {
  const auto configured = settings.rule_levels.find(rule);
  if (configured != settings.rule_levels.end()) return configured->second;
  if (settings.level == Level::off) return Level::off;
  const Rule* declared = check.rule(rule);
  if (!settings.origins.contains("level") && declared && declared->level) return *declared->level;
  return settings.level;
}

class Pages {
 public:
  Pages(const std::vector<Declaration>& checks, const Config& config, const PageStyle& style)
      : checks_(checks), config_(config), width_(style.width), paint_{style.color} {
    for (const Declaration& check : checks_) sorted_.push_back(&check);
    std::sort(sorted_.begin(), sorted_.end(), [](const Declaration* a, const Declaration* b) {
      return std::pair(!a->built_in, std::string_view(a->name)) <
             std::pair(!b->built_in, std::string_view(b->name));
    });
  }

  std::string list(std::string_view group) const {
    std::size_t cells = 0;
    for (const Declaration* check : sorted_)
      cells = std::max(cells, std::min(check->name.size(), longest_name_column));
    std::string out;
    bool own = false;
    for (const Declaration* check : sorted_) {
      if (!group.empty() && !covers(group, check->name, "")) continue;
      if (!check->built_in && !own) {
        own = true;
        out += (out.empty() ? "" : "\n") + paint_.bold("This repository's own") + "\n";
      }
      out += entry(check->name, config_.settings(check->name, "").level, check->summary, cells);
    }
    return out;
  }

  std::string check(const Declaration& check) const {
    const CheckSettings& settings = config_.settings(check.name, "");
    std::string out = title(check.name, settings.level,
                            check.built_in ? "built in" : harmless(check.source_path));
    out += markdown_text(check.summary, width_, 0, paint_);
    if (!check.doc.empty()) out += "\n" + markdown_text(check.doc, width_, 2, paint_);
    out += facts(check, settings);
    out += options(check, settings);
    out += rules(check, settings);
    out += "\n" + paint_.bold("In moongate.toml") + "\n";
    out += "  " + paint_.code("[checks." + toml_key(check.name) + "]") + "\n";
    out += "  " + paint_.code("level = \"" + std::string(name_of(settings.level)) + "\"") +
           paint_.dim("   # error, warning, note or off") + "\n";
    for (const Option& option : check.options)
      if (const auto value = settings.options.find(option.name); value != settings.options.end())
        out += "  " +
               paint_.code(toml_key(option.name) + " = " + value_text(value->second, option.type)) +
               "\n";
    out += in_place(check, check.name);
    return out + more(check.url);
  }

  std::string rule(const Declaration& check, const std::string& id) const {
    const Rule* declared = check.rule(id);
    const CheckSettings& settings = config_.settings(check.name, "");
    std::string out =
        title(check.name + "/" + id, rule_level(check, settings, id), "rule of " + check.name);
    if (declared && !declared->summary.empty())
      out += markdown_text(declared->summary, width_, 0, paint_);
    else
      out += markdown_text(check.summary, width_, 0, paint_);
    if (declared && !declared->help.empty())
      out += "\n" + markdown_text(declared->help, width_, 2, paint_);
    const auto set = settings.origins.find("rules." + id);
    if (set != settings.origins.end())
      out += "\n" + paint_.dim("Its level is set in " + place_of(set->second) + ".") + "\n";
    out += "\n" + paint_.bold("In moongate.toml") + "\n";
    out += "  " + paint_.code("[checks." + toml_key(check.name) + ".rules]") + "\n";
    out += "  " + paint_.code(toml_key(id) + " = \"off\"") +
           paint_.dim("   # or error, warning, note") + "\n";
    out += in_place(check, check.name + "/" + id);
    out +=
        "\n" +
        paint_.dim("moongate explain " + harmless(check.name) + " tells about the whole check.") +
        "\n";
    return out + more(declared && !declared->url.empty() ? declared->url : check.url);
  }

  std::string own_rule(const std::string& name, const std::string& text) const {
    return title(name, Level::note, "said by Moongate itself") +
           markdown_text(text, width_, 0, paint_);
  }

 private:
  std::string entry(const std::string& name, Level level, const std::string& summary,
                    std::size_t cells) const {
    const std::string shown = harmless(name);
    if (summary.empty())
      return "  " + paint_.bold(padded(shown, cells)) + "  " + level_text(level, paint_) + "\n";
    std::string out =
        "  " + paint_.bold(padded(shown, cells)) + "  " + level_text(level, paint_, 7);
    const std::size_t column = 2 + std::max(cells, width_of(shown)) + 2 + 7 + 2;
    // On a narrow terminal the text gets lines of its own.
    if (width_ > 0 && column + 24 > width_)
      return out + "\n      " + wrapped(summary, width_, 6, 6, paint_) + "\n";
    return out + "  " + wrapped(summary, width_, column, column, paint_) + "\n";
  }

  std::string title(const std::string& name, Level level, const std::string& about) const {
    return paint_.bold(harmless(name)) + "  " + level_text(level, paint_) +
           paint_.dim("  " + harmless(about)) + "\n";
  }

  std::string fact(const std::string& what, const std::string& text) const {
    constexpr std::size_t column = 12;
    return paint_.bold(padded(what, column)) + wrapped(text, width_, column, column, paint_) + "\n";
  }

  std::string facts(const Declaration& check, const CheckSettings& settings) const {
    std::string out = "\n";
    const std::vector<ChangeKind>& stages = settings.stages ? *settings.stages : check.stages;
    out += fact("Runs on",
                stages.empty() ? "every kind of change that it can see into" : kinds_text(stages));
    out +=
        fact("Looks at", settings.scope == Scope::commits ? "what each new commit introduces"
                                                          : "the whole change, base against head");
    const auto globs = [](const std::vector<std::string>& list) {
      return joined(list, [](const std::string& glob) { return "`" + glob + "`"; });
    };
    if (!settings.paths.include.empty()) out += fact("Files", globs(settings.paths.include));
    if (!settings.paths.exclude.empty()) out += fact("Not files", globs(settings.paths.exclude));
    if (!check.languages.empty())
      out += fact("Languages", joined(check.languages, [](const std::string& one) { return one; }));
    const auto level = settings.origins.find("level");
    if (level != settings.origins.end())
      out += fact("Level",
                  std::string(name_of(settings.level)) + ", set in " + place_of(level->second));
    else if (check.style)
      out += fact("Level",
                  "error on an added line where there is a fix, else warning; note on what was "
                  "there before, so in `moongate check --all`");
    return out;
  }

  std::string options(const Declaration& check, const CheckSettings& settings) const {
    if (check.options.empty()) return {};
    std::string out = "\n" + paint_.bold("Options") + "\n";
    for (const Option& option : check.options) {
      out += "  " + paint_.code(harmless(option.name)) +
             paint_.dim("  " + type_text(option) + bounds(option)) + "\n";
      if (!option.doc.empty()) out += "      " + wrapped(option.doc, width_, 6, 6, paint_) + "\n";
      for (const Option& field : option.fields) out += field_text(option, field);
      const auto value = settings.options.find(option.name);
      const auto origin = settings.origins.find(option.name);
      if (origin != settings.origins.end() && value != settings.options.end())
        out += plain_lines("now " + value_text(value->second, option.type) + ", set in " +
                           place_of(origin->second) + "; default " +
                           value_text(option.fallback, option.type));
      else
        out += plain_lines("default " + value_text(option.fallback, option.type));
    }
    return out;
  }

  std::string field_text(const Option& option, const Option& field) const {
    std::string out = "      " + paint_.code(harmless(option.name + ".NAME." + field.name)) +
                      paint_.dim("  " + type_text(field) + bounds(field)) + "\n";
    std::string text = field.doc;
    text += (text.empty() ? "" : "; ") +
            (field.required ? "required" : "default " + value_text(field.fallback, field.type));
    return out + "          " + wrapped(text, width_, 10, 10, paint_) + "\n";
  }

  static std::string type_text(const Option& option) {
    std::string out(name_of(option.type));
    if (option.type != OptionType::list) return out;
    const std::optional<ItemType> items = item_type(option);
    if (items)
      out += " of " + std::string(name_of(*items)) + (items == ItemType::regex ? "es" : "s");
    return out;
  }

  // A value is no Markdown: the stars of a glob are its own.
  std::string plain_lines(const std::string& text) const {
    constexpr std::size_t indent = 6;
    std::string out;
    for (const std::string& line :
         wrapped_at_blanks(visible(text), width_ > indent ? width_ - indent : 0))
      out += std::string(indent, ' ') + line + "\n";
    return out;
  }

  static std::string bounds(const Option& option) {
    std::string out;
    if (option.min) out += ", at least " + value_text(*option.min, option.type);
    if (option.max) out += ", at most " + value_text(*option.max, option.type);
    if (!option.one_of.empty())
      out += ", one of " + joined(option.one_of, [&](const Value& value) {
               return value_text(value, option.type);
             });
    if (!option.pattern.empty()) out += ", matching " + in_quotes(option.pattern);
    return out;
  }

  std::string rules(const Declaration& check, const CheckSettings& settings) const {
    const std::vector<std::string> ids = rule_ids(check);
    if (ids.empty()) return {};
    std::string out = "\n" + paint_.bold("Rules") + "\n";
    std::size_t cells = 0;
    for (const std::string& id : ids)
      cells = std::max(cells, std::min(id.size(), longest_name_column));
    for (const std::string& id : ids) {
      const Rule* declared = check.rule(id);
      out += entry(id, rule_level(check, settings, id), declared ? declared->summary : "", cells);
    }
    return out;
  }

  // What a finding of the check is about, where it is never a file.
  static const char* never_in_a_file(const Declaration& check) {
    const auto only = [&](std::initializer_list<Visitor> visitors) {
      return std::all_of(check.visitors.begin(), check.visitors.end(), [&](Visitor visitor) {
        return visitor == Visitor::finish ||
               std::find(visitors.begin(), visitors.end(), visitor) != visitors.end();
      });
    };
    if (check.visitors.empty()) return nullptr;
    if (only({Visitor::branch, Visitor::tag})) return "branches";
    return only({Visitor::commit, Visitor::pull_request, Visitor::tag}) ? "commits" : nullptr;
  }

  std::string in_place(const Declaration& check, const std::string& name) const {
    if (const char* about = never_in_a_file(check)) {
      const bool branches = std::string_view(about) == "branches";
      const auto line = [&](const std::string& code, const char* note) {
        return "  " + paint_.code(code) + paint_.dim(note) + "\n";
      };
      return "\n" + paint_.bold(branches ? "To accept one branch" : "To accept one commit") +
             paint_.dim(", in moongate.toml") + "\n" + line("[[ignore]]", "") +
             line("check = " + toml_string(name), "") +
             (branches ? line("branches = [\"NAME\"]", "   # globs")
                       : line("commits = [\"ID\"]", "   # at least 7 digits of each")) +
             line("reason = \"REASON\"", "");
    }
    return "\n" + paint_.bold("To accept one place") + "\n  " +
           paint_.code("moongate:ignore " + harmless(name) + " REASON") +
           paint_.dim("   in a comment, on the line or above it") + "\n";
  }

  std::string more(const std::string& url) const {
    return url.empty() ? std::string() : "\n" + paint_.bold("More") + "  " + harmless(url) + "\n";
  }

  const std::vector<Declaration>& checks_;
  const Config& config_;
  std::vector<const Declaration*> sorted_;
  std::size_t width_;
  Paint paint_;
};

// The effective configuration as TOML, with its origins in comments.
class ConfigPage {
 public:
  ConfigPage(const std::vector<Declaration>& checks, const Config& config, const PageStyle& style)
      : checks_(checks), config_(config), paint_{style.color} {}

  std::string text() {
    comment("What applies here, and where it was set.");
    line("fail_on", toml_string(config_.fail_on == Level::off ? "never" : name_of(config_.fail_on)),
         config_.origins, "fail_on", "fail_on");
    line("budget", toml_string(duration_text(config_.budget_seconds)), config_.origins, "budget",
         "budget");
    if (config_.quiet) line("quiet", "true", config_.origins, "quiet", "");
    if (!config_.default_branch.empty())
      line("default_branch", toml_string(config_.default_branch), config_.origins, "default_branch",
           "default_branch");
    section("push");
    line("known", toml_string(config_.push_this_remote ? "this-remote" : "any-remote"),
         config_.origins, "push.known", "push.known");
    section("paths");
    globs("include", config_.paths.include, config_.origins, "paths.", "paths.include");
    globs("exclude", config_.paths.exclude, config_.origins, "paths.", "paths.exclude");
    section("limits");
    line("check_time", toml_string(duration_text(config_.limits.check_seconds)), config_.origins,
         "limits.check_time", "limits.check_time");
    line("check_memory", toml_string(size_text(config_.limits.check_memory)), config_.origins,
         "limits.check_memory", "limits.check_memory");
    line("findings", std::to_string(config_.limits.findings), config_.origins, "limits.findings",
         "limits.findings");
    line("files", std::to_string(config_.limits.files), config_.origins, "limits.files",
         "limits.files");
    line("read", toml_string(size_text(config_.limits.read)), config_.origins, "limits.read",
         "limits.read");
    for (const Declaration& check : checks_)
      check_section(check, config_.settings(check.name, ""), nullptr);
    for (const Ignore& ignore : config_.ignores) ignored(ignore);
    policy();
    nested();
    return std::move(out_);
  }

 private:
  void comment(const std::string& text) { out_ += paint_.dim("# " + text) + "\n"; }
  void section(const std::string& name) {
    out_ += "\n" + prefix_ + paint_.bold("[" + name + "]") + "\n";
  }

  std::string origin(const std::map<std::string, Origin>& origins, const std::string& key,
                     const std::string& lock) const {
    const auto found = origins.find(key);
    std::string text = found == origins.end() ? "default" : place_of(found->second);
    if (const auto locked = config_.locks.find(lock); locked != config_.locks.end())
      text += ", locked by " + place_of(locked->second);
    return text;
  }

  void line(const std::string& key, const std::string& value,
            const std::map<std::string, Origin>& origins, const std::string& origin_key,
            const std::string& lock) {
    constexpr std::size_t comment_column = 40;
    const std::string setting = prefix_ + key + " = " + value;
    out_ += padded(setting, comment_column) +
            paint_.dim("  # " + origin(origins, origin_key, lock)) + "\n";
  }

  void globs(const std::string& key, const std::vector<std::string>& list,
             const std::map<std::string, Origin>& origins, const std::string& origin_prefix,
             const std::string& lock) {
    const bool each = key == "exclude";
    if (list.empty() || !each) {
      line(key, value_text(Value(List(list.begin(), list.end())), OptionType::list), origins,
           origin_prefix + key, lock);
      return;
    }
    out_ += prefix_ + key + " = [\n";
    for (const std::string& glob : list)
      out_ += padded(prefix_ + "  " + toml_string(glob) + ",", 40) +
              paint_.dim("  # " + origin(origins, origin_prefix + "exclude." + glob, lock)) + "\n";
    out_ += prefix_ + "]\n";
  }

  // `only`: the settings to compare with, of which nothing is to be repeated.
  void check_section(const Declaration& check, const CheckSettings& settings,
                     const CheckSettings* only) {
    const std::string locks = "checks." + check.name + ".";
    section("checks." + toml_key(check.name));
    if (!only || settings.level != only->level)
      line("level", toml_string(name_of(settings.level)), settings.origins, "level",
           locks + "level");
    if (!only && (settings.scope == Scope::commits || settings.origins.contains("scope")))
      line("scope", settings.scope == Scope::commits ? "\"commits\"" : "\"net\"", settings.origins,
           "scope", locks + "scope");
    const std::vector<ChangeKind>& stages = settings.stages ? *settings.stages : check.stages;
    if (!only && !stages.empty())
      line("stages",
           "[" + joined(stages, [](ChangeKind kind) { return toml_string(name_of(kind)); }) + "]",
           settings.origins, "stages", locks + "stages");
    for (const Option& option : check.options) {
      const auto value = settings.options.find(option.name);
      if (value == settings.options.end()) continue;
      if (only && only->options.contains(option.name) &&
          only->options.at(option.name) == value->second)
        continue;
      line(toml_key(option.name), value_text(value->second, option.type), settings.origins,
           option.name, locks + option.name);
    }
    if (!settings.paths.include.empty() && (!only || settings.paths != only->paths))
      line("paths.include", list_text(settings.paths.include), settings.origins, "paths.include",
           locks + "paths");
    if (!settings.paths.exclude.empty() && (!only || settings.paths != only->paths)) {
      out_ += prefix_ + "paths.exclude = [\n";
      for (const std::string& glob : settings.paths.exclude)
        out_ += padded(prefix_ + "  " + toml_string(glob) + ",", 40) +
                paint_.dim("  # " +
                           origin(settings.origins, "paths.exclude." + glob, locks + "paths")) +
                "\n";
      out_ += prefix_ + "]\n";
    }
    for (const auto& [rule, level] : settings.rule_levels) {
      if (only && only->rule_levels.contains(rule) && only->rule_levels.at(rule) == level) continue;
      const std::string setting =
          prefix_ + "rules." + toml_key(rule) + " = " + toml_string(name_of(level));
      out_ += padded(setting, 40) +
              paint_.dim("  # " + origin(settings.origins, "rules." + rule, locks + "rules")) +
              "\n";
    }
  }

  static std::string list_text(const std::vector<std::string>& list) {
    return value_text(Value(List(list.begin(), list.end())), OptionType::list);
  }

  void ignored(const Ignore& ignore) {
    out_ += "\n" + paint_.bold("[[ignore]]") + paint_.dim("  # " + place_of(ignore.origin)) + "\n";
    out_ += "check = " + toml_string(ignore.check) + "\n";
    if (!ignore.paths.empty()) out_ += "paths = " + list_text(ignore.paths) + "\n";
    if (!ignore.commits.empty()) out_ += "commits = " + list_text(ignore.commits) + "\n";
    if (!ignore.branches.empty()) out_ += "branches = " + list_text(ignore.branches) + "\n";
    if (!ignore.expires.empty()) out_ += "expires = " + ignore.expires + "\n";
    if (!ignore.reason.empty()) out_ += "reason = " + toml_string(ignore.reason) + "\n";
  }

  void policy() {
    if (config_.policy.origins.empty()) return;
    out_ += "\n";
    comment("The policy:");
    const PolicyRules& rules = config_.policy;
    const std::pair<const char*, bool> all[] = {{"allow_skip", rules.allow_skip},
                                                {"allow_relaxing", rules.allow_relaxing},
                                                {"allow_ignore", rules.allow_ignore},
                                                {"allow_baseline", rules.allow_baseline}};
    prefix_ = "# ";
    for (const auto& [key, value] : all)
      if (rules.origins.contains(key)) line(key, value ? "true" : "false", rules.origins, key, "");
    if (rules.origins.contains("rules_from"))
      line("rules_from", toml_string(rules.rules_from_target ? "target" : "change"), rules.origins,
           "rules_from", "");
    prefix_.clear();
  }

  void nested() {
    if (!config_.nested) return;
    for (const auto& [directory, settings] : config_.nested->directories) {
      out_ += "\n";
      comment("Below " + harmless(directory) + ", by " + harmless(settings.file) + ":");
      prefix_ = "# ";
      if (settings.paths != config_.paths) {
        section("paths");
        std::map<std::string, Origin> origins = config_.origins;
        origins.insert(settings.origins.begin(), settings.origins.end());
        if (settings.paths.include != config_.paths.include)
          globs("include", settings.paths.include, origins, "paths.", "paths.include");
        globs("exclude", settings.paths.exclude, origins, "paths.", "paths.exclude");
      }
      for (const Declaration& check : checks_)
        if (const auto own = settings.checks.find(check.name); own != settings.checks.end())
          check_section(check, own->second, &config_.settings(check.name, ""));
      prefix_.clear();
    }
  }

  const std::vector<Declaration>& checks_;
  const Config& config_;
  Paint paint_;
  std::string out_, prefix_;
};

// Rules that reports name and no check has: what Moongate says about suppressions itself.
struct OwnRule {
  const char *name, *text;
};

constexpr OwnRule own_rules[] = {
    {"moongate/unused-ignore",
     "A suppression accepts nothing.\n\n"
     "A `moongate:ignore` comment names a check or rule that ran over the line and found nothing "
     "there, or does not count because a policy forbids it or the change that adds it is judged by "
     "the rules of another commit; or an [[ignore]] of moongate.toml matched nothing in a run over "
     "a whole tree.\n\n"
     "Remove it. It would hide what is found there later. A note fails no run unless `fail_on` is "
     "\"note\"."},
    {"moongate/unknown-ignore",
     "A `moongate:ignore` comment names a check or rule that there is not.\n\n"
     "It accepts nothing: the name is misspelt, or the check was renamed or removed.\n\n"
     "Correct the name (`moongate list` shows the checks) or remove the comment."},
};

}  // namespace

std::string list_page(const std::vector<Declaration>& checks, const Config& config,
                      const PageStyle& style) {
  return without_line_commands(Pages(checks, config, style).list(""));
}

std::string explain_page(std::string_view name, const std::vector<Declaration>& checks,
                         const Config& config, const PageStyle& style) {
  const Pages pages(checks, config, style);
  std::vector<std::string> known;
  bool group = false;
  for (const Declaration& check : checks) {
    if (check.name == name) return without_line_commands(pages.check(check));
    known.push_back(check.name);
    group = group || covers(name, check.name, "");
    for (const std::string& id : rule_ids(check)) {
      if (name == check.name + "/" + id) return without_line_commands(pages.rule(check, id));
      known.push_back(check.name + "/" + id);
    }
  }
  if (group) return without_line_commands(pages.list(name));
  for (const OwnRule& own : own_rules) {
    known.emplace_back(own.name);
    if (name == own.name) return pages.own_rule(own.name, own.text);
  }
  const std::string near = nearest(name, known);
  throw Error(
      ProblemKind::usage, "there is no check or rule named " + in_quotes(name),
      near.empty() ? "`moongate list` shows the checks" : "did you mean " + in_quotes(near) + "?");
}

std::string config_page(const std::vector<Declaration>& checks, const Config& config,
                        const PageStyle& style) {
  return without_line_commands(ConfigPage(checks, config, style).text());
}

}  // namespace moongate
