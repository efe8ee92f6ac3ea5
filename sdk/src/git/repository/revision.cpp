#include "git/repository/revision.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/suggest.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"
#include "git/trees/tree.h"

namespace moongate {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

class Resolver {
 public:
  Resolver(const Repository& repository, const std::string& text)
      : repository_(repository), text_(text) {}

  Oid resolve() {
    if (text_.empty()) {
      throw Error(ProblemKind::repository, "an empty revision", "name a commit, a branch or a tag");
    }
    // The name ends where the first operator begins. '^' and '~' cannot be in names; "@{" neither.
    std::size_t end = 0;
    while (end < text_.size() && text_[end] != '^' && text_[end] != '~' && text_[end] != ':' &&
           text_.compare(end, 2, "@{") != 0) {
      ++end;
    }
    if (end == 0 || text_.compare(end, 2, "@{") == 0) return ask_program();
    if (text_[end] == ':' && end < text_.size()) return ask_program();
    Oid id = resolve_name(text_.substr(0, end));
    return follow(id, end);
  }

 private:
  Oid follow(Oid id, std::size_t position) {
    while (position < text_.size()) {
      const char op = text_[position++];
      if (op == '^' && position < text_.size() && text_[position] == '{') {
        const std::size_t end = text_.find('}', position);
        if (end == text_.npos) unknown();
        const std::string kind = text_.substr(position + 1, end - position - 1);
        position = end + 1;
        if (kind == "tree") {
          id = repository_.tree_of(id);
        } else if (kind.empty()) {
          id = repository_.peel(id);
        } else if (kind == "commit") {
          id = commit_of(id);
        } else if (kind == "object") {
          continue;
        } else {
          return ask_program();
        }
        continue;
      }
      if (op != '^' && op != '~') return ask_program();
      const std::size_t begin = position;
      while (position < text_.size() && text_[position] >= '0' && text_[position] <= '9')
        ++position;
      std::uint32_t count = 1;
      if (position > begin) {
        const auto result = std::from_chars(text_.data() + begin, text_.data() + position, count);
        if (result.ec != std::errc()) unknown();
      }
      id = commit_of(id);
      if (op == '~') {
        for (std::uint32_t i = 0; i < count; ++i) id = parent(id, 1);
      } else if (count > 0) {
        id = parent(id, count);
      }
    }
    return id;
  }

  Oid commit_of(const Oid& id) const {
    const Oid target = repository_.peel(id);
    if (repository_.type_of(target) != ObjectType::commit) {
      throw Error(ProblemKind::repository,
                  quoted(text_) + " names no commit but a " +
                      std::string(name_of(repository_.type_of(target))),
                  "name a commit, a branch or a tag of one");
    }
    return target;
  }

  Oid parent(const Oid& id, std::uint32_t number) const {
    const CommitLinks links = repository_.read_links(id);
    if (number <= links.parents.size()) return links.parents[number - 1];
    if (repository_.shallow().count(id)) {
      throw Error(ProblemKind::repository,
                  quoted(text_) + " lies beyond the end of this shallow clone" +
                      repository_.describe_depth(),
                  "run `git fetch --deepen=100` or `git fetch --unshallow`, or check out with "
                  "fetch-depth: 0");
    }
    throw Error(ProblemKind::repository,
                quoted(text_) + ": the commit " + id.hex().substr(0, 10) + " has " +
                    (links.parents.empty() ? "no parent"
                                           : std::to_string(links.parents.size()) + " parent(s)"),
                "name a commit that exists");
  }

  Oid resolve_name(const std::string& name) {
    const std::size_t hex_size = repository_.location().id_size * 2;
    if (name.size() == hex_size && is_hex(name)) {
      const Oid id = *Oid::from_hex(name);
      if (id.zero()) {
        throw Error(ProblemKind::repository, "the all-zero id names no commit",
                    "it stands for \"nothing\": the branch was created or deleted; give the commit "
                    "to compare with");
      }
      if (!repository_.find(id)) not_here(name);
      return id;
    }
    if (name == "@") return resolve_name("HEAD");
    const RefsStore& refs = repository_.refs();
    std::vector<std::string> hits;
    std::optional<Oid> id;
    for (const char* rule : {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}) {
      const std::string full = rule + name;
      if (const auto found = refs.resolve(full)) {
        hits.push_back(full);
        if (!id) id = found;
      }
    }
    if (!id) {
      id = refs.resolve("refs/remotes/" + name + "/HEAD");
      if (id) hits.push_back("refs/remotes/" + name + "/HEAD");
    }
    if (hits.size() > 1 && hits[0] != "HEAD" && hits[0].rfind("refs/", 0) == 0) {
      // Git takes the first and warns. A check that looks at another commit than the one that was
      // meant is worth an error instead.
      std::string list;
      for (const std::string& hit : hits) list += (list.empty() ? "" : " and ") + hit;
      throw Error(ProblemKind::repository, "ambiguous revision " + quoted(name) + ": it is " + list,
                  "give the full name, for example " + hits[0]);
    }
    if (id) return *id;
    if (name == "HEAD") {
      const auto branch = refs.symbolic("HEAD");
      throw Error(ProblemKind::repository,
                  branch ? "there is no commit yet on " + *branch : "HEAD names no commit",
                  "commit something first, or check what is staged with --staged");
    }
    if (name.size() >= 4 && name.size() < hex_size && is_hex(name)) {
      if (const auto found = resolve_prefix(name)) return *found;
    }
    // The end of `git describe`: v1.2-14-g2414721
    if (const auto at = name.rfind("-g"); at != name.npos && at > 0) {
      const std::string hex = name.substr(at + 2);
      if (hex.size() >= 4 && hex.size() <= hex_size && is_hex(hex)) {
        if (const auto found = resolve_prefix(hex)) return *found;
      }
    }
    unknown_name(name);
  }

