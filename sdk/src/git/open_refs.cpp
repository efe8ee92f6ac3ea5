// Kind `refs`: every branch and tag, and what became of each branch's work.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "error.h"
#include "git/history_walk.h"
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

// Commits as numbers, so that walking thousands of branches over one history stays in arrays.
class Graph {
 public:
  explicit Graph(const Repository& repository) : repository_(repository) {}

  std::uint32_t number(const Oid& id) {
    const auto [found, fresh] = numbers_.emplace(id, static_cast<std::uint32_t>(ids_.size()));
    if (fresh) {
      ids_.push_back(id);
      parents_.emplace_back();
      read_.push_back(false);
      times_.push_back(0);
      trees_.emplace_back();
    }
    return found->second;
  }

  const std::vector<std::uint32_t>& parents(std::uint32_t commit) {
    load(commit);
    return parents_[commit];
  }
  std::int64_t time(std::uint32_t commit) {
    load(commit);
    return times_[commit];
  }
  const Oid& tree(std::uint32_t commit) {
    load(commit);
    return trees_[commit];
  }
  const Oid& id(std::uint32_t commit) const { return ids_[commit]; }
  std::size_t size() const { return ids_.size(); }

  // Every commit reachable from `from`, in no order, that `wanted` accepts; what it refuses is not
  // walked through.
  template <class Wanted>
  std::vector<std::uint32_t> reachable(const std::vector<std::uint32_t>& from,
                                       const Wanted& wanted) {
    ++round_;
    std::vector<std::uint32_t> found, open;
    const auto visit = [&](std::uint32_t commit) {
      seen_.resize(ids_.size(), 0);
      if (seen_[commit] == round_ || !wanted(commit)) return;
      seen_[commit] = round_;
      open.push_back(commit);
    };
    for (const std::uint32_t commit : from) visit(commit);
    while (!open.empty()) {
      const std::uint32_t commit = open.back();
      open.pop_back();
      found.push_back(commit);
      // Once a commit is loaded its parents have numbers: visiting them moves nothing.
      for (const std::uint32_t parent : parents(commit)) visit(parent);
    }
    return found;
  }

 private:
  void load(std::uint32_t commit) {
    if (read_[commit]) return;
    const CommitLinks links = repository_.read_links(ids_[commit]);
    std::vector<std::uint32_t> parents;
    // Below the cut of a shallow clone there is nothing to walk.
    if (!repository_.shallow().contains(ids_[commit]))
      for (const Oid& parent : links.parents) parents.push_back(number(parent));
    parents_[commit] = std::move(parents);
    times_[commit] = links.time;
    trees_[commit] = links.tree;
    read_[commit] = true;
  }

  const Repository& repository_;
  std::unordered_map<Oid, std::uint32_t> numbers_;
  std::vector<Oid> ids_, trees_;
  std::vector<std::vector<std::uint32_t>> parents_;
  std::vector<std::int64_t> times_;
  std::vector<bool> read_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t round_ = 0;
};

// What the default branch did since a point, found again by what it does and not by its id.
class Applied {
 public:
  Applied(const Repository& repository, Graph& graph) : repository_(repository), graph_(graph) {}

