// Kind `refs`: every branch and tag, and what became of each branch's work.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "error.h"
#include "git/commit_graph.h"
#include "git/fetch.h"
#include "git/files.h"
#include "git/kinds.h"
#include "git/patch_identity.h"
#include "git/tag.h"
#include "git/tree_diff.h"

namespace moongate {

namespace {

constexpr std::string_view heads = "refs/heads/";
constexpr std::string_view remotes = "refs/remotes/";
constexpr std::string_view tags = "refs/tags/";

struct Named {
  std::string ref, remote, name;
  Oid head;
};

// What the default branch did since a point, found again by what it does and not by its id.
class Applied {
 public:
  Applied(const Repository& repository, CommitGraph& graph)
      : repository_(repository), graph_(graph) {}

  std::vector<FileChange> files(const std::optional<Oid>& before, const Oid& after) const {
    return diff_trees(
        before, after, repository_.location().id_size,
        [this](const Oid& tree) { return repository_.read_tree(tree); },
        repository_.budget()->most_files);
  }

  std::vector<FileChange> files_of(std::uint32_t commit) {
    const std::vector<std::uint32_t>& parents = graph_.parents(commit);
    return files(parents.empty() ? std::optional<Oid>() : graph_.tree(parents[0]),
                 graph_.tree(commit));
  }

  // Adds a commit of the default branch; merges do nothing of their own.
  void add(std::uint32_t commit) {
    if (commit >= added_.size()) added_.resize(graph_.size(), false);
    if (added_[commit]) return;
    added_[commit] = true;
    if (graph_.parents(commit).size() <= 1) by_paths_[path_key(files_of(commit))].push_back(commit);
  }

  // The commit that `candidate` accepts and that does what these files show.
  template <class Candidate>
  std::optional<std::uint32_t> find(const std::vector<FileChange>& wanted,
                                    const Candidate& candidate) {
    const auto found = by_paths_.find(path_key(wanted));
    if (found == by_paths_.end()) return std::nullopt;
    std::string identity;
    for (const std::uint32_t commit : found->second) {
      if (!candidate(commit)) continue;
      auto known = identities_.find(commit);
      if (known == identities_.end())
        known = identities_.emplace(commit, patch_identity(repository_, files_of(commit))).first;
      if (identity.empty()) identity = patch_identity(repository_, wanted);
      if (known->second == identity) return commit;
    }
    return std::nullopt;
  }

