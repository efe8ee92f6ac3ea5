// A commit message file, and bytes that no Git knows (buffer_change.cpp).
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/buffer_change.h"
#include "core/error.h"
#include "files/read_file.h"
#include "git/change/bases.h"
#include "git/change/change_kinds.h"
#include "git/change/staged_view.h"
#include "git/repository/git_files.h"
#include "git/repository/message_file.h"

namespace moongate {
namespace {

constexpr std::uint64_t largest_message = std::uint64_t{16} << 20;

Signature person(const char* name_variable, const char* email_variable, const GitConfig& config,
                 std::int64_t now) {
  const auto from = [](const char* variable, const std::optional<std::string>& configured) {
    const char* value = std::getenv(variable);
    return value ? std::string(value) : configured.value_or(std::string());
  };
  Signature signature;
  signature.name = from(name_variable, config.get("user.name"));
  signature.email = from(email_variable, config.get("user.email"));
  signature.time = now;
  return signature;
}

}  // namespace

Change open_message(const Request& request) {
  std::optional<std::string> text;
  if (!is_directory(request.message_file))
    text = read_file_if_there(
        request.message_file,
        {largest_message, ProblemKind::usage, "make it readable for the user that runs Moongate"});
  if (!text) {
    throw Error(Problem{ProblemKind::repository, "there is no commit message file",
                        request.message_file, 0, "check the path given to --message-file"});
  }
  RepositoryPtr repository;
  try {
    repository = std::make_shared<const Repository>(request.directory, request.fetch);
  } catch (const Error&) {
    // A message can be judged without a repository; where there is one that cannot be read, what
    // needs it (the tree views) says so.
    if (std::getenv("GIT_DIR")) throw;
  }
  Change change = repository ? begin_change(request, repository) : begin_change(request);
  Commit commit;
  GitConfig config;
  if (repository) {
    config = repository->config();
    commit.parents = coming_parents(*repository);
    std::optional<Oid> tree;
    if (!commit.parents.empty()) {
      set_bases(change, commit.parents);
      tree = repository->tree_of(commit.parents[0]);
    }
    // Nothing tells that a commit is amended. A HEAD without parents may be the first commit with
    // its message being written again: then it is no parent of what comes.
    if (commit.parents.size() == 1 &&
        repository->read_commit(commit.parents[0]).commit.parents.empty())
      commit.parents.clear();
    change.before = view_of_tree(repository, tree);
    attach_index_view(change, repository, tree);
  } else {
    config = load_git_config("", "", false);
    const auto none = [](std::string_view) { return std::vector<FileVersion>(); };
    change.before = {[](std::string_view) { return std::optional<FileVersion>(); }, none, {}};
    change.after = change.before;
    change.read = [](const Oid& id) -> Bytes {
      throw Error(ProblemKind::repository, "there is no repository to read " + id.hex() + " from",
                  "run inside a repository, or name one with -C DIR");
    };
    change.size_of = [read = change.read](const Oid& id) { return read(id)->size(); };
    change.files_of = [](const Commit&) { return std::vector<FileChange>(); };
  }
  commit.author = person("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", config, change.now);
  commit.committer = person("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", config, change.now);
  commit.message =
      request.message_is_final ? *text : clean_message(*text, message_rules(config, *text));
  change.commits.push_back(std::move(commit));
  return change;
}

Change open_buffer(const Request& request) {
  std::vector<BufferFile> files;
  files.push_back({request.buffer_path, request.buffer_old_text, request.buffer_text});
  Change change = buffer_change(std::move(files));
  change.why = request.why;
  change.pull_request = request.pull_request;
  if (request.now) change.now = *request.now;
  return change;
}

}  // namespace moongate
