#include "git/hook_event.h"

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "core/suggest.h"

namespace moongate::git_host {

namespace {

const std::string& argument(const std::string& hook, const std::vector<std::string>& arguments,
                            std::size_t index, const char* what) {
  if (index < arguments.size()) return arguments[index];
  throw Error(ProblemKind::usage, "hook " + hook + ": missing " + what,
              "Git passes it; to try the hook by hand: moongate hook " + hook + " " + what);
}

Oid object_id(const std::string& hook, const std::string& text) {
  if (const std::optional<Oid> id = Oid::from_hex(text)) return *id;
  throw Error(ProblemKind::usage, "hook " + hook + ": '" + text + "' is not an object id",
              "the hook must get its arguments and input as Git gives them");
}

std::vector<std::vector<std::string>> fields_of_lines(const std::string& hook,
                                                      const std::string& input, std::size_t count,
                                                      const char* form) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(input);
  for (std::string line; std::getline(stream, line);) {
    std::vector<std::string> fields;
    std::istringstream words(line);
    for (std::string word; words >> word;) fields.push_back(std::move(word));
    if (fields.empty()) continue;
    if (fields.size() != count)
      throw Error(ProblemKind::usage, "hook " + hook + ": cannot read the line '" + line + "'",
                  std::string("each line of its input is: ") + form);
    lines.push_back(std::move(fields));
  }
  return lines;
}

}  // namespace

const std::vector<std::string>& hook_names() {
  static const std::vector<std::string> names{"pre-commit", "pre-merge-commit", "commit-msg",
                                              "pre-push",   "pre-receive",      "update",
                                              "post-commit"};
  return names;
}

ChangeKind kind_of(std::string_view hook) {
  if (hook == "commit-msg") return ChangeKind::message;
  if (hook == "post-commit") return ChangeKind::commit;
  if (hook == "pre-push" || hook == "pre-receive" || hook == "update") return ChangeKind::push;
  return ChangeKind::staged;
}

bool reads_stdin(std::string_view hook) {
  return hook == "pre-push" || hook == "pre-receive";
}

Request request_for_hook(const std::string& hook, const std::vector<std::string>& arguments,
                         const std::string& input) {
  Request request;
  request.why = hook + " hook";
  request.kind = kind_of(hook);
  if (hook == "pre-commit" || hook == "pre-merge-commit") return request;
  if (hook == "commit-msg") {
    request.message_file = argument(hook, arguments, 0, "FILE");
  } else if (hook == "post-commit") {
    request.head = "HEAD";
  } else if (hook == "pre-push") {
    request.push_remote = arguments.empty() ? std::string() : arguments[0];
    for (const auto& line :
         fields_of_lines(hook, input, 4, "<local ref> <local id> <remote ref> <remote id>"))
      request.updates.push_back({line[2], object_id(hook, line[3]), object_id(hook, line[1])});
  } else if (hook == "pre-receive") {
    request.receiving = true;
    for (const auto& line : fields_of_lines(hook, input, 3, "<old id> <new id> <ref>"))
      request.updates.push_back({line[2], object_id(hook, line[0]), object_id(hook, line[1])});
  } else if (hook == "update") {
    request.receiving = true;
    const std::string& ref = argument(hook, arguments, 0, "REF OLD NEW");
    const Oid before = object_id(hook, argument(hook, arguments, 1, "OLD"));
    request.updates.push_back({ref, before, object_id(hook, argument(hook, arguments, 2, "NEW"))});
  } else {
    throw Error(ProblemKind::usage, "there is nothing to check in a hook named '" + hook + "'",
                did_you_mean(hook, hook_names()));
  }
  return request;
}

}  // namespace moongate::git_host
