// Kind `refs`: every branch and tag, and what became of each branch's work.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/error.h"
#include "git/change/change_kinds.h"
#include "git/change/fetch.h"
#include "git/change/tag.h"
#include "git/history/branch_merges.h"
#include "git/history/branch_use.h"
#include "git/history/default_branch.h"
#include "git/history/fetch_specs.h"
#include "git/repository/git_program.h"

namespace moongate {

namespace {

constexpr std::string_view heads = "refs/heads/";
constexpr std::string_view remotes = "refs/remotes/";
constexpr std::string_view tags = "refs/tags/";

struct Named {
  std::string ref, remote, name;
  Oid head;
  bool stale = false;
};

// A remote-tracking reference with what Git's configuration says of it.
class Tracking {
 public:
  explicit Tracking(const GitConfig& config) {
    for (const std::string& remote : remotes_of(config))
      for (FetchSpec& spec : fetch_specs(config, remote)) specs_.push_back(std::move(spec));
    is_known_ = config.subsections("svn-remote", "url").empty();
  }

  std::optional<Named> named(const Reference& reference) const {
    Named result{reference.name, {}, {}, reference.target, false};
    if (reference.name.starts_with(heads)) {
      result.name = reference.name.substr(heads.size());
      return result;
    }
    if (reference.name.ends_with("/HEAD")) return std::nullopt;  // names one of the others
    if (const FetchSpec* spec = keeper_of(specs_, reference.name)) {
      const std::string source = spec->source_of(reference.name);
      if (!source.starts_with(heads)) return std::nullopt;  // refs/pull/…: no branch
      result.remote = spec->remote;
      result.name = source.substr(heads.size());
      return result;
    }
    const std::string rest = reference.name.substr(remotes.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string::npos) return std::nullopt;
    result.remote = rest.substr(0, slash);
    result.name = rest.substr(slash + 1);
    result.stale = is_known_;
    return result;
  }

 private:
  std::vector<FetchSpec> specs_;
  bool is_known_ = true;  // git-svn keeps references that no fetch specification tells of
};

// The branches that a remote has now, by name.
std::set<std::string> branches_at(const Repository& repository, const std::string& remote) {
  const GitAnswer answer =
      ask_git(repository.location(), {"ls-remote", "--heads", "--", remote}, GitAccess::fetch);
  if (answer.status != 0)
    throw Error(ProblemKind::repository,
                "the remote '" + remote + "' cannot be asked for its branches: " + answer.err,
                "leave --fetch out to take what was fetched last");
  std::set<std::string> names;
  for (std::size_t begin = 0; begin < answer.out.size();) {
    const std::size_t end = std::min(answer.out.find('\n', begin), answer.out.size());
    const std::string line = answer.out.substr(begin, end - begin);
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos && line.compare(tab + 1, heads.size(), heads) == 0)
      names.insert(line.substr(tab + 1 + heads.size()));
    begin = end + 1;
  }
  return names;
}

void add_upstream(const Repository& repository, Branch& branch) {
  if (!branch.remote.empty()) return;
  const std::optional<std::string> remote =
      repository.config().get("branch." + branch.name + ".remote");
  const std::optional<std::string> merge =
      repository.config().get("branch." + branch.name + ".merge");
  if (!remote || !merge) return;
  branch.upstream = *remote == "." || !merge->starts_with(heads)
                        ? *merge
                        : std::string(remotes) + *remote + "/" + merge->substr(heads.size());
  branch.upstream_gone = !repository.refs().resolve(branch.upstream);
}

// Compares every branch with the default branch that decides about it: one of a remote with that
// remote's, a local one with the local and the main remote's, of which either may have its work.
class Measuring {
 public:
  Measuring(const Repository& repository, std::string default_name)
      : repository_(repository), merges_(repository), default_(std::move(default_name)) {}

  void measure(std::vector<Branch>& branches) {
    std::map<std::string, std::vector<Branch*>> by_remote;
    for (Branch& branch : branches)
      if (!branch.is_stale) by_remote[branch.remote].push_back(&branch);
    for (const auto& [remote, group] : by_remote) {
      if (!remote.empty()) {
        const std::string reference = default_of_remote(repository_, remote, default_);
        if (!reference.empty()) add(group, reference, reference.substr(remotes.size()));
        continue;
      }
      const std::string local = std::string(heads) + default_;
      if (repository_.refs().resolve(local)) add(group, local, default_);
      const std::string main = main_remote(repository_, default_);
      const std::string reference = default_of_remote(repository_, main, default_);
      if (!reference.empty()) add(group, reference, reference.substr(remotes.size()));
    }
    for (Branch& branch : branches)
      if (!on_line_.contains(&branch)) branch.begun = 0;
  }

 private:
  void add(const std::vector<Branch*>& group, const std::string& reference,
           const std::string& name) {
    const Oid tip = repository_.peel(*repository_.refs().resolve(reference));
    std::vector<Oid> ids;
    for (const Branch* branch : group) ids.push_back(branch->head);
    const std::vector<BranchMeasure> measures = merges_.measure(tip, ids);
    for (std::size_t i = 0; i < group.size(); ++i) {
      Branch& branch = *group[i];
      const BranchMeasure& measure = measures[i];
      const bool first = measured_.insert(&branch).second;
      if (measure.on_line) on_line_.insert(&branch);
      const bool merged = !measure.merged_how.empty() && !branch.is_default;
      // What was merged anywhere is not "2 commits not merged", wherever else it is missing.
      if (first || (merged && branch.merged_into.empty()) ||
          (branch.merged_into.empty() && measure.ahead < branch.ahead)) {
        branch.ahead = measure.ahead;
        branch.behind = measure.behind;
      }
      if (!merged) continue;
      branch.reverted = branch.reverted || measure.reverted;
      if (!branch.merged_into.empty()) continue;
      branch.merged_into = name;
      branch.merged_how = measure.merged_how;
    }
  }

