#include "core/name_collisions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/name_fold.h"

namespace moongate {

namespace {

bool brings_a_name(const FileChange& file) {
  return file.status == FileStatus::added || file.status == FileStatus::renamed ||
         file.status == FileStatus::copied;
}

bool equal_but_for_ascii_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> names_of(const TreeView& view, const std::string& directory) {
  std::vector<std::string> names = entries_of(view, directory).value_or(std::vector<std::string>());
  for (std::string& name : names)
    if (name.ends_with('/')) name.pop_back();
  return names;
}

// One directory of the new tree: its names by what they fold to.
struct Directory {
  std::string path;
  std::unordered_map<std::string, std::vector<std::string>> by_fold;
  std::optional<std::set<std::string>> old_names;  // read where something collides
};

class Search {
 public:
  Search(const TreeView& before, const TreeView& after,
         const std::function<bool(const FileChange&)>& shown, std::uint64_t& work)
      : before_(before), after_(after), shown_(shown), work_(work) {}

  // In the order of paths, so that the directories around the last file are all that is kept.
  void see(const FileChange& file) {
    const std::string& path = file.after->path;
    std::optional<bool> shown;
    for (std::size_t begin = 0, depth = 0; begin <= path.size(); ++depth) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      const std::string directory = path.substr(0, begin == 0 ? 0 : begin - 1);
      const std::string name = path.substr(begin, end - begin);
      if (const std::string other = collides(directory, name, depth); !other.empty()) {
        // Once for each name, unless nothing can be said about the file.
        if (!shown) shown = shown_(file);
        if (*shown && said_.insert(path.substr(0, end)).second)
          found.push_back({&file, directory, name, other, equal_but_for_ascii_case(name, other)});
      }
      begin = end + 1;
    }
  }

  std::vector<NameCollision> found;

 private:
  Directory& open(const std::string& path, std::size_t depth) {
    if (depth < open_.size() && open_[depth].path == path) return open_[depth];
    open_.resize(depth);
    Directory& directory = open_.emplace_back();
    directory.path = path;
    for (std::string& name : names_of(after_, path)) {
      std::string folded = fold_name(name);
      work_ += 1 + name.size() / 16;
      directory.by_fold[std::move(folded)].push_back(std::move(name));
    }
    return directory;
  }

  // The name that this one collides with; empty where there is none, or where both are old, or
  // where the other will be reported.
  std::string collides(const std::string& path, const std::string& name, std::size_t depth) {
    Directory& directory = open(path, depth);
    ++work_;
    const auto same = directory.by_fold.find(fold_name(name));
    if (same == directory.by_fold.end() || same->second.size() < 2) return {};
    if (!directory.old_names) {
      std::vector<std::string> names = names_of(before_, path);
      work_ += names.size();
      directory.old_names.emplace(std::make_move_iterator(names.begin()),
                                  std::make_move_iterator(names.end()));
    }
    if (directory.old_names->contains(name)) return {};
    for (const std::string& other : same->second)
      if (other != name && directory.old_names->contains(other)) return other;
    const std::string& first = *std::min_element(same->second.begin(), same->second.end());
    return first == name ? std::string() : first;
  }

  const TreeView& before_;
  const TreeView& after_;
  const std::function<bool(const FileChange&)>& shown_;
  std::uint64_t& work_;
  std::vector<Directory> open_;  // by depth
  std::set<std::string> said_;
};

}  // namespace

std::vector<NameCollision> name_collisions(const Change& change,
                                           const std::function<bool(const FileChange&)>& shown,
                                           std::uint64_t& work) {
  if (change.sides.empty()) {
    Search search(change.before, change.after, shown, work);
    for (const FileChange& file : change.files)
      if (brings_a_name(file)) search.see(file);
    return std::move(search.found);
  }
  // Branches of one push never lie next to each other in a working tree.
  std::map<std::string, NameCollision> all;
  for (const UpdateSides& side : change.sides) {
    if (!side.after.find) continue;
    Search search(side.before, side.after, shown, work);
    for (const FileChange& file : change.files)
      if (brings_a_name(file) && side.after.find(file.after->path)) search.see(file);
    for (NameCollision& one : search.found) {
      std::string path = one.directory + "/" + one.name;
      all.emplace(std::move(path), std::move(one));
    }
  }
  std::vector<NameCollision> found;
  for (auto& [path, one] : all) found.push_back(std::move(one));
  return found;
}

}  // namespace moongate
