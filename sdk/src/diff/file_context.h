// One changed file as checks see it: content, lines and hunks, each read when first asked for and
// then shared by all checks that look at the file. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/change.h"
#include "core/line_index.h"

namespace moongate {

// Whose lines do not count as existing: of the main base, then of each other one.
using IgnoredBases = std::vector<bool>;

class FileContext {
 public:
  // `change` and `file` must outlive the context. `commit` is the commit that introduces the file
  // version (scope `commits`), or null for the net change.
  FileContext(const Change& change, const FileChange& file, const Commit* commit = nullptr);

  const FileChange& file() const { return file_; }
  const Change& change() const { return change_; }
  const Commit* commit() const { return commit_; }

  // Empty for a deleted file and for submodules. Throw Error(repository).
  const std::string& text();
  const std::string& old_text();
  std::uint64_t size();
  std::uint64_t old_size();

  // Git's rule: a NUL byte in the first 8000 bytes. Attributes do not change it: content marked
  // `-diff` must still be seen.
  bool is_binary();
  bool old_is_binary();

  const LineIndex& lines();
  const LineIndex& old_lines();

  // From here on every line counts as added (--include-existing); hunks stay what they are.
  void count_all_as_added() { all_added_ = true; }

  // The same file with other answers of what was added. Shares what was read.
  FileContext ignoring(IgnoredBases bases) const;

  // Of the new side against the old one, without what another base has. A version of another type
  // (a symbolic link, a submodule) has no lines of a regular file.
  const std::vector<Hunk>& hunks();
  // Added line numbers as ranges [first, last], 1-based, sorted.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& added();
  bool is_added(std::uint32_t line);
  // Whether an added line is among these, first and last included.
  bool is_any_added(std::uint32_t first, std::uint32_t last);
  // Whether bytes [begin, end) of the new text overlap an added line.
  bool overlaps_added(std::size_t begin, std::size_t end);

  // How many those are.
  std::uint64_t added_count();

  // A language's id ("python", "cpp" …) from name, extension or shebang; empty when unknown.
  const std::string& language();

  // What all this took since it was last asked, in bytes that were read or compared: a check pays
  // for what it makes the context do.
  std::uint64_t take_work() { return std::exchange(work_, 0); }
  // Bytes of the file's own versions that were read so far.
  std::uint64_t bytes_read() const {
    return (text_ ? text_->size() : 0) + (old_text_ ? old_text_->size() : 0);
  }
  // Bytes of memory that the texts and their indexes take.
  std::uint64_t held() const;

 private:
  Bytes read(const std::optional<FileVersion>& version);
  std::uint64_t size_of(const std::optional<FileVersion>& version, const Bytes& text,
                        std::optional<std::uint64_t>& size);

  bool counts_base(std::size_t index, const FileVersion& version) const;

  const Change& change_;
  const FileChange& file_;
  const Commit* commit_;
  bool all_added_ = false;
  IgnoredBases ignored_;
  Bytes text_, old_text_;
  std::optional<std::uint64_t> size_, old_size_, added_count_;
  std::uint64_t work_ = 0;
  std::optional<LineIndex> lines_, old_lines_;
  std::optional<std::vector<Hunk>> hunks_;
  std::optional<std::vector<std::pair<std::uint32_t, std::uint32_t>>> added_;
  std::optional<std::string> language_;
};

}  // namespace moongate
