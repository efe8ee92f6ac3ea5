// Random repositories, read by us and by Git, must give the same answers:
//
//   git_oracle [--pairs N] [--seed N]
//
// For every pair of commits: `git diff --raw -z -M` and the hunks of `git diff -U0`; for some,
// merge bases and `git rev-list --topo-order`; for every merge, and for ranges of several bases,
// the bases of `git rev-list --boundary`, and the paths and added lines of `git diff -c`. The seed
// is fixed and printed; MOONGATE_ORACLE_PAIRS asks for more, MOONGATE_ORACLE_SEED for others. The
// directory with the repository is kept where an answer differs.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "combined_diff.h"
#include "core/error.h"
#include "diff/file_context.h"
#include "diff/line_diff.h"
#include "git/change/change_parts.h"
#include "git/change/open_change.h"
#include "git/history/history_walk.h"
#include "git/repository/repository.h"
#include "git/trees/renames.h"
#include "git/trees/tree_diff.h"
#include "random_history.h"

using namespace moongate;
namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// Runs a fixed git command in the repository; its input and output are files next to it.
std::string git(const fs::path& repository, const std::string& arguments,
                const std::string& input = "", bool may_fail = false) {
  write_file(repository / "stdin", input);
  const std::string command =
      "cd '" + repository.string() + "' && git " + arguments + " <stdin >stdout";
  if (std::system(command.c_str()) != 0 && !may_fail) {
    std::cerr << "failed: " << command << "\n";
    std::exit(2);
  }
  return read_file(repository / "stdout");
}

// Git counts a last line without newline as material for renames from 2.44 on.
bool counts_last_line(const fs::path& directory) {
  const std::string version = git(directory, "version");
  int major = 0, minor = 0;
  std::sscanf(version.c_str(), "git version %d.%d", &major, &minor);
  return major > 2 || (major == 2 && minor >= 44);
}

char letter(FileStatus status) {
  switch (status) {
    case FileStatus::added:
      return 'A';
    case FileStatus::deleted:
      return 'D';
    case FileStatus::renamed:
      return 'R';
    case FileStatus::copied:
      return 'C';
    case FileStatus::type_changed:
      return 'T';
    case FileStatus::modified:
      break;
  }
  return 'M';
}

std::string raw(const std::vector<FileChange>& files, std::size_t digits) {
  std::string result;
  const std::string zero(digits, '0');
  for (const FileChange& file : files) {
    char modes[32];
    std::snprintf(modes, sizeof modes, ":%06o %06o ", file.before ? file.before->mode : 0,
                  file.after ? file.after->mode : 0);
    result += modes;
    result += (file.before ? file.before->id.hex() : zero) + " " +
              (file.after ? file.after->id.hex() : zero) + " " + letter(file.status);
    if (file.status == FileStatus::renamed) {
      char percent[16];
      std::snprintf(percent, sizeof percent, "%03d", file.similarity);
      result += percent;
    }
    result += '\0';
    if (file.status == FileStatus::renamed) result += file.before->path + '\0';
    result += file.path() + '\0';
  }
  return result;
}

// The answer of `git diff-tree --stdin` for one pair begins with a line "ID ID".
std::vector<std::string> split_answers(const std::string& text,
                                       const std::vector<std::string>& heads) {
  std::vector<std::string> result;
  std::size_t position = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (text.compare(position, heads[i].size(), heads[i]) != 0) {
      std::cerr << "git diff-tree does not answer " << heads[i] << "\n";
      std::exit(2);
    }
    position += heads[i].size();
    std::size_t end = i + 1 < heads.size() ? text.find(heads[i + 1], position) : text.size();
    if (end == text.npos) end = text.size();
    result.push_back(text.substr(position, end - position));
    position = end;
  }
  return result;
}

// The hunks of a patch, file by file in the order of the raw list.
std::vector<std::vector<Hunk>> hunks_of(const std::string& patch) {
  std::vector<std::vector<Hunk>> result;
  std::istringstream lines(patch);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.rfind("diff --git ", 0) == 0) result.emplace_back();
    if (line.rfind("@@ -", 0) != 0 || result.empty()) continue;
    Hunk hunk{0, 1, 0, 1};
    const char* text = line.c_str() + 4;
    char* end = nullptr;
    hunk.old_start = static_cast<std::uint32_t>(std::strtoul(text, &end, 10));
    if (*end == ',') hunk.old_count = static_cast<std::uint32_t>(std::strtoul(end + 1, &end, 10));
    hunk.new_start = static_cast<std::uint32_t>(std::strtoul(end + 2, &end, 10));
    if (*end == ',') hunk.new_count = static_cast<std::uint32_t>(std::strtoul(end + 1, &end, 10));
    result.back().push_back(hunk);
  }
  return result;
}

