#include "git/history/known_commits.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "git/history/fetch_specs.h"

namespace moongate {
namespace {

constexpr std::string_view tracking = "refs/remotes/";

std::vector<std::string> addresses(const GitConfig& config, const std::string& remote) {
  std::vector<std::string> all;
  for (const char* const key : {"url", "pushurl"})
    for (std::string& url : config.get_all("remote." + remote + "." + key))
      all.push_back(std::move(url));
  return all;
}

// The configured remotes that `remote`, a name or an address, means.
std::set<std::string> receiving_remotes(const GitConfig& config, const std::string& remote,
                                        const std::vector<std::string>& all) {
  if (std::find(all.begin(), all.end(), remote) != all.end()) return {remote};
  std::set<std::string> names;
  for (const std::string& name : all) {
    const std::vector<std::string> urls = addresses(config, name);
    if (std::find(urls.begin(), urls.end(), remote) != urls.end()) names.insert(name);
  }
  return names;
}

class Collector {
 public:
  explicit Collector(const Repository& repository) : repository_(repository) {}

  void add(const Oid& id, std::vector<Oid>& to) const {
    if (id.zero() || !repository_.has(id)) return;
    const Oid target = repository_.peel(id);
    if (repository_.type_of(target) == ObjectType::commit) to.push_back(target);
  }

 private:
  const Repository& repository_;
};

void sort_once(std::vector<Oid>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

KnownCommits known_commits(const Request& request, const Repository& repository) {
  const Collector collector(repository);
  KnownCommits known;
  std::set<std::pair<std::string, Oid>> given;  // what this push makes of its references
  std::set<std::string> updated;
  for (const std::vector<RefUpdate>* updates : {&request.updates, &request.other_updates})
    for (const RefUpdate& update : *updates) {
      collector.add(update.before, known.there);
      if (update.before == update.after) continue;
      given.emplace(update.name, update.after);
      updated.insert(update.name);
    }
  if (request.receiving) {
    // A reference that is updated counts at its old value. `update` hooks run one after the other:
    // what an earlier one let in is a reference by now.
    for (const Reference& reference : repository.refs().all())
      if (!updated.contains(reference.name)) collector.add(reference.target, known.there);
    sort_once(known.there);
    return known;
  }

  const GitConfig& config = repository.config();
  const std::vector<std::string> all = remotes_of(config);
  const std::set<std::string> receiving = receiving_remotes(config, request.push_remote, all);
  std::vector<FetchSpec> specs;
  for (const std::string& remote : all)
    for (FetchSpec& spec : fetch_specs(config, remote)) specs.push_back(std::move(spec));
  std::set<std::string> vouching;
  if (!specs.empty())
    for (const Reference& reference : repository.refs().all(std::string(tracking))) {
      const FetchSpec* keeper = keeper_of(specs, reference.name);
      if (!keeper) continue;
      if (receiving.contains(keeper->remote)) {
        // After a push to the first of a remote's several addresses Git has moved it already.
        if (!given.contains({keeper->source_of(reference.name), reference.target}))
          collector.add(reference.target, known.there);
      } else if (keeper->of_branches() && !request.this_remote_only) {
        collector.add(reference.target, known.elsewhere);
        vouching.insert(keeper->remote);
      }
    }
  sort_once(known.there);
  sort_once(known.elsewhere);
  known.other_remotes.assign(vouching.begin(), vouching.end());
  return known;
}

}  // namespace moongate
