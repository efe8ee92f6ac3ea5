#include "findings/suppress.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <optional>

#include "core/day.h"
#include "match/glob.h"
#include "syntax/comment_ranges.h"

namespace moongate {

namespace {

constexpr std::string_view marker = "moongate:ignore";
constexpr std::size_t most_suppressions = 10000;
constexpr std::size_t most_names = 50;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name(char c) {
  return is_alphanumeric(c) || c == '-' || c == '_' || c == '/' || c == '.';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_comment_end(std::string_view text) {
  static constexpr std::array<std::string_view, 8> ends = {"--}}", "*/}", "-->", "*/",
                                                           "#}",   "*)",  "}}",  "-}"};
  text = trimmed(text);
  for (const std::string_view end : ends)
    if (text.ends_with(end)) return trimmed(text.substr(0, text.size() - end.size()));
  return text;
}

// Whether a line holds nothing but a comment, judged by what stands before the marker: only
// punctuation, or something that starts a comment in one of the usual languages.
bool stands_alone(std::string_view before) {
  before = trimmed(before);
  if (std::none_of(before.begin(), before.end(), is_alphanumeric)) return true;
  static constexpr std::array<std::string_view, 12> starts = {
      "//", "#", "--", ";", "/*", "*", "<!--", "%", "{#", "(*", "REM", "dnl"};
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) {
    // `#include`, `*pointer` and `--count` are code.
    return before.starts_with(start) && !is_alphanumeric(before[start.size()]) &&
           before[start.size()] != '_';
  });
}

// The names after the marker; what is left of `text` is the reason.
std::vector<std::string> take_names(std::string_view& text) {
  std::vector<std::string> names;
  while (names.size() < most_names) {
    text = trimmed(text);
    std::size_t length = 0;
    while (length < text.size() && is_name(text[length])) ++length;
    std::size_t end = length;  // "-->" directly behind a name, or a full stop, is not part of it
    while (end > 0 && !is_alphanumeric(text[end - 1])) --end;
    if (end == 0) break;
    names.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    const std::string_view rest = trimmed(text);
    if (!rest.starts_with(',')) break;
    text = rest.substr(1);
  }
  return names;
}

std::optional<Suppression> read_one(std::string_view line, std::size_t at, std::uint32_t number) {
  std::string_view rest = line.substr(at + marker.size());
  if (rest.empty() || !is_blank(rest.front())) return {};
  Suppression suppression;
  suppression.names = take_names(rest);
  if (suppression.names.empty()) return {};
  suppression.reason = without_comment_end(rest);
  suppression.line = suppression.first = suppression.last = number;
  suppression.column = static_cast<std::uint32_t>(at + 1);
  if (stands_alone(line.substr(0, at))) ++suppression.last;
  return suppression;
}

// Whether a place of a text is in a comment. Asked for places in order.
class InComment {
 public:
  InComment(std::string_view text, std::string_view language)
      : comments_(language.empty() ? std::nullopt : comment_ranges(language, text)) {}

  bool operator()(std::size_t at) {
    if (!comments_) return true;
    // A comment may begin inside another one, as two readers see them.
    for (; next_ < comments_->size() && (*comments_)[next_].begin <= at; ++next_)
      reach_ = std::max(reach_, (*comments_)[next_].end);
    return at < reach_;
  }

 private:
  std::optional<std::vector<ByteRange>> comments_;
  std::size_t next_ = 0, reach_ = 0;
};

}  // namespace

std::vector<Suppression> find_suppressions(std::string_view text, std::string_view language) {
  std::vector<Suppression> found;
  std::uint32_t number = 1;
  std::size_t line_start = 0;  // of line `number`
  std::size_t at = text.find(marker);
  if (at == std::string_view::npos) return found;
  InComment in_comment(text, language);
  while (at != std::string_view::npos && found.size() < most_suppressions) {
    if (!in_comment(at)) {
      at = text.find(marker, at + marker.size());
      continue;
    }
    for (std::size_t newline = text.find('\n', line_start); newline < at;
         newline = text.find('\n', line_start)) {
      line_start = newline + 1;
      ++number;
    }
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(line_start, end - line_start);
    if (std::optional<Suppression> one = read_one(line, at - line_start, number))
      found.push_back(std::move(*one));
    // A line has one comment; a second marker in it belongs to the first one's reason.
    at = text.find(marker, end);
  }
  for (std::size_t i = found.size(); i-- > 1;)
    if (found[i - 1].last > found[i - 1].line && found[i - 1].last == found[i].line)
      found[i - 1].last = found[i].last;
  return found;
}

FileSuppressions::FileSuppressions(std::string_view text, std::string_view language)
    : suppressions_(find_suppressions(text, language)) {
  for (const Suppression& suppression : suppressions_)
    used_.emplace_back(suppression.names.size(), false);
}