  std::vector<FileChange> files(const std::optional<Oid>& before, const Oid& after) const {
    return diff_trees(before, after, repository_.location().id_size,
                      [this](const Oid& tree) { return repository_.read_tree(tree); });
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

  // Whether a commit that `candidate` accepts does what these files show.
  template <class Candidate>
  bool has(const std::vector<FileChange>& wanted, const Candidate& candidate) {
    const auto found = by_paths_.find(path_key(wanted));
    if (found == by_paths_.end()) return false;
    std::string identity;
    for (const std::uint32_t commit : found->second) {
      if (!candidate(commit)) continue;
      auto known = identities_.find(commit);
      if (known == identities_.end())
        known = identities_.emplace(commit, patch_identity(repository_, files_of(commit))).first;
      if (identity.empty()) identity = patch_identity(repository_, wanted);
      if (known->second == identity) return true;
    }
    return false;
  }

 private:
  const Repository& repository_;
  Graph& graph_;
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
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    if (std::getline(stream, line) && line.starts_with("ref: ")) names.insert(line.substr(5));
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
      : repository_(repository), graph_(repository), applied_(repository, graph_) {
    default_name_ = default_ref.starts_with(heads) ? default_ref.substr(heads.size()) : default_ref;
    if (default_name_.starts_with(remotes)) default_name_ = default_name_.substr(remotes.size());
    if (const std::optional<Oid> tip = repository.refs().resolve(default_ref)) {
      default_tip_ = repository.peel(*tip);
      main_ = graph_.reachable({graph_.number(*default_tip_)}, [](std::uint32_t) { return true; });
      in_main_.assign(graph_.size(), false);
      for (const std::uint32_t commit : main_) in_main_[commit] = true;
    }
  }

  // ahead, behind, merged_into, merged_how.
  void measure(Branch& branch) {
    if (!default_tip_) return;
    const std::uint32_t head = graph_.number(branch.head);
    std::set<std::uint32_t> forks;
    const std::vector<std::uint32_t> own = graph_.reachable({head}, [&](std::uint32_t commit) {
      if (!is_main(commit)) return true;
      forks.insert(commit);
      return false;
    });
    branch.ahead = static_cast<std::uint32_t>(own.size());
    branch.behind = static_cast<std::uint32_t>(main_.size() - below(forks).count);
    if (branch.is_default) return;
    if (own.empty()) {
      set_merged(branch, "merge");
      return;
    }
    // What has nothing in common with the default branch cannot have been applied from it.
    if (!forks.empty()) find_applied(branch, own, forks);
  }

 private:
  bool is_main(std::uint32_t commit) const { return commit < in_main_.size() && in_main_[commit]; }

  void set_merged(Branch& branch, const char* how) const {
    branch.merged_into = default_name_;
    branch.merged_how = how;
  }

  // The commits at and below where branches left, remembered: most branches of a repository left at
  // few places.
  struct Below {
    std::uint32_t count = 0;
    std::vector<bool> has;
  };
  const Below& below(const std::set<std::uint32_t>& forks) {
    const auto found = below_.find(forks);
    if (found != below_.end()) return found->second;
    if (below_.size() > 64) below_.clear();
    Below made;
    made.has.assign(in_main_.size(), false);
    const std::vector<std::uint32_t> from(forks.begin(), forks.end());
    for (const std::uint32_t commit : graph_.reachable(from, [](std::uint32_t) { return true; })) {
      made.has[commit] = true;
      ++made.count;
    }
    return below_.emplace(forks, std::move(made)).first->second;
  }

  void find_applied(Branch& branch, const std::vector<std::uint32_t>& own,
                    const std::set<std::uint32_t>& forks) {
    const Below& old = below(forks);
    if (old.count == main_.size()) return;  // the default branch did nothing since
    for (const std::uint32_t commit : main_)
      if (!old.has[commit]) applied_.add(commit);
    const auto since = [&](std::uint32_t commit) { return !old.has[commit]; };
    // A squash: one commit does what the whole branch does.
    const std::vector<Oid> bases = merge_bases(repository_, *default_tip_, branch.head);
    if (!bases.empty()) {
      const std::vector<FileChange> whole =
          applied_.files(repository_.tree_of(bases[0]), repository_.tree_of(branch.head));
      if (whole.empty()) return;  // nothing is left of it: its commits undo one another
      if (applied_.has(whole, since)) {
        set_merged(branch, own.size() > 1 ? "squash" : "rebase");
        return;
      }
    }
    // A rebase or cherry-picks: every commit was applied, one by one.
    std::size_t applied = 0;
    for (const std::uint32_t commit : own) {
      if (graph_.parents(commit).size() > 1) continue;
      if (!applied_.has(applied_.files_of(commit), since)) return;
      ++applied;
    }
    if (applied > 0) set_merged(branch, "rebase");
  }

  const Repository& repository_;
  Graph graph_;
  Applied applied_;
  std::string default_name_;
  std::optional<Oid> default_tip_;
  std::vector<std::uint32_t> main_;
  std::vector<bool> in_main_;
  std::map<std::set<std::uint32_t>, Below> below_;
};

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
  BranchReader reader(*repository, default_ref);
  for (const std::string_view prefix : {heads, remotes})
    for (const Reference& reference : repository->refs().all(std::string(prefix))) {
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
      reader.measure(branch);
      change.branches.push_back(std::move(branch));
    }
  for (const Reference& reference : repository->refs().all(std::string(tags)))
    change.tags.push_back(tag_of(*repository, reference));

  // Configuration and checks come from what is checked out.
  if (const std::optional<Oid> head = repository->refs().resolve("HEAD"))
    change.after = view_of_tree(repository, repository->tree_of(repository->peel(*head)));
  return change;
}

}  // namespace moongate