bool is_binary(const std::string& text) {
  return text.find('\0') < 8000;
}

std::string shown(const std::string& text) {
  std::string result;
  for (const char c : text) result += c == '\0' ? '\n' : c;
  return result;
}

struct Counts {
  std::size_t pairs = 0, files = 0, renames = 0, hunks = 0, ranges = 0, merges = 0, failures = 0;
  std::size_t combined = 0, combined_files = 0, combined_lines = 0;
};

class Comparison {
 public:
  Comparison(fs::path directory, std::size_t digits, RenameRules rules, Counts& counts)
      : directory_(std::move(directory)),
        repository_(directory_.string()),
        digits_(digits),
        rules_(rules),
        counts_(counts) {}

  void compare_pairs(const std::vector<std::pair<Oid, Oid>>& pairs) {
    std::string input;
    std::vector<std::string> heads;
    for (const auto& [before, after] : pairs) {
      heads.push_back(repository_.tree_of(before).hex() + " " + repository_.tree_of(after).hex() +
                      "\n");
      input += heads.back();
    }
    const auto raws = split_answers(
        git(directory_, "diff-tree --stdin -r --raw -z -M --no-abbrev -l1000", input), heads);
    const auto patches =
        split_answers(git(directory_, "diff-tree --stdin -r -p -U0 -M -l1000", input), heads);
    for (std::size_t i = 0; i < pairs.size(); ++i) compare_pair(pairs[i], raws[i], patches[i]);
  }

  void compare_ranges(const Oid& a, const Oid& b) {
    ++counts_.ranges;
    std::string ours;
    for (const Oid& id : merge_bases(repository_, a, b)) ours += id.hex() + "\n";
    const std::string pair = a.hex() + " " + b.hex();
    expect("merge bases of " + pair, git(directory_, "merge-base --all " + pair, "", true), ours);
    ours.clear();
    for (const WalkedCommit& commit : commits_between(repository_, {b}, {a})) {
      ours += commit.id.hex() + "\n";
    }
    expect("commits of " + pair,
           git(directory_, "rev-list --topo-order --reverse " + a.hex() + ".." + b.hex()), ours);
  }

  void compare_merge(const Oid& id) {
    const Commit commit = repository_.read_commit(id).commit;
    if (commit.parents.size() < 2) return;
    ++counts_.merges;
    // Only files that the merge has: a deleted one may be half of a rename, which -c does not show.
    std::string ours;
    for (const FileChange& file : changes_of(repository_, commit)) {
      if (file.after) ours += file.path() + '\0';
    }
    const Oid tree = repository_.tree_of(id);
    std::istringstream listed(
        git(directory_, "diff-tree -c -r -z --name-only --no-commit-id --no-renames " + id.hex()));
    std::string theirs;
    for (std::string path; std::getline(listed, path, '\0');) {
      const auto found = find_in_tree(tree, path, digits_ / 2, [this](const Oid& wanted) {
        return repository_.read_tree(wanted);
      });
      if (found && found->mode != tree_mode) theirs += path + '\0';
    }
    expect("paths of the merge " + id.hex(), theirs, ours);
    Change change;
    change.files = changes_of(repository_, commit);
    compare_combined(std::move(change), id, commit.parents);
  }

  // The change of a range: its bases, the files that differ from all of them, the lines that none
  // has.
  void compare_change(const Oid& a, const Oid& b) {
    Request request;
    request.kind = ChangeKind::range;
    request.directory = directory_.string();
    request.base = a.hex();
    request.head = b.hex();
    std::set<std::string> theirs;
    std::istringstream listed(git(directory_, "rev-list --boundary " + a.hex() + ".." + b.hex()));
    for (std::string line; std::getline(listed, line);)
      if (line.starts_with("-")) theirs.insert(line.substr(1));
    if (theirs.empty()) return;  // nothing in common, or nothing new
    Change change = open_change(request);
    const std::set<std::string> ours(change.bases.begin(), change.bases.end());
    const auto text = [](const std::set<std::string>& ids) {
      std::string all;
      for (const std::string& id : ids) all += id + "\n";
      return all;
    };
    const std::string name = a.hex() + ".." + b.hex();
    expect("bases of " + name, text(theirs), text(ours));
    expect("main base of " + name, change.bases.front(), change.base);
    std::vector<Oid> bases;
    for (const std::string& base : change.bases) bases.push_back(Oid::from_hex(base).value());
    if (bases.size() > 1) compare_combined(std::move(change), b, bases);
  }

