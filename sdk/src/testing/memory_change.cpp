#include "testing/memory_change.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/error.h"

namespace moongate::testing {

namespace {

using Store = std::unordered_map<Oid, Bytes>;

std::uint64_t fnv(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 14695981039346656037ull ^ seed;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

// Not Git's hash: nothing but equality is asked of it here, and the size is part of it.
Oid content_id(std::string_view bytes) {
  std::array<unsigned char, 20> raw{};
  const std::uint64_t low = fnv(bytes, 0), high = fnv(bytes, 0x9E3779B97F4A7C15ull);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(raw.data(), &low, 8);
  std::memcpy(raw.data() + 8, &high, 8);
  std::memcpy(raw.data() + 16, &size, 4);
  return Oid::from_raw(raw.data(), raw.size());
}

Oid commit_id(std::size_t number, std::string_view message) {
  std::array<unsigned char, 20> raw{};
  raw[0] = 0xC0;
  raw[1] = static_cast<unsigned char>(number >> 8);
  raw[2] = static_cast<unsigned char>(number);
  const std::uint64_t hash = fnv(message, number);
  std::memcpy(raw.data() + 12, &hash, 8);
  return Oid::from_raw(raw.data(), raw.size());
}

FileVersion version(const std::string& path, const CaseFile& file, Store& store) {
  FileVersion result{path, file.mode, content_id(file.text)};
  store.emplace(result.id, std::make_shared<const std::string>(file.text));
  return result;
}

void mark_renames(std::vector<FileChange>& files) {
  for (FileChange& added : files) {
    if (added.status != FileStatus::added || added.after->id == content_id("")) continue;
    const auto gone = std::find_if(files.begin(), files.end(), [&](const FileChange& file) {
      return file.status == FileStatus::deleted && file.before->id == added.after->id &&
             file.before->mode == added.after->mode;
    });
    if (gone == files.end()) continue;
    added.status = FileStatus::renamed;
    added.similarity = 100;
    added.before = gone->before;
    gone->before.reset();  // taken: erased below
  }
  std::erase_if(files, [](const FileChange& file) { return !file.before && !file.after; });
}

std::vector<FileChange> difference(const Tree& before, const Tree& after, Store& store) {
  std::vector<FileChange> files;
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    FileChange file;
    const int order = old == before.end()  ? 1
                      : now == after.end() ? -1
                                           : old->first.compare(now->first);
    if (order <= 0) file.before = version(old->first, old->second, store);
    if (order >= 0) file.after = version(now->first, now->second, store);
    file.status = order < 0   ? FileStatus::deleted
                  : order > 0 ? FileStatus::added
                              : FileStatus::modified;
    if (order == 0 && (file.before->mode & 0170000) != (file.after->mode & 0170000))
      file.status = FileStatus::type_changed;
    const bool same = order == 0 && old->second == now->second;
    if (order <= 0) ++old;
    if (order >= 0) ++now;
    if (!same) files.push_back(std::move(file));
  }
  mark_renames(files);
  return files;
}

TreeView view_of(const Tree& tree, Store& store) {
  auto versions = std::make_shared<std::vector<FileVersion>>();  // sorted, for the tree is
  for (const auto& [path, file] : tree) versions->push_back(version(path, file, store));
  TreeView view;
  view.find = [versions](std::string_view path) -> std::optional<FileVersion> {
    for (const FileVersion& file : *versions)
      if (file.path == path) return file;
    return std::nullopt;
  };
  view.list = [versions](std::string_view directory) {
    while (directory.ends_with('/')) directory.remove_suffix(1);
    std::vector<FileVersion> found;
    for (const FileVersion& file : *versions)
      if (directory.empty() ||
          (file.path.starts_with(directory) && file.path.size() > directory.size() &&
           file.path[directory.size()] == '/'))
        found.push_back(file);
    return found;
  };
  return view;
}

}  // namespace

Change memory_change(const TestCase& test) {
  auto store = std::make_shared<Store>();
  Change change;
  change.kind = test.kind;
  change.why = "case \"" + test.title + "\"";
  change.now = test.now;
  change.branches = test.branches;
  change.tags = test.tags;
  change.pull_request = test.pull_request;

  const bool from_nothing = test.kind == ChangeKind::tree || test.kind == ChangeKind::history;
  const bool has_files = test.kind != ChangeKind::message && test.kind != ChangeKind::refs;
  const Tree before = from_nothing ? Tree{} : test.before;
  if (has_files) change.files = difference(before, test.after, *store);
  change.before = view_of(before, *store);
  change.after = view_of(test.after, *store);

  auto introduced = std::make_shared<std::unordered_map<Oid, std::vector<FileChange>>>();
  Tree tree = before;
  Oid parent = commit_id(0, "base");
  const Oid base = parent;
  for (std::size_t i = 0; i < test.commits.size(); ++i) {
    const CaseCommit& from = test.commits[i];
    Commit commit;
    commit.message = from.message;
    commit.author = from.author;
    commit.committer = from.committer;
    if (test.kind != ChangeKind::message) {
      commit.id = commit_id(i + 1, from.message);
      if (!from.root) commit.parents.push_back(parent);
      if (from.merge) commit.parents.push_back(commit_id(i + 1, "other side"));
      Tree next = tree;
      for (const auto& [path, file] : from.files) {
        next.erase(path);
        if (file) next.emplace(path, *file);
      }
      introduced->emplace(commit.id, difference(tree, next, *store));
      tree = std::move(next);
      parent = commit.id;
    }
    change.commits.push_back(std::move(commit));
  }
  if (!change.commits.empty() && test.kind != ChangeKind::message) {
    change.base = base.hex();
    change.head = parent.hex();
  }

  const auto get = [store](const Oid& id) {
    const auto found = store->find(id);
    if (found == store->end())
      throw Error(ProblemKind::repository, "the case has no object " + id.hex());
    return found->second;
  };
  change.read = get;
  change.size_of = [get](const Oid& id) { return std::uint64_t{get(id)->size()}; };
  change.files_of = [introduced](const Commit& commit) {
    const auto found = introduced->find(commit.id);
    return found == introduced->end() ? std::vector<FileChange>{} : found->second;
  };
  return change;
}

std::size_t commit_number(const std::string& hex) {
  std::size_t number = 0;
  if (hex.size() < 6 || !hex.starts_with("c0")) return 0;
  std::from_chars(hex.data() + 2, hex.data() + 6, number, 16);
  return number;
}

}  // namespace moongate::testing
