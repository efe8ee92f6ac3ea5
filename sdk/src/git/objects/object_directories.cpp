#include "git/objects/object_directories.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/quoted_path.h"
#include "files/mapped_file.h"

namespace moongate {

namespace fs = std::filesystem;

namespace {

constexpr int deepest_alternate = 5;  // as in Git

// A line of an alternates file may be quoted like a string in C.
std::string unquoted(std::string_view line) {
  if (line.size() < 2 || line.front() != '"' || line.back() != '"') return std::string(line);
  return unquoted_path(line.substr(1, line.size() - 2));
}

std::string identity_of(const std::string& directory) {
  std::error_code error;
  const fs::path canonical = fs::canonical(directory, error);
  return error ? directory : canonical.string();
}

class DirectoryFinder {
 public:
  explicit DirectoryFinder(ObjectDirectories& found) : found_(found) {}

  void add(const std::string& directory, int depth) {
    std::error_code error;
    if (!fs::is_directory(directory, error)) {
      found_.missing.push_back(directory);
      return;
    }
    if (!seen_.insert(identity_of(directory)).second) return;
    found_.directories.emplace_back().path = directory;
    if (depth > deepest_alternate) return;
    const auto file = MappedFile::open(directory + "/info/alternates");
    if (!file) return;
    std::string_view rest = file->view();
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (line.empty() || line.front() == '#') continue;
      std::string named = unquoted(line);
      if (named.empty()) continue;
      if (named.front() != '/') named = directory + "/" + named;
      add(named, depth + 1);
    }
  }

 private:
  ObjectDirectories& found_;
  std::set<std::string> seen_;
};

}  // namespace

ObjectDirectories find_object_directories(const std::string& directory,
                                          const std::vector<std::string>& alternates) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    throw Error(ProblemKind::repository, "there is no directory of Git objects at " + directory,
                "check that this is a Git repository, and GIT_OBJECT_DIRECTORY if it is set");
  }
  ObjectDirectories found;
  DirectoryFinder finder(found);
  finder.add(directory, 0);
  for (const std::string& alternate : alternates) finder.add(alternate, 0);
  return found;
}

ObjectDirectory list_packs(const std::string& directory, const ObjectDirectory* before,
                           std::size_t id_size) {
  std::map<std::string, std::shared_ptr<const Pack>> known;
  if (before != nullptr) {
    for (const auto* packs : {&before->packs, &before->covered_packs}) {
      for (const auto& pack : *packs) {
        if (pack->is_open()) known[pack->path()] = pack;
      }
    }
  }
  const auto pack_at = [&](const std::string& path) -> std::shared_ptr<const Pack> {
    const auto old = known.find(path);
    return old != known.end() ? old->second : std::make_shared<const Pack>(path, id_size);
  };

  ObjectDirectory found;
  found.path = directory;
  const std::string pack_directory = directory + "/pack";
  std::error_code error;
  const auto time = fs::last_write_time(pack_directory, error);
  if (error) {
    found.is_settled = true;
    return found;
  }
  found.pack_directory_time = time;
  // File systems stamp times in steps; what is added within the same step leaves no trace.
  found.is_settled = fs::file_time_type::clock::now() - time > std::chrono::seconds(2);

  std::set<std::string> indexes;
  std::map<std::string, std::uintmax_t> sizes;
  bool has_multi_pack_index = false;
  fs::directory_iterator entry(pack_directory, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    has_multi_pack_index |= name == "multi-pack-index";
    if (name.ends_with(".idx")) indexes.insert(name);
    if (name.ends_with(".pack")) {
      std::error_code gone;
      const std::uintmax_t size = entry->file_size(gone);
      if (!gone) sizes[name.substr(0, name.size() - 5)] = size;
    }
  }
  if (error) {
    throw Error(ProblemKind::repository, "cannot list " + pack_directory + ": " + error.message(),
                "give this user read permission on it");
  }
  if (has_multi_pack_index) {
    if (auto opened = MultiPackIndex::open(pack_directory + "/multi-pack-index", id_size)) {
      for (const std::string& name : opened->pack_names()) {
        const std::string stem = name.substr(0, name.rfind('.'));
        found.covered_packs.push_back(pack_at(pack_directory + "/" + stem + ".pack"));
        indexes.erase(stem + ".idx");
      }
      found.multi_pack_index = std::make_shared<const MultiPackIndex>(std::move(*opened));
    }
  }
  std::vector<std::pair<std::uintmax_t, std::string>> by_size;
  for (const std::string& index : indexes) {
    const std::string stem = index.substr(0, index.size() - 4);
    const auto size = sizes.find(stem);
    if (size != sizes.end()) by_size.emplace_back(size->second, stem);
  }
  std::sort(by_size.rbegin(), by_size.rend());
  for (const auto& [size, stem] : by_size) {
    found.packs.push_back(pack_at(pack_directory + "/" + stem + ".pack"));
  }
  return found;
}

bool is_up_to_date(const ObjectDirectory& directory) {
  std::error_code error;
  const auto time = fs::last_write_time(directory.path + "/pack", error);
  if (error) return !directory.pack_directory_time;
  return directory.is_settled && directory.pack_directory_time == time;
}

}  // namespace moongate
