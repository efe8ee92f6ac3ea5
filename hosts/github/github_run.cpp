#include "github/github_run.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace moongate::ci {

namespace {

using nlohmann::json;

constexpr const char* not_this_event =
    "it is not what is sent for this event: check GITHUB_EVENT_NAME and GITHUB_EVENT_PATH";

// GitHub cuts payloads at 25 MB.
constexpr std::size_t largest_payload = 32u << 20;

// Each open bracket costs the parser memory; payloads have about ten.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > 256) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

json read_payload(const std::string& path) {
  if (path.empty())
    throw Error(ProblemKind::usage, "GITHUB_EVENT_PATH is not set",
                "pass the runner's environment on to where moongate runs");
  std::error_code error;
  std::ifstream stream;
  // Anything else would block, or never end.
  const bool is_file = std::filesystem::is_regular_file(path, error);
  const std::uintmax_t size = is_file ? std::filesystem::file_size(path, error) : 0;
  if (is_file && !error) stream.open(path, std::ios::binary);
  if (!stream.is_open())
    throw Error(
        Problem{ProblemKind::usage, "the event's payload cannot be read", path, 0,
                "GITHUB_EVENT_PATH must name the file that the runner wrote; in a container "
                "it must be mounted"});
  if (size > largest_payload)
    throw Error(Problem{ProblemKind::usage, "the event's payload is larger than 32 MiB", path, 0,
                        "this is no payload of GitHub's"});
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  json payload = too_deep(text) ? json() : json::parse(text, nullptr, false);
  if (payload.is_discarded() || !payload.is_object())
    throw Error(Problem{ProblemKind::usage, "the event's payload is not a JSON object", path, 0,
                        "GITHUB_EVENT_PATH must name the file that the runner wrote"});
  return payload;
}

// The text at a path of keys; empty where it is missing, null, or something else.
std::string text_at(const json& payload, std::initializer_list<const char*> keys) {
  const json* value = &payload;
  for (const char* key : keys) {
    if (!value->is_object() || !value->contains(key)) return {};
    value = &(*value)[key];
  }
  return value->is_string() ? value->get<std::string>() : std::string();
}

std::string require_id(const json& payload, std::initializer_list<const char*> keys,
                       const char* name) {
  std::string id = text_at(payload, keys);
  if (!Oid::from_hex(id))
    throw Error(ProblemKind::usage, std::string("the event's payload has no ") + name,
                not_this_event);
  return id;
}

PullRequest pull_request_of(const json& payload) {
  PullRequest pull;
  const json& given = payload["pull_request"];
  if (given.contains("number") && given["number"].is_number_integer())
    pull.number = given["number"].get<std::int64_t>();
  pull.title = text_at(given, {"title"});
  pull.body = text_at(given, {"body"});
  pull.base = text_at(given, {"base", "ref"});
  pull.head = text_at(given, {"head", "ref"});
  pull.author = text_at(given, {"user", "login"});
  if (given.contains("draft") && given["draft"].is_boolean())
    pull.draft = given["draft"].get<bool>();
  if (given.contains("labels") && given["labels"].is_array())
    for (const json& label : given["labels"])
      if (std::string name = text_at(label, {"name"}); !name.empty())
        pull.labels.push_back(std::move(name));
  return pull;
}

std::string without_prefix(const std::string& text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

// The payload remembers the base as it was when the pull request was last pushed to; what the pull
// request has merged from it since would look like its own. A merged one is its base's part.
void from_base_branch(Run& run, const History& history, const std::string& name) {
  const std::string known = branch_revision(history, name);
  if (name.empty() || !history.is_ancestor(run.request.base, known) ||
      history.is_ancestor(run.request.head, known))
    return;
  run.request.base = known;
  run.steps.push_back("from where the pull request left " + name);
}

void from_pull_request(Run& run, const json& payload, const History& history, bool target) {
  if (!payload.contains("pull_request") || !payload["pull_request"].is_object())
    throw Error(ProblemKind::usage, "the event's payload has no pull_request", not_this_event);
  run.request.kind = ChangeKind::range;
  run.request.pull_request = pull_request_of(payload);
  run.request.base = require_id(payload, {"pull_request", "base", "sha"}, "pull_request.base.sha");
  run.request.head = require_id(payload, {"pull_request", "head", "sha"}, "pull_request.head.sha");
  const PullRequest& pull = *run.request.pull_request;
  run.request.why = "pull request #" + std::to_string(pull.number) + " into " +
                    (pull.base.empty() ? "its base" : pull.base);
  run.steps.push_back("base and head are those of the pull request");
  if (target) {
    // What runs here has secrets and write access; the pull request may come from anybody.
    run.config_from = run.request.base;
    run.steps.push_back("pull_request_target: configuration and checks come from the base");
    // The base is checked out, and the head's commits must come as objects, never as a working
    // tree.
    run.fetch_hint =
        "set `fetch-depth: 0` for actions/checkout, and fetch the head in a step after it: "
        "`git fetch origin refs/pull/" +
        std::to_string(pull.number) + "/head`";
    from_base_branch(run, history, pull.base);
    return;
  }
  // The runner checks out a merge of the head into the base as it is now: its first parent is newer
  // than the base that the payload remembers.
  const std::vector<std::string> parents = history.parents("HEAD");
  if (parents.size() == 2 && parents[1] == run.request.head) {
    run.request.base = parents[0];
    run.steps.push_back("HEAD merges the pull request into its base: its first parent is the base");
    return;
  }
  run.steps.push_back("HEAD does not merge it into its base");
  from_base_branch(run, history, pull.base);
}

void from_push(Run& run, const json& payload, const History& history,
               const Environment& environment) {
  const std::string after = require_id(payload, {"after"}, "after");
  const std::string before = require_id(payload, {"before"}, "before");
  const std::string ref = text_at(payload, {"ref"});
  if (!ref.starts_with("refs/"))
    throw Error(ProblemKind::usage, "the event's payload has no ref", not_this_event);
  std::string default_branch = text_at(payload, {"repository", "default_branch"});
  if (default_branch.empty()) default_branch = default_branch_of(environment, history);
  if (is_zero_id(after))
    throw Error(ProblemKind::usage, "this push deleted " + ref + ": there is nothing to check",
                "let the workflow run only when `github.event.deleted` is false");
  run.request.head = after;
  if (ref.starts_with("refs/tags/")) {
    // A tag may be an object of its own; what is checked out is the commit.
    run.request.kind = ChangeKind::tree;
    run.request.head = environment("GITHUB_SHA").value_or(after);
    run.request.why = "everything in " + without_prefix(ref, "refs/tags/");
    run.steps.push_back("a tag was pushed: its whole tree is checked");
    return;
  }
  const std::string branch = without_prefix(ref, "refs/heads/");
  // Gitea does not tell this.
  const bool forced = payload.contains("forced") && payload["forced"] == true;
  if (is_zero_id(before)) {
    run.steps.push_back("the branch is new");
    since_default_branch(run, history, default_branch, branch, after);
  } else if (before == after) {
    run.steps.push_back("the commit before the push is said to be the one after it");
    since_default_branch(run, history, default_branch, branch, after);
  } else if (forced ? !history.exists(before) : is_gone(history, before)) {
    run.steps.push_back("the push was forced, and the commit before it is not here");
    since_default_branch(run, history, default_branch, branch, after);
  } else {
    since_commit(run, history, before, after, default_branch, branch);
    run.request.why = "push to " + branch;
    run.steps.push_back("from the commit before the push to the one after it");
  }
}

// What is checked out, and not GITHUB_SHA: a workflow that gives `ref:` to its checkout, as one for
// comments on pull requests must, means that commit.
void everything(Run& run, const Environment& environment, const std::string& event) {
  run.request.kind = ChangeKind::tree;
  const std::string sha = environment("GITHUB_SHA").value_or("");
  const bool released = event == "release" && !sha.empty();
  run.request.head = released ? sha : "HEAD";
  run.request.why = "everything, on " + event;
  run.steps.push_back("the event " + event +
                      " is about no change: the whole tree is checked, as it is " +
                      (released ? "in the release's tag" : "checked out") +
                      " (MOONGATE_BASE and MOONGATE_HEAD name a change)");
}

void from_event(Run& run, const Environment& environment, const History& history) {
  const std::string event = environment("GITHUB_EVENT_NAME").value_or("");
  if (event.empty())
    throw Error(ProblemKind::usage, "GITHUB_EVENT_NAME is not set",
                "pass the runner's environment on to where moongate runs");
  run.steps.push_back(run.host + ", event " + event);
  const auto payload = [&] { return read_payload(environment("GITHUB_EVENT_PATH").value_or("")); };
  if (event == "pull_request" || event == "pull_request_review" ||
      event == "pull_request_review_comment") {
    from_pull_request(run, payload(), history, false);
  } else if (event == "pull_request_target") {
    from_pull_request(run, payload(), history, true);
  } else if (event == "push") {
    from_push(run, payload(), history, environment);
  } else if (event == "merge_group") {
    const json given = payload();
    run.request.kind = ChangeKind::range;
    run.request.base = require_id(given, {"merge_group", "base_sha"}, "merge_group.base_sha");
    run.request.head = require_id(given, {"merge_group", "head_sha"}, "merge_group.head_sha");
    run.request.why = "merge queue into " +
                      without_prefix(text_at(given, {"merge_group", "base_ref"}), "refs/heads/");
    run.steps.push_back("from the merge group's base to its head");
  } else {
    everything(run, environment, event);
  }
}

// A container action's inputs: INPUT_ and the name in capitals, hyphens kept.
void read_inputs(Run& run, const Environment& environment) {
  const auto flag = [&](const char* input, const char* name) {
    if (const std::optional<std::string> value = environment(input)) {
      run.flags.push_back(name);
      run.flags.push_back(*value);
    }
  };
  const auto each = [&](const char* input, const char* name) {
    std::string word;
    const std::string all = environment(input).value_or("") + " ";
    for (const char c : all) {
      if (c != ' ' && c != ',' && c != '\n' && c != '\t' && c != '\r') {
        word += c;
        continue;
      }
      if (!word.empty()) {
        run.flags.push_back(name);
        run.flags.push_back(word);
      }
      word.clear();
    }
  };
  const auto truth = [&](const char* input, const char* name) {
    const std::string value = environment(input).value_or("false");
    if (value == "true" || value == "True" || value == "TRUE")
      run.flags.push_back(name);
    else if (value != "false" && value != "False" && value != "FALSE")
      throw Error(ProblemKind::usage,
                  std::string(name) + ": '" + value + "' is neither true nor false",
                  "write true or false for this input of the action");
  };
  // First, so that what is wrong with the others is told there.
  for (const auto& [input, format] : {std::pair{"INPUT_SARIF", "sarif"},
                                      {"INPUT_JSON", "json"},
                                      {"INPUT_JUNIT", "junit"},
                                      {"INPUT_MARKDOWN", "markdown"}})
    if (const std::optional<std::string> file = environment(input)) {
      run.flags.push_back("--format");
      run.flags.push_back(std::string(format) + "=" + *file);
    }
  each("INPUT_CHECK", "--check");
  each("INPUT_SKIP", "--skip");
  flag("INPUT_FAIL-ON", "--fail-on");
  flag("INPUT_CONFIG", "--config");
  flag("INPUT_CONFIG-FROM", "--config-from");
  flag("INPUT_POLICY", "--policy");
  flag("INPUT_SHARD", "--shard");
  truth("INPUT_FETCH", "--fetch");
  truth("INPUT_INCLUDE-EXISTING", "--include-existing");
}

}  // namespace

std::optional<Run> recognise_github(const Environment& environment, const History& history) {
  const bool gitea = environment("GITEA_ACTIONS").has_value();
  const bool forgejo = environment("FORGEJO_ACTIONS").has_value();
  if (!environment("GITHUB_ACTIONS") && !gitea && !forgejo) return std::nullopt;
  Run run;
  run.host = forgejo ? "Forgejo Actions" : gitea ? "Gitea Actions" : "GitHub Actions";
  // Gitea and Forgejo show no annotations: there a person reads the log.
  run.format = gitea || forgejo ? "text" : "github";
  run.fetch_hint = "set `fetch-depth: 0` for actions/checkout";
  run.summary_file = environment("GITHUB_STEP_SUMMARY").value_or("");
  run.output_file = environment("GITHUB_OUTPUT").value_or("");
  // Without the base nobody knows by whose rules to judge: there MOONGATE_BASE is no help, no more
  // than against an input that cannot be read.
  run.unknown_for_good = true;
  try {
    read_inputs(run, environment);
    run.unknown_for_good = environment("GITHUB_EVENT_NAME") == "pull_request_target";
    from_event(run, environment, history);
    run.unknown_for_good = false;
  } catch (const Error& error) {
    run.unknown = error.problem();
  }
  return run;
}

}  // namespace moongate::ci
