#include "engine/resolve_finding.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/equal_lines.h"
#include "engine/ignore_comments.h"
#include "engine/new_findings.h"
#include "engine/utf16_columns.h"
#include "findings/fingerprint.h"

namespace moongate {

namespace {

// A report shows a line to a person; of a minified file it shows the part around the span.
constexpr std::size_t longest_snippet = 400;

void set_snippet(Finding& finding, std::string_view line) {
  if (line.size() <= longest_snippet) {
    finding.snippet = line;
    return;
  }
  const std::size_t span = finding.column > 0 ? finding.column - 1 : 0;
  std::size_t begin = span > 80 ? span - 80 : 0;
  begin = std::min(begin, line.size());
  // Not in the middle of a UTF-8 sequence.
  while (begin > 0 && begin < line.size() &&
         (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80)
    --begin;
  std::size_t end = std::min(line.size(), begin + longest_snippet);
  while (end > begin && end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
    --end;
  finding.snippet = line.substr(begin, end - begin);
  finding.snippet_offset = static_cast<std::uint32_t>(begin);
}

// The line with every secret in it replaced by what stands for it.
std::string without_secrets(FileContext& file, std::uint32_t line,
                            const std::vector<ByteRange>& secret_ranges) {
  const std::string_view text = file.lines().line(line);
  const std::size_t start = file.lines().start(line);
  std::string result;
  std::size_t at = 0;
  for (const ByteRange& range : secret_ranges) {  // sorted by begin
    const std::size_t begin = range.begin > start ? range.begin - start : 0;
    const std::size_t end = range.end > start ? std::min(range.end - start, text.size()) : 0;
    if (range.begin >= start + text.size() || end <= begin || begin < at) continue;
    result += text.substr(at, begin - at);
    result += secret_stand_in(text.substr(begin, end - begin));
    at = end;
  }
  result += text.substr(at);
  return result;
}

// The new version of a path in the change, for what one of its commits introduced.
struct Head {
  Bytes text;
  LineIndex lines;
  FileSuppressions comments;
  EqualLines equal;

  Head(Bytes content, FileSuppressions accepted, const std::vector<std::string>& wanted)
      : text(std::move(content)),
        lines(*text),
        comments(std::move(accepted)),
        equal(lines, wanted, lines.count()) {}
};

// Null where there is none but the commit's own version.
std::unique_ptr<Head> head_of(const Change& change, const PolicyRules& policy, FileContext& file,
                              const FileChange* net, const std::vector<std::string>& wanted) {
  if (!net || net->after->id == file.file().after->id || !net->after->is_regular()) return nullptr;
  Bytes text = change.read(net->after->id);
  Bytes before;
  const auto old_text = [&]() -> std::string_view {
    if (!net->before || !net->before->is_regular()) return {};
    before = change.read(net->before->id);
    return *before;
  };
  FileSuppressions comments = comments_that_count(net->path(), *text, old_text, policy);
  return std::make_unique<Head>(std::move(text), std::move(comments), wanted);
}

// What a commit introduced may have moved since. Where the line still stands in the new version of
// the change, that is the place that a person can open and an annotation can point at; where it is
// gone, the place in the commit's own version remains.
enum class Moved : std::uint8_t { gone, accepted, kept };

// A comment that accepts it may have been added since, too.
Moved move_to_head(Head& head, std::string_view text, const std::string& wanted,
                   std::uint32_t ordinal, Finding& finding) {
  const std::vector<std::uint32_t>& numbers = head.equal.of(wanted);
  if (ordinal >= numbers.size()) return Moved::gone;
  const std::uint32_t line = numbers[ordinal];
  if (head.comments.covers(finding.check, finding.rule, line)) return Moved::accepted;
  // With other whitespace the columns would be wrong.
  if (head.lines.line(line) == text) {
    finding.end_line += line - finding.line;
    finding.line = line;
  }
  return Moved::kept;
}

bool asked_for(const EngineOptions& options, const std::string& check, const std::string& rule) {
  const std::string full = check + "/" + rule;
  const bool skipped =
      std::any_of(options.skip.begin(), options.skip.end(),
                  [&](const SkippedCheck& skip) { return !rule.empty() && skip.name == full; });
  if (skipped) return false;
  if (options.named.empty()) return true;
  return std::any_of(options.named.begin(), options.named.end(), [&](const std::string& name) {
    return name == check || check.starts_with(name + "/") || (!rule.empty() && name == full);
  });
}

Finding begin_finding(const Change& change, const Unit& unit, const PlannedCheck& planned,
                      const RawFinding& raw, Level level) {
  Finding finding;
  finding.check = planned.check->declaration.name;
  finding.rule = raw.rule;
  finding.level = level;
  finding.message = raw.message;
  finding.help = raw.help;
  finding.commands = raw.commands;
  finding.value = raw.value;
  finding.line = raw.line;
  finding.column = raw.column;
  finding.end_line = raw.end_line;
  finding.end_column = raw.end_column;
  const Commit* commit = unit.commit;
  // Whether others look at what is known makes no difference to this check.
  if (!commit && planned.by_commit && unit.introduced_by &&
      (planned.known_too || !is_known(change, *unit.introduced_by)))
    commit = unit.introduced_by;
  if (commit && !commit->id.empty()) finding.commit = commit->id.hex();
  if (unit.known && change.known_elsewhere) {
    finding.known = true;
    finding.level = std::min(finding.level, Level::warning);
  }
  return finding;
}

}  // namespace

namespace {

// What is off but was asked for by name speaks at the level that it would have.
Level level_when_on(const Declaration& declaration, const RawFinding& raw) {
  const Rule* rule = declaration.rule(raw.rule);
  for (const std::optional<Level>& level :
       {raw.level, rule ? rule->level : std::nullopt, std::optional(declaration.level)})
    if (level && *level != Level::off) return *level;
  return Level::error;
}

Level level_in_force(const Declaration& declaration, const CheckSettings& settings,
                     const RawFinding& raw) {
  const auto rule_level = settings.rule_levels.find(raw.rule);
  if (!raw.rule.empty() && rule_level != settings.rule_levels.end()) return rule_level->second;
  const auto origin = settings.origins.find("level");
  const bool configured = origin != settings.origins.end() && origin->second.layer != "default";
  if (configured && settings.level != Level::off) return settings.level;
  if (raw.level) return *raw.level;
  const Rule* rule = declaration.rule(raw.rule);
  if (rule && rule->level) return *rule->level;
  return settings.level == Level::off ? level_when_on(declaration, raw) : settings.level;
}

}  // namespace

Level level_of(const Config& config, const EngineOptions& options, const Declaration& declaration,
               const CheckSettings& settings, const RawFinding& raw) {
  (void)config;
  if (!asked_for(options, declaration.name, raw.rule)) return Level::off;
  const Level level = level_in_force(declaration, settings, raw);
  if (level != Level::off || raw.rule.empty()) return level;
  const std::string own_name = declaration.name + "/" + raw.rule;
  const bool named =
      std::find(options.named.begin(), options.named.end(), own_name) != options.named.end();
  return named ? level_when_on(declaration, raw) : level;
}

namespace {

// Whether neither configuration nor the check itself states a level for this finding.
bool has_no_stated_level(const Declaration& declaration, const CheckSettings& settings,
                         const RawFinding& raw) {
  const Rule* rule = declaration.rule(raw.rule);
  return !raw.level && !(rule && rule->level) && !settings.origins.contains("level") &&
         !settings.rule_levels.contains(raw.rule);
}

// Whether the finding is about what was there before: nobody wrote a whole tree just now.
bool is_existing(const Change& change, const EngineOptions& options, FileContext& file,
                 std::uint32_t line) {
  if (change.kind == ChangeKind::tree || change.kind == ChangeKind::history) return true;
  if (!options.include_existing || line == 0) return false;
  const std::vector<Hunk>& hunks = file.hunks();
  return std::none_of(hunks.begin(), hunks.end(), [&](const Hunk& hunk) {
    return line >= hunk.new_start && line < hunk.new_start + hunk.new_count;
  });
}

// Style harms nobody by itself: it fails a change that could have been fixed in passing.
// The check's own fix counts, also where it is withheld because the bytes are a value.
Level level_of_style(bool existing, const RawFinding& raw) {
  if (existing) return Level::note;
  return raw.fix ? Level::error : Level::warning;
}

// What each line of a file that has findings comes to: a check may report on one line very often,
// and a line may be as long as the file.
class FoundLines {
 public:
  FoundLines(FileContext& file, const std::vector<RawFinding>& raw,
             const std::vector<ByteRange>& secret_ranges)
      : file_(file), secret_ranges_(secret_ranges) {
    if (!file.file().after) return;
    std::uint32_t last = 0;
    for (const RawFinding& said : raw) {
      if (said.line == 0 || lines_.contains(said.line)) continue;
      lines_[said.line].wanted = normalised(file.lines().line(said.line));
      last = std::max(last, said.line);
    }
    for (const auto& [number, line] : lines_) wanted_.push_back(line.wanted);
    if (!lines_.empty()) equal_.emplace(file.lines(), wanted_, last);
  }

  bool empty() const { return lines_.empty(); }
  const std::vector<std::string>& wanted() const { return wanted_; }  // the lines, normalised
  const std::string& wanted(std::uint32_t line) { return lines_.at(line).wanted; }

  std::uint32_t ordinal(std::uint32_t line) {
    std::optional<std::uint32_t>& known = lines_.at(line).ordinal;
    if (!known) known = equal_->ordinal(wanted(line), line);
    return *known;
  }

  // `line` 0: a finding of the whole file.
  const std::string& fingerprint_of(const Finding& finding, std::uint32_t line) {
    std::string& known = lines_[line].fingerprints[{finding.rule, finding.path}];
    if (known.empty()) {
      const bool placed = line > 0 && equal_;
      const std::string text = placed ? without_secrets(file_, line, secret_ranges_) : "";
      known =
          fingerprint(finding.check, finding.rule, finding.path, text, placed ? ordinal(line) : 0);
    }
    return known;
  }

 private:
  struct Line {
    std::string wanted;
    std::optional<std::uint32_t> ordinal;
    // By rule and path: a line that stands no longer in a renamed file keeps the old name.
    std::map<std::pair<std::string, std::string>, std::string> fingerprints;
  };
  FileContext& file_;
  const std::vector<ByteRange>& secret_ranges_;
  std::map<std::uint32_t, Line> lines_;
  std::vector<std::string> wanted_;
  std::optional<EqualLines> equal_;
};

Fix fix_of(FileContext& file, const RawFinding& said) {
  const LineIndex& lines = file.lines();
  const std::size_t begin = lines.start(said.line) + (said.column ? said.column - 1 : 0);
  const std::uint32_t end_line = std::max(said.line, said.end_line);
  const std::size_t end = said.end_column > 0 ? lines.start(end_line) + said.end_column - 1
                                              : lines.start(end_line) + lines.line(end_line).size();
  return {file.file().path(), begin, std::max(begin, end), *said.fix};
}

}  // namespace

std::vector<Finding> resolve_file(const Change& change, const Config& config,
                                  const EngineOptions& options, const Attributes& attributes,
                                  const Unit& unit, VisitedFile& visited,
                                  const PlannedCheck& planned, const std::vector<RawFinding>& raw,
                                  const std::vector<ByteRange>& secret_ranges, Accepted& accepted,
                                  std::vector<std::string>& secrets) {
  std::vector<Finding> findings;
  FileContext& file = visited.context;
  const std::string& path = file.file().path();
  const CheckSettings& settings = config.settings(planned.check->declaration.name, path);
  FoundLines lines(file, raw, secret_ranges);
  std::optional<Utf16Columns> utf16;
  const std::unique_ptr<Head> head =
      unit.commit && !lines.empty() ? head_of(change, config.policy, file, unit.net, lines.wanted())
                                    : nullptr;
  // The name that a later commit gave the file, unless the check is not to look there.
  const std::string& check = planned.check->declaration.name;
  const std::string& later = unit.commit && unit.net ? unit.net->path() : path;
  const bool renamed = later != path && !config.excluded(later) && config.wants(check, later);
  const auto suppress = [&](std::string fingerprint) {
    if (planned.by_commit)
      accepted.suppressed_by_commit.push_back(std::move(fingerprint));
    else
      ++accepted.suppressed;
  };
  for (const RawFinding& said : raw) {
    const Level level = level_of(config, options, planned.check->declaration, settings, said);
    if (said.secret)
      secrets.push_back(
          file.text().substr(said.secret->begin, said.secret->end - said.secret->begin));
    if (level == Level::off) continue;
    Finding finding = begin_finding(change, unit, planned, said, level);
    finding.path = path;
    const bool placed = said.line > 0 && !lines.empty();
    if (placed) {
      set_snippet(finding, file.lines().line(said.line));
      if (!utf16) utf16.emplace(file.text(), file.lines());
      utf16->set(finding);
      if (said.fix) {
        Fix fix = fix_of(file, said);
        if (!visited.kept) visited.kept.emplace(attributes, file);
        if (!visited.kept->touches(fix.start, fix.end)) finding.fix.push_back(std::move(fix));
      }
    }
    if (planned.check->declaration.style &&
        has_no_stated_level(planned.check->declaration, settings, said)) {
      finding.level = level_of_style(is_existing(change, options, file, said.line), said);
      if (finding.known) finding.level = std::min(finding.level, Level::warning);
    }
    Moved moved = Moved::kept;
    if (head && placed)
      moved = move_to_head(*head, file.lines().line(said.line), lines.wanted(said.line),
                           lines.ordinal(said.line), finding);
    if (renamed && moved != Moved::gone) finding.path = later;
    finding.fingerprint = lines.fingerprint_of(finding, placed ? said.line : 0);
    const bool accepted_here = placed && accepted.comments.covers(check, said.rule, said.line);
    const bool accepted_since = moved == Moved::accepted && config.policy.allow_ignore;
    if ((accepted.honoured && accepted_here) || accepted_since) {
      suppress(finding.fingerprint);
      continue;
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> resolve(const Change& change, const Config& config,
                             const EngineOptions& options, const Unit& unit,
                             const PlannedCheck& planned, const std::vector<RawFinding>& raw) {
  std::vector<Finding> findings;
  const CheckSettings& settings = config.settings(planned.check->declaration.name, "");
  // A message is looked at once, however many findings are about it.
  std::string_view message;
  std::string text, branch, tag;  // `text` gives the identity
  if (unit.kind == Unit::Kind::commit) {
    message = text = unit.commit->message;
  } else if (unit.kind == Unit::Kind::branch) {
    text = branch = unit.branch->remote.empty() ? unit.branch->name
                                                : unit.branch->remote + "/" + unit.branch->name;
  } else if (unit.kind == Unit::Kind::tag) {
    tag = unit.tag->name;
    text = "tags/" + tag;  // not that of a branch of its name
    message = unit.tag->message;
  }
  std::optional<LineIndex> lines;
  std::optional<Utf16Columns> utf16;
  std::map<std::string, std::string> fingerprints;  // by rule
  for (const RawFinding& said : raw) {
    const Level level = level_of(config, options, planned.check->declaration, settings, said);
    if (level == Level::off) continue;
    Finding finding = begin_finding(change, unit, planned, said, level);
    finding.branch = branch;
    finding.tag = tag;
    if (said.line > 0) {
      if (!lines) utf16.emplace(message, lines.emplace(message));
      set_snippet(finding, lines->line(said.line));
      utf16->set(finding);
    }
    std::string& known = fingerprints[said.rule];
    if (known.empty()) known = fingerprint(finding.check, finding.rule, "", text, 0);
    finding.fingerprint = known;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace moongate