bool FileSuppressions::covers(std::string_view check, std::string_view rule, std::uint32_t line) {
  // They are in order of `first` and of `last`.
  const auto from = std::partition_point(suppressions_.begin(), suppressions_.end(),
                                         [&](const Suppression& one) { return one.last < line; });
  bool found = false;
  for (auto i = static_cast<std::size_t>(from - suppressions_.begin()); i < suppressions_.size();
       ++i) {
    const Suppression& suppression = suppressions_[i];
    if (suppression.first > line) break;
    if (is_refused(suppression.line)) continue;
    for (std::size_t j = 0; j < suppression.names.size(); ++j)
      if (moongate::covers(suppression.names[j], check, rule)) found = used_[i][j] = true;
  }
  return found;
}

std::vector<FileSuppressions::Unused> FileSuppressions::unused(
    const std::vector<std::string>& ran,
    const std::function<bool(std::uint32_t line)>& looked_at) const {
  std::vector<Unused> result;
  for (std::size_t i = 0; i < suppressions_.size(); ++i) {
    const Suppression& suppression = suppressions_[i];
    // A comment of its own is about the line below; that its own line was looked at says nothing.
    if (!looked_at(suppression.last)) continue;
    for (std::size_t j = 0; j < suppression.names.size(); ++j) {
      const std::string& name = suppression.names[j];
      const bool looked_for = std::any_of(ran.begin(), ran.end(), [&](const std::string& one) {
        return one == name || one.starts_with(name + "/");
      });
      if (used_[i][j] || !looked_for) continue;
      result.push_back({suppression.line, suppression.column, name,
                        "moongate:ignore " + name + " is not needed: nothing was found here",
                        suppression.names.size() == 1 ? "remove the comment"
                                                      : "remove " + name + " from the comment"});
    }
  }
  return result;
}

std::vector<FileSuppressions::Unused> FileSuppressions::unknown(
    const std::function<std::string(const std::string& name)>& help,
    const std::function<bool(std::uint32_t line)>& looked_at) const {
  std::vector<Unused> result;
  for (const Suppression& suppression : suppressions_) {
    if (!looked_at(suppression.line)) continue;
    for (const std::string& name : suppression.names)
      if (std::string text = help(name); !text.empty())
        result.push_back({suppression.line, suppression.column, name,
                          "moongate:ignore " + name +
                              " accepts nothing: no check or rule has that "
                              "name",
                          std::move(text)});
  }
  return result;
}

std::vector<std::string> what_can_report(const Declaration& check, const CheckSettings& settings) {
  const auto is_on = [&](const std::string& rule) {
    const auto level = settings.rule_levels.find(rule);
    return level == settings.rule_levels.end() ? settings.level != Level::off
                                               : level->second != Level::off;
  };
  std::vector<std::string> names;
  const std::vector<std::string> rules = rule_ids(check);
  for (const std::string& rule : rules)
    if (is_on(rule)) names.push_back(check.name + "/" + rule);
  if (!names.empty() || (rules.empty() && settings.level != Level::off))
    names.insert(names.begin(), check.name);
  return names;
}

struct Ignores::Impl {
  struct Entry {
    const Ignore* ignore;
    std::vector<Glob> paths, branches;
    mutable std::atomic<bool> used{false};
  };
  std::deque<Entry> entries;  // atomics cannot be moved
};

Ignores::Ignores(const Config& config, std::int64_t now) : impl_(std::make_unique<Impl>()) {
  for (const Ignore& ignore : config.ignores) {
    if (is_over(ignore.expires, now)) continue;
    Impl::Entry& entry = impl_->entries.emplace_back();
    entry.ignore = &ignore;
    for (const std::string& glob : ignore.paths) entry.paths.emplace_back(glob);
    for (const std::string& glob : ignore.branches) entry.branches.emplace_back(glob);
  }
}
Ignores::~Ignores() = default;
Ignores::Ignores(Ignores&&) noexcept = default;
Ignores& Ignores::operator=(Ignores&&) noexcept = default;

const Ignore* Ignores::match(const Finding& finding) const {
  const auto any = [](const std::vector<Glob>& globs, const std::string& text) {
    return globs.empty() ||
           (!text.empty() && std::any_of(globs.begin(), globs.end(),
                                         [&](const Glob& glob) { return glob.matches(text); }));
  };
  for (const Impl::Entry& entry : impl_->entries) {
    const std::vector<std::string>& commits = entry.ignore->commits;
    const bool in_commit =
        commits.empty() || std::any_of(commits.begin(), commits.end(), [&](const std::string& id) {
          return finding.commit.starts_with(id);
        });
    const std::string branch = finding.tag.empty() ? finding.branch : "tags/" + finding.tag;
    if (!in_commit || !covers(entry.ignore->check, finding.check, finding.rule) ||
        !any(entry.paths, finding.path) || !any(entry.branches, branch))
      continue;
    entry.used.store(true, std::memory_order_relaxed);
    return entry.ignore;
  }
  return nullptr;
}

std::vector<const Ignore*> Ignores::unused() const {
  std::vector<const Ignore*> result;
  for (const Impl::Entry& entry : impl_->entries)
    if (!entry.used.load(std::memory_order_relaxed)) result.push_back(entry.ignore);
  return result;
}

}  // namespace moongate