  std::optional<Oid> resolve_prefix(const std::string& hex) {
    const std::vector<Oid> found = repository_.find_prefix(lowered(hex), 64);
    if (found.empty()) return std::nullopt;
    if (found.size() == 1) return found[0];
    // As Git does where a commit is expected: others do not count.
    std::vector<Oid> commits;
    for (const Oid& id : found) {
      const ObjectType type = repository_.type_of(id);
      if (type == ObjectType::commit) commits.push_back(id);
    }
    if (commits.size() == 1) return commits[0];
    std::string list;
    for (const Oid& id : commits.empty() ? found : commits) {
      if (list.size() > 120) {
        list += " …";
        break;
      }
      list += (list.empty() ? "" : ", ") + id.hex().substr(0, hex.size() + 6);
    }
    throw Error(ProblemKind::repository,
                "ambiguous revision " + quoted(hex) + ": it begins " + list, "give more digits");
  }

  [[noreturn]] void not_here(const std::string& hex) const {
    if (!repository_.shallow().empty()) {
      throw Error(
          ProblemKind::repository,
          "the commit " + hex + " is not in this shallow clone" + repository_.describe_depth(),
          "run `git fetch --unshallow` or `git fetch --deepen=100`, run again with --fetch, "
          "or check out with fetch-depth: 0");
    }
    throw Error(ProblemKind::repository,
                "unknown revision: the object " + hex + " is not in this repository",
                "run `git fetch`, or check the id");
  }

  [[noreturn]] void unknown_name(const std::string& name) const {
    std::vector<std::string> names = {"HEAD"};
    for (const Reference& reference : repository_.refs().all()) {
      for (const std::string_view prefix : {"refs/heads/", "refs/tags/", "refs/remotes/"}) {
        if (reference.name.rfind(prefix, 0) == 0) {
          names.push_back(reference.name.substr(prefix.size()));
        }
      }
    }
    std::string help;
    // `main` where only origin/main is there: what a CI checkout looks like.
    const auto remote = std::find_if(names.begin(), names.end(), [&name](const std::string& known) {
      return known.size() > name.size() + 1 &&
             known.compare(known.size() - name.size() - 1, name.npos, "/" + name) == 0;
    });
    if (remote != names.end()) {
      help = "did you mean " + quoted(*remote) + "?";
    } else if (const std::string near = nearest(name, names); !near.empty()) {
      help = "did you mean " + quoted(near) + "?";
    } else {
      help = "`git branch --all` and `git tag` list what there is";
      if (!repository_.shallow().empty()) {
        help +=
            "; this is a shallow clone: run `git fetch --unshallow`, or check out with "
            "fetch-depth: 0";
      } else {
        help += "; `git fetch` brings what the remote has";
      }
    }
    throw Error(ProblemKind::repository, "unknown revision " + quoted(text_), help);
  }

  [[noreturn]] void unknown() const { unknown_name(text_); }

  Oid ask_program() const {
    const GitAnswer answer =
        ask_git(repository_.location(),
                {"rev-parse", "--verify", "--quiet", "--end-of-options", text_}, GitAccess::read);
    if (!answer.found) {
      throw Error(
          ProblemKind::repository,
          "the revision " + quoted(text_) +
              " has a form that only the git program understands, and there is none on PATH",
          "give a commit id, a branch or a tag");
    }
    const auto id = Oid::from_hex(trimmed_end(answer.out));
    if (answer.status != 0 || !id) unknown();
    return *id;
  }

  const Repository& repository_;
  const std::string& text_;
};

}  // namespace

Oid resolve_revision(const Repository& repository, const std::string& text) {
  return Resolver(repository, text).resolve();
}

Oid resolve_commit(const Repository& repository, const std::string& text) {
  const Oid id = repository.peel(resolve_revision(repository, text));
  const ObjectType type = repository.type_of(id);
  if (type == ObjectType::commit) return id;
  throw Error(ProblemKind::repository,
              "\"" + text + "\" names no commit but a " + std::string(name_of(type)),
              "name a commit, a branch or a tag of one");
}

}  // namespace moongate
