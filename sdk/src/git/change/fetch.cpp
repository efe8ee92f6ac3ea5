#include "git/change/fetch.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"

namespace moongate {
namespace {

constexpr int unshallow_step = 2;  // the last one

// The remote to fetch from: the branch's own is unknown in CI's detached checkouts, so origin, or
// the only one there is.
std::string remote_of(const Repository& repository) {
  const std::vector<std::string> names = repository.config().subsections("remote", "url");
  if (std::find(names.begin(), names.end(), "origin") != names.end()) return "origin";
  if (names.size() == 1) return names[0];
  throw Error(ProblemKind::repository,
              names.empty() ? "there is no remote to fetch from"
                            : "there are several remotes and none is called origin",
              "fetch what is missing by hand");
}

std::string ask_remote(const Repository& repository, const std::string& remote,
                       const std::vector<std::string>& arguments) {
  const GitAnswer answer = ask_git(repository.location(), arguments, GitAccess::fetch);
  if (answer.status == 0) return answer.out;
  throw Error(ProblemKind::repository,
              answer.found ? "git " + arguments[0] + " " + remote +
                                 " failed: " + std::string(trimmed_end(answer.err))
                           : "fetching needs the git program, and there is none on PATH",
              "fetch what is missing by hand");
}

// A name that is safe to hand to `git fetch` as what to fetch.
bool is_fetchable(const std::string& name) {
  return is_safe_reference_name(name) && name.front() != '-' && name.front() != '+';
}

bool is_here(const Repository& repository, const std::string& name) {
  if (name.empty() || name == "@" || name == "HEAD") return true;
  if (const auto id = Oid::from_hex(name); id && id->size == repository.location().id_size)
    return id->zero() || is_empty_tree(*id) || repository.find(*id).has_value();
  if (name.find_first_not_of("0123456789abcdefABCDEF") == name.npos && name.size() >= 4 &&
      !repository.find_prefix(name, 1).empty())
    return true;
  for (const char* rule : {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"})
    if (repository.refs().resolve(rule + name)) return true;
  return repository.refs().resolve("refs/remotes/" + name + "/HEAD").has_value();
}

// The id of a branch or tag of the remote, which has no name in this clone.
std::optional<std::string> id_at_remote(const Repository& repository, const std::string& remote,
                                        const std::string& name) {
  std::vector<std::string> wanted = {"refs/tags/" + name, "refs/heads/" + name};
  if (name.starts_with("refs/")) wanted = {name};
  std::vector<std::string> arguments = {"ls-remote", "--quiet", "--", remote};
  arguments.insert(arguments.end(), wanted.begin(), wanted.end());
  const std::string lines = ask_remote(repository, remote, arguments);
  std::vector<std::string> ids;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    const std::string line = lines.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t tab = line.find('\t');
    // Git also names what only ends so: refs/mine/refs/heads/main.
    const bool meant = tab != line.npos && std::find(wanted.begin(), wanted.end(),
                                                     line.substr(tab + 1)) != wanted.end();
    if (meant) ids.push_back(line.substr(0, tab));
  }
  if (ids.size() > 1 && ids[0] != ids[1])
    throw Error(ProblemKind::repository,
                "ambiguous revision \"" + name + "\": " + remote + " has a tag and a branch of it",
                "give the full name, for example refs/tags/" + name);
  return ids.empty() ? std::nullopt : std::optional(ids[0]);
}

// The name in a revision such as main~2.
std::string name_in(const std::string& revision) {
  return revision.substr(0, std::min(revision.find_first_of("^~:"), revision.find("@{")));
}

// What to ask the remote for so that `revision` is here, if it is not. nullopt: nobody knows it.
std::optional<std::vector<std::string>> what_to_fetch(const Repository& repository,
                                                      const std::string& remote,
                                                      std::string& revision) {
  const std::string name = name_in(revision);
  if (is_here(repository, name)) return std::vector<std::string>();
  if (!is_fetchable(name)) return std::nullopt;
  if (const auto id = Oid::from_hex(name); id && id->size == repository.location().id_size)
    return std::vector{name};
  // origin/main and refs/remotes/origin/main are the remote's main, and have a place here.
  constexpr std::string_view all_remotes = "refs/remotes/";
  const std::string tracked =
      name.starts_with(all_remotes) ? name.substr(all_remotes.size()) : name;
  if (tracked.starts_with(remote + "/")) {
    const std::string branch = "refs/heads/" + tracked.substr(remote.size() + 1);
    if (!id_at_remote(repository, remote, branch)) return std::nullopt;
    return std::vector{branch + ":refs/remotes/" + tracked};
  }
  const auto id = id_at_remote(repository, remote, name);
  if (!id) return std::nullopt;
  revision = *id + revision.substr(name.size());
  return std::vector{*id};
}

// False: there is nothing that fetching would change.
bool fetch_step(Request& request, const Repository& repository, int step) {
  std::vector<std::string*> revisions;
  if (request.kind == ChangeKind::range) revisions = {&request.base, &request.apart_from};
  if (request.kind != ChangeKind::push) revisions.push_back(&request.head);
  const bool shallow = !repository.shallow().empty();
  const bool all_here = std::all_of(
      revisions.begin(), revisions.end(),
      [&](const std::string* revision) { return is_here(repository, name_in(*revision)); });
  if (all_here && !shallow) return false;
  const std::string remote = remote_of(repository);
  std::vector<std::string> wanted;
  for (std::string* revision : revisions) {
    const auto some = what_to_fetch(repository, remote, *revision);
    if (!some) return false;
    wanted.insert(wanted.end(), some->begin(), some->end());
  }
  std::vector<std::string> arguments = {"fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
                                        "--no-write-fetch-head"};
  if (shallow)
    arguments.push_back(step == 0 ? "--deepen=100" : step == 1 ? "--deepen=1000" : "--unshallow");
  arguments.insert(arguments.end(), {"--", remote});
  arguments.insert(arguments.end(), wanted.begin(), wanted.end());
  ask_remote(repository, remote, arguments);
  return true;
}

}  // namespace

Change open_fetching(const Request& asked,
                     const std::function<Change(const Request&, const RepositoryPtr&)>& open) {
  Request request = asked;
  auto repository = std::make_shared<const Repository>(request.directory, request.fetch);
  const bool may_fetch = request.fetch && !request.receiving &&
                         request.kind != ChangeKind::staged && request.kind != ChangeKind::working;
  // What becomes of a branch's work may show as far back as there is history.
  for (int step = request.kind == ChangeKind::refs ? unshallow_step : 0;; ++step) {
    try {
      return open(request, repository);
    } catch (const Error& error) {
      if (!may_fetch || step > unshallow_step || error.problem().kind != ProblemKind::repository ||
          !fetch_step(request, *repository, step))
        throw;
      repository = std::make_shared<const Repository>(request.directory, request.fetch);
    }
  }
}

}  // namespace moongate
