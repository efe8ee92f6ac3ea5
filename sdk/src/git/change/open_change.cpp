#include "git/change/open_change.h"

#include "core/error.h"
#include "git/change/change_kinds.h"
#include "git/change/fetch.h"

namespace moongate {

namespace {

Change open_in(const Request& request, const RepositoryPtr& repository) {
  repository->budget()->most_files = request.most_files;
  switch (request.kind) {
    case ChangeKind::staged:
      return open_staged(request, repository);
    case ChangeKind::working:
      return open_working(request, repository);
    case ChangeKind::range:
      return open_range(request, repository);
    case ChangeKind::commit:
      return open_commit(request, repository);
    case ChangeKind::tree:
      return open_tree(request, repository);
    case ChangeKind::push:
      return open_push(request, repository);
    case ChangeKind::refs:
      return open_refs(request, repository);
    default:
      break;
  }
  throw Error(ProblemKind::usage,
              "a change of kind " + std::string(name_of(request.kind)) + " cannot be opened here",
              "ask for staged, working, message, range, commit, tree, push or refs");
}

}  // namespace

Change open_change(const Request& request) {
  if (request.kind == ChangeKind::buffer) return open_buffer(request);
  if (request.kind == ChangeKind::message) return open_message(request);
  return open_fetching(request, open_in);
}

}  // namespace moongate
