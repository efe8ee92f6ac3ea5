#include "core/buffer_change.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/hash.h"

namespace moongate {

namespace {

void require_inside(const std::string& path) {
  const auto refuse = [&](const char* what) {
    throw Error(ProblemKind::usage, "'" + path + "' is " + what,
                "give a path relative to the repository's root, as Git has it: src/main.c");
  };
  if (path.empty()) refuse("no path");
  if (path.front() == '/') refuse("absolute");
  if (path.find('\0') != std::string::npos) refuse("no path: it has a NUL byte");
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string part = path.substr(begin, end - begin);
    if (part == "..") refuse("outside of the repository");
    if (part.empty() || part == ".") refuse("not a plain path");
    begin = end + 1;
  }
}

struct Store {
  std::unordered_map<Oid, Bytes> contents;
  std::map<std::string, FileVersion, std::less<>> before, after;
};

FileVersion keep(Store& store, const std::string& path, std::string text) {
  FileVersion version{path, 0100644, blob_hash(text)};
  store.contents.emplace(version.id, std::make_shared<const std::string>(std::move(text)));
  return version;
}

TreeView view_of(const std::shared_ptr<const Store>& store,
                 const std::map<std::string, FileVersion, std::less<>>& side) {
  // `side` lives in `store`, which the views keep.
  TreeView view;
  view.find = [store, &side](std::string_view path) -> std::optional<FileVersion> {
    const auto found = side.find(path);
    if (found == side.end()) return std::nullopt;
    return found->second;
  };
  view.list = [store, &side](std::string_view directory) {
    std::vector<FileVersion> files;
    const std::string prefix = directory.empty() ? std::string() : std::string(directory) + "/";
    for (const auto& [path, version] : side)
      if (path.starts_with(prefix)) files.push_back(version);
    return files;
  };
  return view;
}

}  // namespace

Change buffer_change(std::vector<BufferFile> files) {
  std::sort(files.begin(), files.end(),
            [](const BufferFile& a, const BufferFile& b) { return a.path < b.path; });
  const auto store = std::make_shared<Store>();
  Change change;
  change.kind = ChangeKind::buffer;
  for (std::size_t i = 0; i < files.size(); ++i) {
    BufferFile& file = files[i];
    require_inside(file.path);
    if (i > 0 && files[i - 1].path == file.path)
      throw Error(ProblemKind::usage, "'" + file.path + "' is given twice", "give a file once");
    FileChange changed;
    if (file.before)
      store->before[file.path] =
          *(changed.before = keep(*store, file.path, std::move(*file.before)));
    if (file.after)
      store->after[file.path] = *(changed.after = keep(*store, file.path, std::move(*file.after)));
    if (!changed.before && !changed.after) continue;
    if (changed.before && changed.after && changed.before->id == changed.after->id) continue;
    changed.status = !changed.before  ? FileStatus::added
                     : !changed.after ? FileStatus::deleted
                                      : FileStatus::modified;
    change.files.push_back(std::move(changed));
  }
  change.now = std::chrono::duration_cast<std::chrono::seconds>(
                   std::chrono::system_clock::now().time_since_epoch())
                   .count();
  const std::shared_ptr<const Store> kept = store;
  change.before = view_of(kept, kept->before);
  change.after = view_of(kept, kept->after);
  change.read = [kept](const Oid& id) { return kept->contents.at(id); };
  change.size_of = [kept](const Oid& id) { return std::uint64_t{kept->contents.at(id)->size()}; };
  change.files_of = [](const Commit&) { return std::vector<FileChange>(); };
  return change;
}

}  // namespace moongate