 private:
  void compare_combined(Change change, const Oid& head, const std::vector<Oid>& bases) {
    ++counts_.combined;
    change.read = [this](const Oid& id) { return repository_.read_blob(id); };
    std::string revisions = head.hex();
    for (const Oid& base : bases) revisions += " " + base.hex();
    const std::string how = "-c -M -l1000 --no-ext-diff ";
    std::string our_paths, their_paths;
    const Oid tree = repository_.tree_of(head);
    std::istringstream listed(git(directory_, "diff --name-only -z " + how + revisions));
    for (std::string path; std::getline(listed, path, '\0');)
      if (const auto found = find(tree, path); found && found->mode != tree_mode)
        their_paths += path + '\0';
    for (const FileChange& file : change.files)
      if (file.after) our_paths += file.path() + '\0';
    expect("paths of " + revisions, their_paths, our_paths);
    if (our_paths != their_paths) return;
    const auto theirs = lines_of_combined_diff(git(directory_, "diff -p " + how + revisions));
    for (const FileChange& file : change.files) {
      if (!file.after || !file.after->is_regular() || !is_comparable(file, bases)) continue;
      ++counts_.combined_files;
      FileContext context(change, file);
      std::string ours, git_lines;
      for (const auto& [first, last] : context.added())
        for (std::uint32_t line = first; line <= last; ++line) ours += std::to_string(line) + "\n";
      // What every base has under another name, unchanged, has no part in the patch.
      if (const auto shown = theirs.find(file.path()); shown != theirs.end()) {
        for (const std::uint32_t line : shown->second) git_lines += std::to_string(line) + "\n";
        counts_.combined_lines += shown->second.size();
      }
      expect("added lines of " + file.path() + " in " + revisions, git_lines, ours);
    }
  }

  std::optional<FileVersion> find(const Oid& tree, const std::string& path) const {
    return find_in_tree(tree, path, digits_ / 2,
                        [this](const Oid& id) { return repository_.read_tree(id); });
  }

  // Git shows no lines of what it takes for binary, and those of a link next to those of a file.
  bool is_comparable(const FileChange& file, const std::vector<Oid>& bases) const {
    const auto is_text = [this](const FileVersion& version) {
      return version.is_regular() && !is_binary(*repository_.read_blob(version.id));
    };
    if (!is_text(*file.after) || (file.before && !is_text(*file.before))) return false;
    for (const FileVersion& base : file.other_bases)
      if (!is_text(base)) return false;
    for (const Oid& base : bases) {
      const auto version = find(repository_.tree_of(base), file.path());
      // A later Git sees other renames.
      if (!version && rules_.count_last_line) return false;
      if (version && version->mode != tree_mode && !is_text(*version)) return false;
    }
    return true;
  }

  void expect(const std::string& what, const std::string& theirs, const std::string& ours) {
    if (theirs == ours) return;
    ++counts_.failures;
    std::cerr << "DIFFERENT in " << directory_.string() << ": " << what << "\n--- git\n"
              << shown(theirs) << "--- moongate\n"
              << shown(ours);
  }

  void compare_pair(const std::pair<Oid, Oid>& pair, const std::string& their_raw,
                    const std::string& their_patch) {
    ++counts_.pairs;
    const auto read_tree = [this](const Oid& id) { return repository_.read_tree(id); };
    std::vector<FileChange> files = diff_trees(
        repository_.tree_of(pair.first), repository_.tree_of(pair.second), digits_ / 2, read_tree);
    find_renames(files,
                 {[this](const Oid& id) { return repository_.read_blob(id); },
                  [this](const Oid& id) { return repository_.size_of(id); }},
                 rules_);
    const std::string name = pair.first.hex() + " " + pair.second.hex();
    expect("raw of " + name, their_raw, raw(files, digits_));
    counts_.files += files.size();
    const auto their_hunks = hunks_of(their_patch);
    std::size_t next = 0;
    for (const FileChange& file : files) {
      counts_.renames += file.status == FileStatus::renamed ? 1 : 0;
      if (file.status == FileStatus::type_changed) {
        next += 2;  // shown as deleted and added
        continue;
      }
      if (next >= their_hunks.size()) return;  // the raw lists differ, which was said
      compare_hunks(name, file, their_hunks[next++]);
    }
  }