  const Repository& repository_;
  BranchMerges merges_;
  std::string default_;
  std::set<const Branch*> measured_, on_line_;
};

// The copy of a branch that was begun here and pushed before it got a commit is begun as well.
void carry_begun(std::vector<Branch>& branches) {
  std::map<std::pair<std::string, Oid>, std::int64_t> begun;
  for (const Branch& branch : branches)
    if (branch.remote.empty() && branch.begun > 0) begun[{branch.name, branch.head}] = branch.begun;
  for (Branch& branch : branches) {
    const auto found = begun.find({branch.name, branch.head});
    if (!branch.remote.empty() && found != begun.end()) branch.begun = found->second;
  }
}

// What became of a branch's work may show anywhere since it began: nothing of that may be cut off.
void require_whole_history(const Repository& repository, const std::vector<Branch>& branches) {
  if (repository.shallow().empty()) return;
  const auto compared =
      std::find_if(branches.begin(), branches.end(), [](const Branch& b) { return !b.is_default; });
  if (compared == branches.end()) return;
  throw Error(ProblemKind::repository,
              "this is a shallow clone" + repository.describe_depth() + ": what became of branch " +
                  (compared->remote.empty() ? "" : compared->remote + "/") + compared->name +
                  " may lie beyond its end",
              deepen_help);
}

void mark_defaults(const Repository& repository, const std::string& name,
                   std::vector<Branch>& branches) {
  std::map<std::string, std::string> defaults{{"", name}};
  for (Branch& branch : branches) {
    const auto [found, inserted] = defaults.try_emplace(branch.remote);
    if (inserted) {
      const std::string prefix = std::string(remotes) + branch.remote + "/";
      const std::string reference = default_of_remote(repository, branch.remote, name);
      found->second = reference.starts_with(prefix) ? reference.substr(prefix.size()) : name;
    }
    branch.is_default = branch.name == found->second || branch.name == name;
    branch.is_protected = branch.is_default;
  }
}

// With --fetch the remotes themselves are asked which of their branches there still are.
void mark_gone(const Repository& repository, std::vector<Branch>& branches) {
  std::map<std::string, std::set<std::string>> at;
  for (Branch& branch : branches) {
    if (branch.remote.empty() || branch.is_stale) continue;
    const auto [found, inserted] = at.try_emplace(branch.remote);
    if (inserted) found->second = branches_at(repository, branch.remote);
    branch.is_stale = !found->second.contains(branch.name);
  }
}

}  // namespace

Tag tag_of(const Repository& repository, const Reference& reference) {
  Tag tag;
  tag.name = reference.name.starts_with(tags) ? reference.name.substr(tags.size()) : reference.name;
  const std::optional<Object> object = repository.find(reference.target);
  if (object && object->type == ObjectType::tag) {
    tag.annotated = true;
    const std::string_view text = *object->bytes;
    const std::size_t body = text.find("\n\n");
    const std::string_view header = text.substr(0, body);
    if (body != std::string_view::npos) tag.message = text.substr(body + 2);
    const std::size_t tagger = header.find("\ntagger ");
    if (tagger != std::string_view::npos) {
      const std::string_view line = header.substr(tagger + 8);
      tag.tagger = parse_signature(line.substr(0, line.find('\n')));
      tag.time = tag.tagger.time;
    }
  }
  tag.target = repository.peel(reference.target);
  if (tag.time == 0 && repository.type_of(tag.target) == ObjectType::commit)
    tag.time = repository.read_links(tag.target).time;
  return tag;
}

Change open_refs(const Request& request, const RepositoryPtr& repository) {
  Change change = begin_change(request, repository);
  const std::set<std::string> in_use = branches_in_use(*repository);
  const Tracking tracking(repository->config());
  for (const std::string_view prefix : {heads, remotes})
    for (const Reference& reference :
         repository->refs().all(std::string(prefix), RefsStore::Damage::refused)) {
      const std::optional<Named> found = tracking.named(reference);
      if (!found) continue;
      Branch branch;
      branch.name = found->name;
      branch.remote = found->remote;
      branch.head = repository->peel(found->head);
      const ParsedCommit commit = repository->read_commit(branch.head);
      branch.time = commit.commit.committer.time;
      branch.last_author = commit.commit.author.name;
      branch.is_current = in_use.contains(found->ref);
      branch.is_stale = found->stale;
      if (branch.remote.empty()) branch.begun = begun_at(*repository, found->ref);
      add_upstream(*repository, branch);
      change.branches.push_back(std::move(branch));
    }
  if (!change.branches.empty()) {
    const std::string name = default_branch_name(*repository, request.default_branch);
    mark_defaults(*repository, name, change.branches);
    if (request.fetch) mark_gone(*repository, change.branches);
    require_whole_history(*repository, change.branches);
    carry_begun(change.branches);
    Measuring(*repository, name).measure(change.branches);
  }
  for (const Reference& reference :
       repository->refs().all(std::string(tags), RefsStore::Damage::refused))
    change.tags.push_back(tag_of(*repository, reference));

  // Configuration and checks come from what is checked out.
  if (const std::optional<Oid> head = repository->refs().resolve("HEAD"))
    change.after = view_of_tree(repository, repository->tree_of(repository->peel(*head)));
  return change;
}

}  // namespace moongate
