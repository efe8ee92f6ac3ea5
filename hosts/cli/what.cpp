#include "cli/what.h"

#include <CLI/CLI.hpp>

#include "cli/read_stdin.h"
#include "core/error.h"

namespace moongate::cli {

namespace {

void read_range(const std::string& range, Request& request) {
  std::size_t dots = range.find("..");
  if (dots == std::string::npos && !range.empty()) {  // what came after it
    request.base = range;
    request.head = "HEAD";
    return;
  }
  if (dots == std::string::npos || dots == 0)
    throw Error(ProblemKind::usage, "--range: '" + range + "' is not BASE..HEAD",
                "write for example --range origin/main..HEAD");
  request.base = range.substr(0, dots);
  // Two dots and three mean the same here: the net change is taken from the merge base.
  std::string head = range.substr(dots + (range.compare(dots, 3, "...") == 0 ? 3 : 2));
  if (head.find("..") != std::string::npos)
    throw Error(ProblemKind::usage, "--range: '" + range + "' has more than two ends",
                "write for example --range origin/main..HEAD");
  request.head = head.empty() ? "HEAD" : head;
}

}  // namespace

void add_change_options(CLI::App& command, What& what) {
  command.add_flag("--staged", what.staged, "The staged change, as Git would commit it");
  command
      .add_option("--range", what.range,
                  "The commits of BASE..HEAD and their net change; BASE alone: up to HEAD")
      ->type_name("BASE..HEAD");
  command.add_option("--commit", what.commit, "One commit against its parents")->type_name("REV");
}

bool given(const What& what) {
  return what.staged || what.working || what.branches || what.all || !what.range.empty() ||
         !what.commit.empty() || !what.message_file.empty() || !what.stdin_path.empty();
}

ChangeKind asked_kind(const What& what) {
  if (!what.range.empty()) return ChangeKind::range;
  if (!what.commit.empty()) return ChangeKind::commit;
  if (!what.message_file.empty()) return ChangeKind::message;
  if (what.working) return ChangeKind::working;
  if (what.all) return ChangeKind::tree;
  if (what.branches) return ChangeKind::refs;
  if (!what.stdin_path.empty()) return ChangeKind::buffer;
  return ChangeKind::staged;
}

Request request_for(const What& what) {
  const int asked = what.staged + what.working + what.branches + what.all + !what.range.empty() +
                    !what.commit.empty() + !what.message_file.empty() + !what.stdin_path.empty();
  if (asked > 1)
    throw Error(
        ProblemKind::usage, "check: more than one thing to check was given",
        "give one of --staged, --working, --range, --commit, --message-file, --all, --branches, "
        "--stdin-path");
  Request request;
  request.kind = asked_kind(what);
  if (request.kind == ChangeKind::range) {
    request.why = "--range " + what.range;
    read_range(what.range, request);
  } else if (request.kind == ChangeKind::commit) {
    request.head = what.commit;
    request.why = "--commit " + what.commit;
  } else if (request.kind == ChangeKind::message) {
    request.message_file = what.message_file;
    request.why = "--message-file " + what.message_file;
  } else if (request.kind == ChangeKind::working) {
    request.why = "--working";
  } else if (request.kind == ChangeKind::tree) {
    request.head = what.all_revision;
    request.why = "--all=" + what.all_revision;
  } else if (request.kind == ChangeKind::refs) {
    request.why = "--branches";
  } else if (request.kind == ChangeKind::buffer) {
    request.buffer_path = what.stdin_path;
    request.buffer_text = read_stdin("--stdin-path");
    request.why = "--stdin-path " + what.stdin_path;
  } else {
    request.why = "what is staged";
  }
  return request;
}

}  // namespace moongate::cli
