#include "fix/fix_record.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/units.h"
#include "files/durable_file.h"
#include "fix/work_file.h"
#include "git/repository/git_files.h"

namespace moongate {

namespace {

// Fields end with NUL, as no path has one.
constexpr std::string_view schema = "moongate interrupted fix 1";

std::string record_file(const Location& location) {
  return join_path(fix_directory(location), "record");
}

std::string text_of(const FixRecord& record) {
  std::string text;
  const auto add = [&](std::string_view key, std::string_view value) {
    text.append(key).append(" ").append(value).push_back('\0');
  };
  add(schema, std::to_string(record.process));
  for (const std::string& file : record.index_files) add("index", file);
  for (const std::string& file : record.files) add("file", file);
  return text;
}

// nullopt: it is not one. Whatever it says, only our own files are touched because of it.
std::optional<FixRecord> parse(std::string_view text) {
  FixRecord record;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto value = [&](std::string_view key) -> std::optional<std::string_view> {
      if (!field.starts_with(key) || field.size() <= key.size() || field[key.size()] != ' ')
        return std::nullopt;
      return field.substr(key.size() + 1);
    };
    if (first) {
      const auto process = value(schema);
      if (!process) return std::nullopt;
      const char* const last = process->data() + process->size();
      const auto read = std::from_chars(process->data(), last, record.process);
      if (read.ec != std::errc() || read.ptr != last || record.process <= 0) return std::nullopt;
      first = false;
    } else if (const auto index = value("index")) {
      record.index_files.emplace_back(*index);
    } else if (const auto file = value("file")) {
      record.files.emplace_back(*file);
    } else {
      return std::nullopt;
    }
  }
  return first ? std::nullopt : std::optional(std::move(record));
}

std::optional<FixRecord> read_record(const Location& location) {
  try {
    const std::optional<std::string> text = read_small_file(record_file(location));
    return text ? parse(*text) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Flushed, so that the record is not lost in a power failure that the renames survive. Where a file
// system cannot do that, an interrupted process is still covered.
void flush_directory(const std::string& path) {
  try {
    flush_file(path);
  } catch (const Error&) {
    return;
  }
}

bool exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

bool same_inode(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// How much of `path` is the beginning of `made`: all of it, or more (false).
bool begins(const std::string& made, const std::string& path) {
  try {
    const auto text = read_small_file(path), whole = read_small_file(made);
    return text && whole && whole->starts_with(*text);
  } catch (const Error&) {
    return false;
  }
}

// Whether the lock is that of the run which made this index. A hard link to it can be nobody
// else's. A copy, perhaps half of one, can look like what a Git is writing at this moment: it is
// told by the note that the run took of it, too.
bool is_own_lock(const std::string& lock, const std::string& made) {
  struct stat its {};
  struct stat index {};
  if (lstat(lock.c_str(), &its) != 0 || lstat(made.c_str(), &index) != 0) return false;
  if (same_inode(its, index)) return true;
  try {
    return S_ISREG(its.st_mode) && read_small_file(copied_lock_note(made)) == inode_text(its) &&
           begins(made, lock);
  } catch (const Error&) {
    return false;
  }
}

bool is_in_place(const std::string& index, const std::string& made) {
  struct stat now {};
  struct stat its {};
  if (stat(index.c_str(), &now) != 0 || stat(made.c_str(), &its) != 0) return false;
  return same_inode(now, its) || (now.st_size == its.st_size && begins(made, index));
}

std::string lock_of(const std::string& index_file) {
  return index_file + ".lock";
}

std::string made_index(const Location& location, const FixRecord& record, std::size_t number) {
  return join_path(fix_directory(location, record.process), new_index_name(number));
}

}  // namespace

std::string fix_directory(const Location& location) {
  return join_path(location.git_dir, "moongate/fix");
}

std::string fix_directory(const Location& location, long process) {
  return join_path(fix_directory(location), std::to_string(process));
}

std::string new_index_name(std::size_t number) {
  return "index-" + std::to_string(number);
}

std::string new_file_name(std::size_t number) {
  return "file-" + std::to_string(number);
}

std::string copied_lock_note(const std::string& new_index) {
  return new_index + ".lock-copy";
}

std::string inode_text(const struct stat& info) {
  return std::to_string(info.st_dev) + " " + std::to_string(info.st_ino);
}

RecordedFix::RecordedFix(const Location& location, const FixRecord& record)
    : file_(record_file(location)) {
  // Written elsewhere first: half a record would say less than was done.
  const std::string part = join_path(fix_directory(location, record.process), "record");
  unlink(part.c_str());
  write_durably(part, text_of(record));
  if (rename(part.c_str(), file_.c_str()) != 0)
    throw Error(Problem{ProblemKind::repository,
                        std::string("cannot be written: ") + std::strerror(errno), file_, 0,
                        "nothing was changed; may this user write into the repository?"});
  for (std::string directory = fix_directory(location); directory.size() >= location.git_dir.size();
       directory = parent_of(directory))
    flush_directory(directory);
}

RecordedFix::~RecordedFix() {
  unlink(file_.c_str());
}

std::optional<InterruptedFix> interrupted_fix(const Location& location) {
  std::optional<FixRecord> record = read_record(location);
  if (!record) return std::nullopt;
  InterruptedFix found;
  const std::string made = fix_directory(location, record->process);
  for (std::size_t i = 0; i < record->files.size(); ++i)
    found.replaced += !exists(join_path(made, new_file_name(i)));
  bool complete = found.replaced == record->files.size();
  for (std::size_t i = 0; i < record->index_files.size(); ++i) {
    const std::string index = made_index(location, *record, i);
    if (is_own_lock(lock_of(record->index_files[i]), index))
      found.locks.push_back(lock_of(record->index_files[i]));
    complete = complete && is_in_place(record->index_files[i], index);
  }
  if (complete) return std::nullopt;
  found.record = std::move(*record);
  return found;
}

void remove_leftovers(const Location& location) {
  const std::optional<FixRecord> record = read_record(location);
  if (!record) return;
  for (std::size_t i = 0; i < record->index_files.size(); ++i) {
    const std::string lock = lock_of(record->index_files[i]);
    if (is_own_lock(lock, made_index(location, *record, i))) unlink(lock.c_str());
  }
  if (location.bare()) return;
  for (const std::string& file : record->files)
    remove_unfinished(location.work_tree, file, record->process);
}

Problem problem_of(const InterruptedFix& interrupted) {
  constexpr std::size_t most_names = 5;
  const std::vector<std::string>& files = interrupted.record.files;
  std::string text = "an earlier --fix was interrupted";
  if (!files.empty()) {
    text += ": it has written " + std::to_string(interrupted.replaced) + " of " +
            count_of(files.size(), "file", "files") + " of the working tree (";
    for (std::size_t i = 0; i < std::min(files.size(), most_names); ++i)
      text += (i > 0 ? ", " : "") + files[i];
    if (files.size() > most_names)
      text += " and " + std::to_string(files.size() - most_names) + " more";
    text += ")";
  }
  text += files.empty() ? " before it had written the index" : ", and not yet the index";
  for (const std::string& lock : interrupted.locks) text += "; it left the lock " + lock;
  return {ProblemKind::repository,
          std::move(text),
          {},
          0,
          "run `moongate check --fix` to finish it and to remove what it left"};
}

}  // namespace moongate
