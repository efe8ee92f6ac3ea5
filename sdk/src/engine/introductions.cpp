#include "engine/introductions.h"

#include <functional>
#include <optional>

namespace moongate {

bool is_known(const Change& change, const Commit& commit) {
  const std::less<> less;
  const Commit* const first = change.known.data();
  return !less(&commit, first) && less(&commit, first + change.known.size());
}

Introductions::Introductions(const Change& change,
                             const std::vector<std::vector<FileChange>>& by_commit)
    : change_(change) {
  const std::size_t news = change.commits.size();
  for (std::size_t i = 0; i < by_commit.size(); ++i) {
    const Commit* const commit = i < news ? &change.commits[i] : &change.known[i - news];
    for (const FileChange& file : by_commit[i]) {
      introduced_[versions_of(file)].commits.push_back(commit);
      if (file.status == FileStatus::renamed && file.before && file.after)
        renamed_[file.before->path].emplace(position_of(*commit), file.after->path);
    }
  }
  if (introduced_.empty()) return;
  for (const FileChange& file : change.files)
    if (const auto found = introduced_.find(versions_of(file)); found != introduced_.end())
      found->second.in_net = true;
}

Introductions::Versions Introductions::versions_of(const FileChange& file) {
  Versions versions;
  // A pointer: of a temporary the path would not last.
  const auto add = [&](const FileVersion* version) {
    if (version)
      versions.emplace_back(version->path, version->mode, version->id);
    else
      versions.emplace_back();
  };
  add(file.before ? &*file.before : nullptr);
  add(file.after ? &*file.after : nullptr);
  for (const FileVersion& base : file.other_bases) add(&base);
  return versions;
}

const std::vector<const Commit*>& Introductions::of(const FileChange& file) const {
  static const std::vector<const Commit*> none;
  const auto found = introduced_.find(versions_of(file));
  return found == introduced_.end() ? none : found->second.commits;
}

const Commit* Introductions::answering(const Introduced& introduced) const {
  const Commit* const first = introduced.commits.front();
  return change_.known_elsewhere && is_known(change_, *first) ? nullptr : first;
}

const Commit* Introductions::answering(const FileChange& net) const {
  if (introduced_.empty()) return nullptr;
  const auto found = introduced_.find(versions_of(net));
  return found == introduced_.end() ? nullptr : answering(found->second);
}

bool Introductions::is_visited(const FileChange& file, const Commit& commit) const {
  const Introduced& introduced = introduced_.at(versions_of(file));
  if (introduced.commits.front() != &commit) return false;
  return !introduced.in_net || !answering(introduced);
}

std::size_t Introductions::position_of(const Commit& commit) const {
  return is_known(change_, commit)
             ? static_cast<std::size_t>(&commit - change_.known.data())
             : change_.known.size() + static_cast<std::size_t>(&commit - change_.commits.data());
}

const FileChange* Introductions::net_of(const FileChange& file, const Commit& commit) const {
  std::string_view path = file.path();
  std::size_t position = position_of(commit);
  while (true) {
    if (const FileChange* net = net_file(change_, path)) return net;
    const auto names = renamed_.find(path);
    if (names == renamed_.end()) return nullptr;
    const auto next = names->second.upper_bound(position);  // so that names go round in no circle
    if (next == names->second.end()) return nullptr;
    position = next->first;
    path = next->second;
  }
}

}  // namespace moongate
