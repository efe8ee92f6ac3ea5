#include "git/history/patch_identity.h"

#include "core/hash.h"
#include "diff/file_context.h"
#include "diff/line_diff.h"

namespace moongate {

namespace {

// With their endings: what changes only these changes something.
void append_lines(std::string& bytes, char side, const std::string& text, const LineIndex& lines,
                  std::uint32_t start, std::uint32_t count) {
  for (std::uint32_t line = start; line < start + count; ++line) {
    bytes += side;
    const std::size_t begin = lines.start(line);
    append_field(bytes, std::string_view(text).substr(begin, lines.start(line + 1) - begin));
  }
}

Bytes text_of(const Repository& repository, const std::optional<FileVersion>& version) {
  static const Bytes nothing = std::make_shared<const std::string>();
  return version && !version->is_submodule() ? repository.read_blob(version->id) : nothing;
}

}  // namespace

std::string path_key(const std::vector<FileChange>& files) {
  std::string bytes;
  for (const FileChange& file : files) {
    append_field(bytes, file.path());
    bytes += file.before ? 'b' : '-';
    bytes += file.after ? 'a' : '-';
  }
  return bytes;
}

std::string patch_identity(const Repository& repository, const std::vector<FileChange>& files) {
  if (files.empty()) return {};
  std::string bytes;
  for (const FileChange& file : files) {
    append_field(bytes, file.path());
    bytes += file.before ? std::to_string(file.before->mode) : "-";
    bytes += file.after ? std::to_string(file.after->mode) : "-";
    const Bytes before = text_of(repository, file.before), after = text_of(repository, file.after);
    if (before->find('\0') != std::string::npos || after->find('\0') != std::string::npos) {
      // Binary: the contents themselves.
      if (file.before) append_field(bytes, file.before->id.hex());
      if (file.after) append_field(bytes, file.after->id.hex());
      continue;
    }
    const LineIndex old_lines(*before), new_lines(*after);
    for (const Hunk& hunk : diff_lines(*before, *after)) {
      append_lines(bytes, '-', *before, old_lines, hunk.old_start, hunk.old_count);
      append_lines(bytes, '+', *after, new_lines, hunk.new_start, hunk.new_count);
    }
  }
  return blob_hash(bytes).hex();
}

}  // namespace moongate
