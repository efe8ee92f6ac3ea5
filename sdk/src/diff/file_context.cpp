#include "diff/file_context.h"

#include <algorithm>
#include <utility>

#include "core/language.h"
#include "diff/line_diff.h"

namespace moongate {
namespace {

using Range = std::pair<std::uint32_t, std::uint32_t>;  // lines [first, last], 1-based

// Work, in bytes: to find an object takes as long as to look at a few kilobytes, and to compare two
// texts much longer than to look at them.
constexpr std::uint64_t look_up = 4096;
constexpr std::uint64_t comparing = 8;

const Bytes& no_bytes() {
  static const Bytes empty = std::make_shared<const std::string>();
  return empty;
}

Bytes read_version(const Change& change, const std::optional<FileVersion>& version) {
  // A submodule's id names a commit of another repository.
  if (!version || version->is_submodule() || version->id.zero()) return no_bytes();
  return change.read(version->id);
}

bool has_early_nul(std::string_view text) {
  return text.substr(0, 8000).find('\0') != std::string_view::npos;
}

std::vector<Range> added_lines(const std::vector<Hunk>& hunks) {
  std::vector<Range> ranges;
  for (const Hunk& hunk : hunks) {
    if (hunk.new_count == 0) continue;
    const std::uint32_t last = hunk.new_start + hunk.new_count - 1;
    if (!ranges.empty() && ranges.back().second + 1 == hunk.new_start)
      ranges.back().second = last;
    else
      ranges.emplace_back(hunk.new_start, last);
  }
  return ranges;
}

// The parts of the hunks against one base that another base does not have either. Both lists
// are sorted and are walked together.
std::vector<Hunk> without_lines_of(const std::vector<Hunk>& hunks, const std::vector<Hunk>& other) {
  std::vector<Hunk> kept;
  std::size_t from = 0;
  for (const Hunk& hunk : hunks) {
    // A deletion stands between new_start and the line after it.
    const std::uint64_t begin = hunk.new_start, end = begin + hunk.new_count;
    while (from < other.size() &&
           std::uint64_t{other[from].new_start} + other[from].new_count + 1 < begin)
      ++from;
    for (std::size_t i = from; i < other.size() && other[i].new_start <= end; ++i) {
      const std::uint64_t other_begin = other[i].new_start;
      const std::uint64_t other_end = other_begin + other[i].new_count;
      if (hunk.new_count == 0) {
        // Removed against both: the merge itself removes something here.
        if (other_begin <= begin + 1 && begin <= other_end) {
          kept.push_back(hunk);
          break;
        }
        continue;
      }
      const std::uint64_t first = std::max(begin, other_begin), last = std::min(end, other_end);
      if (first < last) {
        Hunk part = hunk;
        part.new_start = static_cast<std::uint32_t>(first);
        part.new_count = static_cast<std::uint32_t>(last - first);
        kept.push_back(part);
      }
    }
  }
  return kept;
}

}  // namespace

FileContext::FileContext(const Change& change, const FileChange& file, const Commit* commit)
    : change_(change), file_(file), commit_(commit) {}

Bytes FileContext::read(const std::optional<FileVersion>& version) {
  Bytes bytes = read_version(change_, version);
  // To inflate a byte takes about as long as to look at four.
  work_ += look_up + 4 * bytes->size();
  return bytes;
}

const std::string& FileContext::text() {
  if (!text_) text_ = read(file_.after);
  return *text_;
}

const std::string& FileContext::old_text() {
  if (!old_text_) old_text_ = read(file_.before);
  return *old_text_;
}

std::uint64_t FileContext::size_of(const std::optional<FileVersion>& version, const Bytes& text,
                                   std::optional<std::uint64_t>& size) {
  if (text) return text->size();
  if (!version || version->is_submodule() || version->id.zero()) return 0;
  if (!size) {
    work_ += look_up;
    size = change_.size_of(version->id);
  }
  return *size;
}

std::uint64_t FileContext::size() {
  return size_of(file_.after, text_, size_);
}

std::uint64_t FileContext::old_size() {
  return size_of(file_.before, old_text_, old_size_);
}

std::uint64_t FileContext::held() const {
  std::uint64_t bytes = 0;
  for (const Bytes* text : {&text_, &old_text_})
    if (*text) bytes += (*text)->size();
  for (const std::optional<LineIndex>* lines : {&lines_, &old_lines_})
    if (*lines) bytes += (*lines)->held();
  return bytes;
}

bool FileContext::is_binary() {
  work_ += std::min<std::size_t>(text().size(), 8000) / 8;  // memchr is quick
  return has_early_nul(text());
}
bool FileContext::old_is_binary() {
  work_ += std::min<std::size_t>(old_text().size(), 8000) / 8;
  return has_early_nul(old_text());
}

const LineIndex& FileContext::lines() {
  if (!lines_) {
    lines_.emplace(text());
    work_ += text().size();
  }
  return *lines_;
}

const LineIndex& FileContext::old_lines() {
  if (!old_lines_) {
    old_lines_.emplace(old_text());
    work_ += old_text().size();
  }
  return *old_lines_;
}

FileContext FileContext::ignoring(IgnoredBases bases) const {
  FileContext other = *this;
  other.ignored_ = std::move(bases);
  other.hunks_.reset();
  other.added_.reset();
  return other;
}

bool FileContext::counts_base(std::size_t index, const FileVersion& version) const {
  return !(index < ignored_.size() && ignored_[index]) && !version.is_submodule();
}

const std::vector<Hunk>& FileContext::hunks() {
  if (hunks_) return *hunks_;
  const auto same_type = [&](const FileVersion& version) {
    return !file_.after || (version.mode & 0170000) == (file_.after->mode & 0170000);
  };
  std::vector<Hunk> hunks;
  if (!file_.before || !counts_base(0, *file_.before)) {
    if (const std::uint32_t count = lines().count(); count != 0) hunks.push_back({0, 0, 1, count});
  } else if (!file_.after) {
    if (const std::uint32_t count = old_lines().count(); count != 0)
      hunks.push_back({1, count, 0, 0});
  } else if (!same_type(*file_.before)) {
    const std::uint32_t gone = old_lines().count(), count = lines().count();
    if (gone + count > 0) hunks.push_back({gone ? 1u : 0u, gone, count ? 1u : 0u, count});
  } else if (file_.before->id != file_.after->id) {
    hunks = diff_lines(old_text(), text());
    work_ += comparing * (old_text().size() + text().size());
  }
  for (std::size_t i = 0; i < file_.other_bases.size() && !hunks.empty(); ++i) {
    const FileVersion& base = file_.other_bases[i];
    if (!counts_base(i + 1, base) || !same_type(base)) continue;
    if (file_.after && base.id == file_.after->id) {
      hunks.clear();
      break;
    }
    const Bytes other = read(base);
    hunks = without_lines_of(hunks, diff_lines(*other, text()));
    work_ += comparing * (other->size() + text().size());
  }
  hunks_ = std::move(hunks);
  return *hunks_;
}

const std::vector<Range>& FileContext::added() {
  if (!added_ && all_added_) {
    added_.emplace();
    if (lines().count() > 0) added_->push_back({1, lines().count()});
  }
  if (!added_) added_ = added_lines(hunks());
  return *added_;
}

std::uint64_t FileContext::added_count() {
  if (!added_count_) {
    added_count_ = 0;
    for (const auto& [first, last] : added()) *added_count_ += last - first + 1;
    work_ += added().size();
  }
  return *added_count_;
}

bool FileContext::is_added(std::uint32_t line) {
  return is_any_added(line, line);
}

bool FileContext::is_any_added(std::uint32_t first, std::uint32_t last) {
  const auto& ranges = added();
  const auto found = std::lower_bound(
      ranges.begin(), ranges.end(), first,
      [](const Range& range, std::uint32_t value) { return range.second < value; });
  return found != ranges.end() && found->first <= last;
}

bool FileContext::overlaps_added(std::size_t begin, std::size_t end) {
  return is_any_added(lines().line_of(begin), lines().line_of(std::max(begin + 1, end) - 1));
}

const std::string& FileContext::language() {
  if (!language_) {
    std::string_view found = language_by_name(file_.path());
    const auto& version = file_.after ? file_.after : file_.before;
    // A symbolic link's content is a path, not a program.
    if (found.empty() && version && version->is_regular())
      found = language_by_first_line(file_.after ? text() : old_text());
    language_ = std::string(found);
  }
  return *language_;
}

}  // namespace moongate
