#include "git/history/default_branch.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "git/history/fetch_specs.h"

namespace moongate {

namespace {

constexpr std::string_view heads = "refs/heads/";
constexpr std::string_view tracking = "refs/remotes/";

std::string kept_by(const std::string& remote, const std::string& name) {
  return std::string(tracking) + remote + "/" + name;
}

bool is_local(const Repository& repository, const std::string& name) {
  return repository.refs().resolve(std::string(heads) + name).has_value();
}

bool is_tracked(const Repository& repository, const std::vector<std::string>& remotes,
                const std::string& name) {
  return std::any_of(remotes.begin(), remotes.end(), [&](const std::string& remote) {
    return repository.refs().resolve(kept_by(remote, name)).has_value();
  });
}

// Configured remotes, and `origin`, whose references a copied repository may have without.
std::vector<std::string> known_remotes(const Repository& repository) {
  std::vector<std::string> remotes = remotes_of(repository.config());
  const auto origin = std::find(remotes.begin(), remotes.end(), "origin");
  if (origin != remotes.end()) remotes.erase(origin);
  remotes.insert(remotes.begin(), "origin");
  return remotes;
}

// What the remote's HEAD names, without refs/remotes/REMOTE/.
std::string named_by_head(const Repository& repository, const std::string& remote) {
  const std::string prefix = kept_by(remote, "");
  const std::string target = repository.refs().symbolic(prefix + "HEAD").value_or("");
  return target.starts_with(prefix) ? target.substr(prefix.size()) : std::string();
}

[[noreturn]] void not_known() {
  throw Error(ProblemKind::repository, "the default branch is unknown",
              "name it with --default-branch NAME, `default_branch` in moongate.toml or "
              "MOONGATE_DEFAULT_BRANCH, or let Git ask the remote: git remote set-head origin "
              "--auto");
}

}  // namespace

std::string default_branch_name(const Repository& repository, const std::string& asked) {
  const std::vector<std::string> remotes = known_remotes(repository);
  const auto is_here = [&](const std::string& name) {
    return is_local(repository, name) || is_tracked(repository, remotes, name);
  };
  if (!asked.empty()) {
    std::string name = asked.starts_with(heads) ? asked.substr(heads.size()) : asked;
    if (is_here(name)) return name;
    if (name.starts_with(tracking)) name = name.substr(tracking.size());
    for (const std::string& remote : remotes)
      if (name.starts_with(remote + "/") && repository.refs().resolve(std::string(tracking) + name))
        return name.substr(remote.size() + 1);
    throw Error(ProblemKind::repository, "there is no branch named '" + asked + "'",
                "name the branch that the others are merged into");
  }
  std::set<std::string> told;  // by the remotes' HEADs
  for (const std::string& remote : remotes) {
    const std::string name = named_by_head(repository, remote);
    if (name.empty()) continue;
    if (remote == "origin") return name;
    told.insert(name);
  }
  if (told.size() == 1) return *told.begin();
  const std::string configured = repository.config().get("init.defaultbranch").value_or("");
  if (!configured.empty() && is_here(configured)) return configured;
  const bool main = is_here("main"), master = is_here("master");
  if (main == master) not_known();
  return main ? "main" : "master";
}

std::string default_of_remote(const Repository& repository, const std::string& remote,
                              const std::string& name) {
  if (remote.empty()) return {};
  const std::string told = named_by_head(repository, remote);
  for (const std::string& candidate : {told, name}) {
    if (candidate.empty()) continue;
    const std::string reference = kept_by(remote, candidate);
    if (repository.refs().resolve(reference)) return reference;
  }
  return {};
}

std::string main_remote(const Repository& repository, const std::string& name) {
  const std::string upstream = repository.config().get("branch." + name + ".remote").value_or("");
  if (!upstream.empty() && upstream != "." &&
      !default_of_remote(repository, upstream, name).empty())
    return upstream;
  for (const std::string& remote : known_remotes(repository))
    if (!default_of_remote(repository, remote, name).empty()) return remote;
  return {};
}

}  // namespace moongate
