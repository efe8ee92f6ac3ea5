#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <thread>

#include "core/error.h"
#include "files/durable_file.h"
#include "fix/carry_over.h"
#include "fix/fix_record.h"
#include "fix/patch.h"
#include "fix/work_file.h"
#include "fix/write_fixes.h"
#include "git/index/index_file.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"
#include "git/repository/location.h"

namespace moongate {

namespace fs = std::filesystem;

namespace {

// An editor's Git that refreshes the index now and then is waited out; more is someone at work.
constexpr int most_attempts = 5;

struct IndexMovedOn {};  // the index is no longer the one that was copied

class FileLock {  // let go of by the system, however the process ends
 public:
  explicit FileLock(const std::string& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    // A run that only looks whether something was interrupted holds it for a moment.
    constexpr int tries = 50;
    constexpr std::chrono::milliseconds pause(10);
    for (int i = 0; file_ >= 0 && i < tries; ++i) {
      if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
      if (errno != EWOULDBLOCK) break;
      std::this_thread::sleep_for(pause);
    }
    const bool held = file_ >= 0 && errno == EWOULDBLOCK;
    const std::string cause = std::strerror(errno);
    if (file_ >= 0) close(file_);
    throw Error(
        Problem{ProblemKind::repository,
                held ? "another --fix is at work in this repository" : "cannot be locked: " + cause,
                path, 0,
                held ? "run it again when that one has ended"
                     : "may this user write into the repository's directory?"});
  }
  ~FileLock() { close(file_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

std::string lock_file(const Location& location) {
  return join_path(location.git_dir, "moongate/fix.lock");
}

// What a killed run left goes, all of it, before anything new is written. Whoever holds the lock.
void sweep(const Location& location) {
  remove_leftovers(location);
  std::error_code error;
  fs::remove_all(fix_directory(location), error);
}

// A directory of our own in the Git directory.
class Workshop {
 public:
  explicit Workshop(const Location& location)
      : location_(location), directory_(fix_directory(location, getpid())) {
    sweep(location_);
    std::error_code error;
    fs::create_directories(directory_, error);
    if (error)
      throw Error(Problem{ProblemKind::repository, "cannot be made: " + error.message(), directory_,
                          0, "nothing was changed; may this user write into the repository?"});
  }
  ~Workshop() {
    std::error_code error;
    fs::remove_all(fix_directory(location_), error);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  std::string file(const std::string& name) const { return directory_ + "/" + name; }

 private:
  const Location& location_;
  std::string directory_;
};

std::string answer_of(const Location& location, const std::vector<std::string>& arguments,
                      const std::string& input) {
  const GitAnswer answer = ask_git(location, arguments, GitAccess::write, input);
  if (!answer.found)
    throw Error(ProblemKind::repository, "there is no git program, and it writes the index",
                "put git on PATH, or use --fix=patch");
  if (answer.status == 0) return answer.out;
  std::string said = answer.err.substr(0, answer.err.find('\n'));
  throw Error(ProblemKind::repository, "`git " + arguments.front() + "` failed: " + said,
              "nothing was changed; is there room on the disk, and may this user write into the "
              "repository?");
}

std::vector<Oid> write_blobs(const Location& location, const Workshop& workshop,
                             const std::vector<StagedFix>& fixes) {
  std::string paths;
  for (std::size_t i = 0; i < fixes.size(); ++i) {
    const std::string file = workshop.file("blob-" + std::to_string(i));
    write_durably(file, fixes[i].fixed);
    paths += git_quoted(file) + "\n";
  }
  std::istringstream lines(
      answer_of(location, {"hash-object", "-w", "--no-filters", "--stdin-paths"}, paths));
  std::vector<Oid> ids;
  for (std::string line; std::getline(lines, line);)
    if (const std::optional<Oid> id = Oid::from_hex(line)) ids.push_back(*id);
  if (ids.size() != fixes.size())
    throw Error(ProblemKind::repository, "`git hash-object` did not say what it wrote",
                "nothing was changed; is the `git` on PATH a Git?");
  return ids;
}

// What an index says of the fixed paths.
struct Entry {
  Oid id;
  std::uint32_t mode = 0;
  bool skip_worktree = false, assume_valid = false;
};
using Entries = std::map<std::string, Entry, std::less<>>;

struct IndexPicture {
  Entries entries;
  std::uint64_t count = 0;
};

IndexPicture picture_of(const std::string& file, const Location& location,
                        const std::vector<StagedFix>& fixes) {
  IndexPicture picture;
  for (const StagedFix& fix : fixes) picture.entries.emplace(fix.before.path, Entry());
  const IndexFile index = IndexFile::open(file, location.id_size, location.git_dir);
  picture.count = index.entry_count();
  index.for_each([&](const IndexEntry& entry) {
    const auto found = picture.entries.find(entry.path);
    if (found != picture.entries.end() && entry.stage == 0)
      found->second = {entry.id(), entry.mode, entry.skip_worktree, entry.assume_valid};
    return true;
  });
  return picture;
}

bool same_stamp(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

[[noreturn]] void held(const std::string& lock) {
  throw Error(Problem{ProblemKind::repository, "another Git process holds the index", lock, 0,
                      "nothing was changed; run it again when that one has ended. Where none "
                      "runs, an earlier one crashed: remove this file"});
}

// The new version of one index file, made next to it.
class NewIndex {
 public:
  NewIndex(const Location& location, const std::string& file, std::string copy,
           const std::vector<StagedFix>& fixes, const std::vector<Oid>& ids)
      : file_(file), copy_(std::move(copy)) {
    if (stat(file_.c_str(), &stamp_) != 0) throw IndexMovedOn();
    const std::optional<std::string> bytes = read_small_file(file_);
    if (!bytes) throw IndexMovedOn();
    unlink(copy_.c_str());
    write_durably(copy_, *bytes, stamp_.st_mode & 0777);

    before_ = picture_of(copy_, location, fixes);
    for (const StagedFix& fix : fixes) {
      const Entry& entry = before_.entries.at(fix.before.path);
      if (entry.id != fix.before.id || entry.mode != fix.before.mode)
        throw Error(Problem{ProblemKind::repository, "was staged again while it was checked",
                            fix.before.path, 0, "nothing was changed; run it again"});
    }
    Location elsewhere = location;
    elsewhere.index_file = copy_;
    std::string lines, skipped, assumed;
    for (std::size_t i = 0; i < fixes.size(); ++i) {
      const Entry& entry = before_.entries.at(fixes[i].before.path);
      char mode[16];
      std::snprintf(mode, sizeof mode, "%06o", static_cast<unsigned>(entry.mode));
      const std::string path = fixes[i].before.path + '\0';
      lines += std::string(mode) + " " + ids[i].hex() + "\t" + path;
      if (entry.skip_worktree) skipped += path;
      if (entry.assume_valid) assumed += path;
    }
    answer_of(elsewhere, {"update-index", "-z", "--index-info"}, lines);
    if (!skipped.empty())
      answer_of(elsewhere, {"update-index", "--skip-worktree", "-z", "--stdin"}, skipped);
    if (!assumed.empty())
      answer_of(elsewhere, {"update-index", "--assume-unchanged", "-z", "--stdin"}, assumed);
    require_right(location, fixes, ids);
    chmod(copy_.c_str(), stamp_.st_mode & 0777);
    flush_file(copy_);
  }

  bool skips_work_tree(const std::string& path) const {
    return before_.entries.at(path).skip_worktree;
  }

  // As Git locks it: a file FILE.lock that must not be there yet, and here is whole at once.
  void lock() {
    const std::string lock = file_ + ".lock";
    if (link(copy_.c_str(), lock.c_str()) != 0) {
      if (errno != EEXIST)
        lock_by_copy(lock);
      else
        held(lock);
    }
    locked_ = true;
    struct stat now {};
    if (stat(file_.c_str(), &now) != 0 || !same_stamp(stamp_, now)) throw IndexMovedOn();
  }

  void commit() {
    const std::string lock = file_ + ".lock";
    if (rename(lock.c_str(), file_.c_str()) != 0)
      throw Error(Problem{ProblemKind::repository,
                          std::string("cannot be replaced: ") + std::strerror(errno), file_, 0,
                          "the working tree has the fixes, the index has not; run it again"});
    locked_ = false;
  }

  ~NewIndex() {
    if (locked_) unlink((file_ + ".lock").c_str());
  }
  NewIndex(const NewIndex&) = delete;
  NewIndex& operator=(const NewIndex&) = delete;

 private:
  // Git's own writing is looked at once: an index is not a place for surprises.
  void require_right(const Location& location, const std::vector<StagedFix>& fixes,
                     const std::vector<Oid>& ids) const {
    const IndexPicture after = picture_of(copy_, location, fixes);
    bool right = after.count == before_.count;
    for (std::size_t i = 0; i < fixes.size(); ++i) {
      const Entry& was = before_.entries.at(fixes[i].before.path);
      const Entry& is = after.entries.at(fixes[i].before.path);
      right = right && is.id == ids[i] && is.mode == was.mode &&
              is.skip_worktree == was.skip_worktree && is.assume_valid == was.assume_valid;
    }
    if (!right)
      throw Error(Problem{ProblemKind::repository, "Git wrote another index than it was told",
                          file_, 0, "nothing was changed; please report this, with `git version`"});
  }

  // On a file system without hard links.
  void lock_by_copy(const std::string& lock) const {
    const int file = open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                          static_cast<mode_t>(stamp_.st_mode & 0777));
    if (file < 0 && errno == EEXIST) held(lock);
    const bool good = file >= 0 && note_copy(file) && copy_and_sync(copy_, file);
    const int cause = errno;
    if (file >= 0) close(file);
    if (good) return;
    if (file >= 0) unlink(lock.c_str());
    throw Error(Problem{ProblemKind::repository,
                        std::string("cannot be written: ") + std::strerror(cause), lock, 0,
                        "nothing was changed; is there room on the disk?"});
  }

  bool note_copy(int file) const {
    struct stat info {};
    if (fstat(file, &info) != 0) return false;
    const std::string note = copied_lock_note(copy_);
    unlink(note.c_str());
    try {
      write_durably(note, inode_text(info));
    } catch (const Error&) {  // the caller removes the lock
      errno = ENOSPC;
      return false;
    }
    return true;
  }

  std::string file_, copy_;
  struct stat stamp_ {};
  IndexPicture before_;
  bool locked_ = false;
};

// The index files that must have the fix. `git commit FILE` commits next-index-PID.lock and keeps
// what it has written to index.lock: were only the first one fixed, the next commit would undo it.
std::vector<std::string> index_files(const Location& location) {
  std::vector<std::string> files;
  const std::string name = fs::path(location.index_file).filename().string();
  if (name.starts_with("next-index-") && name.ends_with(".lock")) {
    const std::string kept = join_path(location.git_dir, "index.lock");
    if (is_file(kept)) files.push_back(kept);
  }
  files.push_back(location.index_file);
  return files;
}

std::string lines_text(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& lines) {
  std::string text = lines.size() == 1 && lines[0].first == lines[0].second ? "line " : "lines ";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(lines[i].first);
    if (lines[i].second > lines[i].first) text += "-" + std::to_string(lines[i].second);
  }
  return text;
}

struct Prepared {
  std::string path;
  WorkFile file;
};

void prepare_file(const Location& location, const Workshop& workshop, const StagedFix& fix,
                  std::vector<Prepared>& files, std::vector<std::string>& said) {
  const std::string& path = fix.before.path;
  std::optional<WorkFile> file;
  try {
    file.emplace(location.work_tree, path);
  } catch (const Error& error) {
    said.push_back(path + ": fixed in the index only: " + error.problem().message);
    return;
  }
  const CarriedOver carried = carry_over(fix.text, fix.edits, file->text());
  if (!carried.left.empty())
    said.push_back(path + ": fixed in the index only where the working tree has other lines (" +
                   lines_text(carried.left) + ")");
  if (carried.text == file->text()) return;
  file->prepare(carried.text, workshop.file(new_file_name(files.size())));
  files.push_back({path, std::move(*file)});
}

}  // namespace

std::vector<std::string> write_fixes(const std::string& directory,
                                     const std::vector<StagedFix>& fixes) {
  const Location location = find_repository(directory);
  std::error_code error;
  if (fixes.empty() && !fs::exists(fix_directory(location), error)) return {};
  // Where it fails, the lock says so.
  fs::create_directories(join_path(location.git_dir, "moongate"), error);
  std::optional<FileLock> one_at_a_time;
  try {
    one_at_a_time.emplace(lock_file(location));
  } catch (const Error&) {
    // Where nothing is to be fixed nobody asked for it: the next run that has something says why.
    if (fixes.empty()) return {};
    throw;
  }
  std::vector<std::string> said;
  if (interrupted_fix(location))
    said.emplace_back(fixes.empty() ? "removed what an interrupted --fix had left"
                                    : "finished what an interrupted --fix had begun");
  if (fixes.empty()) {
    sweep(location);
    return said;
  }
  const SizeLimitIsError size_limit;
  const Workshop workshop(location);
  for (const std::string& file : index_files(location))
    if (is_file(file + ".lock")) held(file + ".lock");  // before anything is written
  const std::vector<Oid> ids = write_blobs(location, workshop, fixes);

  for (int attempt = 1;; ++attempt) {
    try {
      std::optional<RecordedFix> recorded;  // goes after the locks of the indexes
      FixRecord record{getpid(), index_files(location), {}};
      std::vector<std::unique_ptr<NewIndex>> indexes;
      for (const std::string& file : record.index_files)
        indexes.push_back(std::make_unique<NewIndex>(
            location, file, workshop.file(new_index_name(indexes.size())), fixes, ids));
      std::vector<std::string> left;
      std::vector<Prepared> files;
      if (!location.bare())
        for (const StagedFix& fix : fixes)
          if (!indexes.back()->skips_work_tree(fix.before.path))
            prepare_file(location, workshop, fix, files, left);
      for (const Prepared& file : files) record.files.push_back(file.path);

      const Uninterrupted from_here;
      recorded.emplace(location, record);
      for (const auto& index : indexes) index->lock();
      for (Prepared& file : files) {
        try {
          file.file.replace();
        } catch (const Error& problem) {
          left.push_back(file.path + ": fixed in the index only: " + problem.problem().message);
        }
      }
      for (const auto& index : indexes) index->commit();
      said.insert(said.end(), left.begin(), left.end());
      return said;
    } catch (const IndexMovedOn&) {
      if (attempt < most_attempts) continue;
      throw Error(Problem{ProblemKind::repository, "the index changes all the time",
                          location.index_file, 0,
                          "nothing was changed; run it again when nothing else works here"});
    }
  }
}

std::optional<Problem> look_for_interrupted_fix(const std::string& directory) {
  try {
    const Location location = find_repository(directory);
    std::error_code error;
    if (!fs::exists(fix_directory(location), error)) return std::nullopt;
    const int lock = open(lock_file(location).c_str(), O_RDONLY | O_CLOEXEC);
    const bool at_work = lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0;
    std::optional<InterruptedFix> interrupted;
    if (!at_work) {
      interrupted = interrupted_fix(location);
      if (!interrupted && lock >= 0) sweep(location);
    }
    if (lock >= 0) close(lock);
    return interrupted ? std::optional(problem_of(*interrupted)) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // the run says why there is no repository to look into
  }
}

}  // namespace moongate