  void compare_hunks(const std::string& name, const FileChange& file,
                     const std::vector<Hunk>& theirs) {
    std::string before, after;
    if (file.before && file.before->is_submodule()) return;
    if (file.after && file.after->is_submodule()) return;
    if (file.before) before = *repository_.read_blob(file.before->id);
    if (file.after) after = *repository_.read_blob(file.after->id);
    if (is_binary(before) || is_binary(after)) return;
    const std::vector<Hunk> ours = diff_lines(before, after);
    counts_.hunks += ours.size();
    const auto text = [](const std::vector<Hunk>& hunks) {
      std::string result;
      for (const Hunk& hunk : hunks) {
        result += "-" + std::to_string(hunk.old_start) + "," + std::to_string(hunk.old_count) +
                  " +" + std::to_string(hunk.new_start) + "," + std::to_string(hunk.new_count) +
                  "\n";
      }
      return result;
    };
    expect("lines of " + file.path() + " in " + name, text(theirs), text(ours));
  }

  fs::path directory_;
  Repository repository_;
  std::size_t digits_;
  RenameRules rules_;
  Counts& counts_;
};

}  // namespace

int main(int argc, char** argv) try {
  std::size_t pairs = 2000;
  std::uint64_t seed = 20270131;
  if (const char* more = std::getenv("MOONGATE_ORACLE_PAIRS"))
    pairs = std::strtoul(more, nullptr, 10);
  if (const char* other = std::getenv("MOONGATE_ORACLE_SEED"))
    seed = std::strtoull(other, nullptr, 10);
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string(argv[i]) == "--pairs") pairs = std::strtoul(argv[i + 1], nullptr, 10);
    if (std::string(argv[i]) == "--seed") seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  std::cout << "seed " << seed << std::endl;
  std::mt19937_64 random(seed);

  std::string pattern = (fs::temp_directory_path() / "moongate-oracle.XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  if (!made) {
    std::cerr << "cannot make a directory below " << fs::temp_directory_path() << "\n";
    return 2;
  }
  const fs::path scratch = made;
  for (const char* name : {"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"})
    unsetenv(name);
  setenv("HOME", scratch.c_str(), 1);
  setenv("XDG_CONFIG_HOME", scratch.c_str(), 1);
  setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  const RenameRules rules{1000, counts_last_line(scratch)};

  constexpr std::size_t pairs_of_one = 200;
  Counts counts;
  for (std::size_t number = 0; counts.pairs < pairs && counts.failures == 0; ++number) {
    const fs::path directory = scratch / std::to_string(number);
    fs::create_directory(directory);
    const bool sha256 = number % 4 == 3;
    git(directory, std::string("init -q --object-format=") + (sha256 ? "sha256" : "sha1"));
    const std::size_t digits = sha256 ? 64 : 40;
    const RandomHistory history = make_history(random, 60, digits);
    git(directory, "fast-import --quiet --force", history.stream);
    std::vector<Oid> commits;
    std::istringstream ids(git(directory, "for-each-ref --format='%(objectname)' refs/commits"));
    for (std::string id; std::getline(ids, id);) commits.push_back(Oid::from_hex(id).value());
    if (commits.size() != history.commits) {
      std::cerr << "git fast-import made " << commits.size() << " commits\n";
      return 2;
    }
    Comparison comparison(directory, digits, rules, counts);
    std::vector<std::pair<Oid, Oid>> asked;
    std::set<std::string> seen;  // an answer is found by its first line, so each pair only once
    const auto any = [&] { return commits[random() % commits.size()]; };
    const Repository repository(directory.string());
    for (std::size_t i = 0; i < pairs_of_one; ++i) {
      const Oid a = any(), b = any();
      const std::string key = repository.tree_of(a).hex() + repository.tree_of(b).hex();
      if (repository.tree_of(a) != repository.tree_of(b) && seen.insert(key).second) {
        asked.emplace_back(a, b);
      }
    }
    comparison.compare_pairs(asked);
    for (int i = 0; i < 8; ++i) comparison.compare_ranges(any(), any());
    for (int i = 0; i < 12; ++i) comparison.compare_change(any(), any());
    for (const Oid& id : commits) comparison.compare_merge(id);
    if (counts.failures == 0) fs::remove_all(directory);
  }
  if (counts.failures == 0) fs::remove_all(scratch);
  std::cout << counts.pairs << " pairs: " << counts.files << " files, " << counts.renames
            << " renames, " << counts.hunks << " hunks; " << counts.ranges << " ranges, "
            << counts.merges << " merges, " << counts.combined << " changes of several bases ("
            << counts.combined_files << " files, " << counts.combined_lines << " added lines); "
            << counts.failures << " differences" << std::endl;
  const std::size_t compared = counts.pairs + counts.ranges + counts.merges + counts.combined;
  std::cout << compared << " passed, " << counts.failures << " failed" << std::endl;
  return counts.failures == 0 && counts.pairs >= pairs && counts.combined_lines > 0 ? 0 : 1;
} catch (const Error& error) {
  std::cerr << error.problem().path << ": " << error.problem().message << "\n";
  return 2;
}
