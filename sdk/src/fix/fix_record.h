// What a --fix is about to replace, written down before the first replacement, so that the run
// after one that was killed in between can tell what is half done and remove what it left.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "git/repository/location.h"

namespace moongate {

// The directory of one --fix in the Git directory: new versions of files wait there for their
// rename. It has the process's number in its path: a `git` that outlives the killed run that
// started it cannot write into the directory of the next one.
std::string fix_directory(const Location& location);                // of all runs, swept as a whole
std::string fix_directory(const Location& location, long process);  // of one run
std::string new_index_name(std::size_t number);  // in there: what the n-th index gets
std::string new_file_name(std::size_t number);   // and the n-th file of the working tree

// Where there are no hard links an index is locked by a copy of its new version. Which file that is
// stands in this one, next to the new version.
std::string copied_lock_note(const std::string& new_index);
std::string inode_text(const struct stat& info);

struct FixRecord {
  long process = 0;
  std::vector<std::string> index_files;  // absolute; each is locked by a file with `.lock` added
  std::vector<std::string> files;        // of the working tree, as Git names them
};

// The record on the disk, from here until this goes out of scope. A kill leaves it there.
class RecordedFix {
 public:
  // Throws Error(repository) where it cannot be written.
  RecordedFix(const Location& location, const FixRecord& record);
  ~RecordedFix();
  RecordedFix(const RecordedFix&) = delete;
  RecordedFix& operator=(const RecordedFix&) = delete;

 private:
  std::string file_;
};

// What is left of a run that was killed; nullopt where no record is, or its work was complete.
struct InterruptedFix {
  FixRecord record;
  std::size_t replaced = 0;        // files of the working tree that have their new bytes
  std::vector<std::string> locks;  // locks of index files that it left
};
std::optional<InterruptedFix> interrupted_fix(const Location& location);

// Removes the locks and the temporary files that lie outside of fix_directory(). Only what is
// certainly of that run: a lock that is another hard link, or a copy, of the index it had made.
void remove_leftovers(const Location& location);

// For a person: what is half done, and how to finish it.
Problem problem_of(const InterruptedFix& interrupted);

}  // namespace moongate