 private:
  const Repository& repository_;
  CommitGraph& graph_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_paths_;
  std::unordered_map<std::uint32_t, std::string> identities_;
  std::vector<bool> added_;
};

std::optional<Named> named(const Reference& reference) {
  Named result{reference.name, {}, {}, reference.target};
  if (reference.name.starts_with(heads)) {
    result.name = reference.name.substr(heads.size());
    return result;
  }
  const std::string rest = reference.name.substr(remotes.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string::npos) return std::nullopt;
  result.remote = rest.substr(0, slash);
  result.name = rest.substr(slash + 1);
  if (result.name == "HEAD") return std::nullopt;  // only says which of the others is the default
  return result;
}

// The branch that the others are measured by, as a full reference name.
std::string default_reference(const Repository& repository, const std::string& asked) {
  const RefsStore& refs = repository.refs();
  const auto first_that_exists = [&](std::initializer_list<std::string> names) -> std::string {
    for (const std::string& name : names)
      if (refs.resolve(name)) return name;
    return {};
  };
  if (!asked.empty()) {
    const std::string found = first_that_exists(
        {std::string(heads) + asked, std::string(remotes) + "origin/" + asked, asked});
    if (found.empty())
      throw Error(ProblemKind::repository, "there is no branch named '" + asked + "'",
                  "name the branch that the others are merged into");
    return found;
  }
  if (const std::optional<std::string> remote = refs.symbolic("refs/remotes/origin/HEAD")) {
    const std::string local =
        std::string(heads) + remote->substr(std::min(remote->size(), remotes.size() + 7));
    const std::string found = first_that_exists({local, *remote});
    if (!found.empty()) return found;
  }
  const std::string configured = repository.config().get("init.defaultbranch").value_or("main");
  const std::string found =
      first_that_exists({std::string(heads) + configured, "refs/heads/main", "refs/heads/master"});
  if (!found.empty()) return found;
  return refs.symbolic("HEAD").value_or("HEAD");
}

// Branches that are checked out here or in a linked work tree: Git refuses to delete them.
std::set<std::string> checked_out(const Repository& repository) {
  std::set<std::string> names;
  if (const std::optional<std::string> head = repository.refs().symbolic("HEAD"))
    names.insert(*head);
  std::error_code error;
  namespace fs = std::filesystem;
  const fs::path common(repository.location().common_dir);
  std::vector<fs::path> files{common / "HEAD"};
  for (fs::directory_iterator entry(common / "worktrees", error), end; !error && entry != end;
       entry.increment(error))
    files.push_back(entry->path() / "HEAD");
  for (const fs::path& file : files) {
    if (!is_file(file.string())) continue;  // a pipe would keep us waiting
    const std::string text = read_small_file(file.string()).value_or("");
    const std::string line = text.substr(0, text.find('\n'));
    if (line.starts_with("ref: ")) names.insert(line.substr(5));
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

class BranchReader {
 public:
  BranchReader(const Repository& repository, const std::string& default_ref)
      : graph_(repository), applied_(repository, graph_) {
    default_name_ = default_ref.starts_with(heads) ? default_ref.substr(heads.size()) : default_ref;
    if (default_name_.starts_with(remotes)) default_name_ = default_name_.substr(remotes.size());
    if (const std::optional<Oid> tip = repository.refs().resolve(default_ref))
      main_.emplace(graph_, graph_.number(repository.peel(*tip)));
  }

  // ahead, behind, merged_into, merged_how of all of them. In batches, for each of which the
  // default branch's history is walked once.
  void measure(std::vector<Branch>& branches) {
    if (!main_) return;
    for (std::size_t begin = 0; begin < branches.size(); begin += MainLine::batch) {
      const std::size_t count = std::min(MainLine::batch, branches.size() - begin);
      measure_batch(std::span(branches).subspan(begin, count));
    }
  }

 private:
  void measure_batch(std::span<Branch> branches) {
    std::vector<std::vector<std::uint32_t>> own, forks;
    for (const Branch& branch : branches) {
      std::set<std::uint32_t> left;
      own.push_back(graph_.reachable({graph_.number(branch.head)}, [&](std::uint32_t commit) {
        if (!main_->has(commit)) return true;
        left.insert(commit);
        return false;
      }));
      forks.emplace_back(left.begin(), left.end());
    }
    const std::vector<MainLine::Below> below = main_->mark_below(forks);
    std::vector<std::size_t> unmerged;
    for (std::size_t i = 0; i < branches.size(); ++i) {
      branches[i].ahead = static_cast<std::uint32_t>(own[i].size());
      branches[i].behind = static_cast<std::uint32_t>(main_->commits().size() - below[i].count);
      if (branches[i].is_default) continue;
      if (own[i].empty()) {
        set_merged(branches[i], "merge");
      } else if (!forks[i].empty() && branches[i].behind > 0) {
        // What has nothing in common with the default branch cannot have been applied from it.
        unmerged.push_back(i);
      }
    }
    for (const std::uint32_t commit : main_->commits())
      if (std::any_of(unmerged.begin(), unmerged.end(),
                      [&](std::size_t i) { return !main_->is_below(i, commit); }))
        applied_.add(commit);
    for (const std::size_t i : unmerged) find_applied(branches[i], i, own[i], below[i].base);
  }

  void set_merged(Branch& branch, const char* how) const {
    branch.merged_into = default_name_;
    branch.merged_how = how;
  }

  void find_applied(Branch& branch, std::size_t number, const std::vector<std::uint32_t>& own,
                    std::uint32_t base) {
    const auto since = [&](std::uint32_t commit) { return !main_->is_below(number, commit); };
    // A squash: one commit does what the whole branch does.
    const std::vector<FileChange> whole =
        applied_.files(graph_.tree(base), graph_.tree(graph_.number(branch.head)));
    if (whole.empty()) return;  // nothing is left of it: its commits undo one another
    if (applied_.find(whole, since)) {
      set_merged(branch, own.size() > 1 ? "squash" : "rebase");
      return;
    }
    // Every commit was applied, one by one: by a rebase where they follow one another as before,
    // newest first as in `own`, else by cherry-picks.
    std::optional<std::uint32_t> newer;
    bool in_a_row = true;
    for (const std::uint32_t commit : own) {
      if (graph_.parents(commit).size() > 1) continue;
      const std::optional<std::uint32_t> applied = applied_.find(applied_.files_of(commit), since);
      if (!applied) return;
      if (newer && graph_.parents(*newer) != std::vector{*applied}) in_a_row = false;
      newer = applied;
    }
    if (newer) set_merged(branch, in_a_row ? "rebase" : "cherry-pick");
  }

  CommitGraph graph_;
  Applied applied_;
  std::string default_name_;
  std::optional<MainLine> main_;
};

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
              deepen_cure);
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
  const std::string default_ref = default_reference(*repository, request.default_branch);
  const std::set<std::string> current = checked_out(*repository);
  const std::string default_name =
      default_ref.starts_with(heads) ? default_ref.substr(heads.size())
      : default_ref.starts_with(remotes)
          ? default_ref.substr(default_ref.find('/', remotes.size()) + 1)
          : default_ref;
  for (const std::string_view prefix : {heads, remotes})
    for (const Reference& reference :
         repository->refs().all(std::string(prefix), RefsStore::Damage::refused)) {
      const std::optional<Named> found = named(reference);
      if (!found) continue;
      Branch branch;
      branch.name = found->name;
      branch.remote = found->remote;
      branch.head = repository->peel(found->head);
      const ParsedCommit commit = repository->read_commit(branch.head);
      branch.time = commit.commit.committer.time;
      branch.last_author = commit.commit.author.name;
      branch.is_current = current.contains(found->ref);
      branch.is_default = branch.name == default_name;
      branch.is_protected = branch.is_default;
      add_upstream(*repository, branch);
      change.branches.push_back(std::move(branch));
    }
  require_whole_history(*repository, change.branches);
  BranchReader(*repository, default_ref).measure(change.branches);
  for (const Reference& reference :
       repository->refs().all(std::string(tags), RefsStore::Damage::refused))
    change.tags.push_back(tag_of(*repository, reference));

  // Configuration and checks come from what is checked out.
  if (const std::optional<Oid> head = repository->refs().resolve("HEAD"))
    change.after = view_of_tree(repository, repository->tree_of(repository->peel(*head)));
  return change;
}

}  // namespace moongate
