#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "core/error.h"
#include "recognise.h"

using namespace moongate;
using namespace moongate::ci;

namespace {

const std::string id_a(40, 'a'), id_b(40, 'b'), id_c(40, 'c'), zero(40, '0');

struct Given {
  std::map<std::string, std::string> environment;
  std::set<std::string> commits{"HEAD"};
  std::map<std::string, std::vector<std::string>> parents;
  std::set<std::pair<std::string, std::string>> ancestors;
  std::map<std::string, std::string> symbolic;
  bool shallow = false;

  Run recognised() const {
    History history;
    history.exists = [this](const std::string& revision) { return commits.contains(revision); };
    history.parents = [this](const std::string& revision) {
      const auto found = parents.find(revision);
      return found == parents.end() ? std::vector<std::string>() : found->second;
    };
    history.is_ancestor = [this](const std::string& a, const std::string& b) {
      return ancestors.contains({a, b});
    };
    history.target = [this](const std::string& name) {
      const auto found = symbolic.find(name);
      return found == symbolic.end() ? std::string() : found->second;
    };
    history.shallow = shallow;
    Run run = recognise(
        [this](std::string_view name) -> std::optional<std::string> {
          const auto found = environment.find(std::string(name));
          if (found == environment.end() || found->second.empty()) return std::nullopt;
          return found->second;
        },
        history);
    if (run.unknown) throw Error(*run.unknown);
    return run;
  }
};

class Payload {
 public:
  explicit Payload(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("moongate-event-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
    std::ofstream(path_) << text;
  }
  ~Payload() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Given github(const std::string& event, const Payload& payload) {
  Given given;
  given.environment = {{"GITHUB_ACTIONS", "true"},
                       {"GITHUB_EVENT_NAME", event},
                       {"GITHUB_EVENT_PATH", payload.path()},
                       {"GITHUB_SHA", id_c}};
  return given;
}

std::string pull_request(int number = 7) {
  return R"({"pull_request":{"number":)" + std::to_string(number) +
         R"(,"title":"feat: x","body":null,"draft":false,"labels":[{"name":"big"}],"user":{"login":"u"},)" +
         R"("base":{"ref":"main","sha":")" + id_a + R"("},"head":{"ref":"topic","sha":")" + id_b +
         R"("}}})";
}

}  // namespace

TEST_CASE("nothing known is an error, never a guess") {
  CHECK_THROWS_AS(Given{}.recognised(), Error);
}

TEST_CASE("generic variables serve any CI") {
  Given given;
  given.environment = {{"MOONGATE_BASE", "origin/main"}};
  const Run run = given.recognised();
  CHECK(run.request.kind == ChangeKind::range);
  CHECK(run.request.base == "origin/main");
  CHECK(run.request.head == "HEAD");
}

TEST_CASE("a GitHub pull request is taken from the base that its merge commit has") {
  const Payload payload(pull_request());
  Given given = github("pull_request", payload);
  given.parents["HEAD"] = {id_c, id_b};
  const Run run = given.recognised();
  CHECK(run.request.base == id_c);
  CHECK(run.request.head == id_b);
  REQUIRE(run.request.pull_request);
  CHECK(run.request.pull_request->title == "feat: x");
  CHECK(run.request.pull_request->labels == std::vector<std::string>{"big"});
  CHECK(run.config_from.empty());
}

TEST_CASE("a GitHub pull request without its merge commit is taken from the payload") {
  const Payload payload(pull_request());
  const Run run = github("pull_request", payload).recognised();
  CHECK(run.request.base == id_a);
  CHECK(run.request.head == id_b);
}

TEST_CASE("pull_request_target is judged by its base") {
  const Payload payload(pull_request());
  CHECK(github("pull_request_target", payload).recognised().config_from == id_a);
}

TEST_CASE("GitHub pushes: an update, a new branch, a forced one, a tag, a deletion") {
  const auto push = [](const std::string& ref, const std::string& before, const std::string& after,
                       bool forced) {
    return R"({"ref":")" + ref + R"(","before":")" + before + R"(","after":")" + after +
           R"(","forced":)" + (forced ? "true" : "false") +
           R"(,"repository":{"default_branch":"main"}})";
  };
  {
    const Payload payload(push("refs/heads/topic", id_a, id_b, false));
    Given given = github("push", payload);
    given.commits.insert(id_a);
    CHECK(given.recognised().request.base == id_a);
    CHECK(given.recognised().request.head == id_b);
    // Gone from a whole clone, although nobody says that it was forced: Gitea does not.
    given.commits = {"refs/remotes/origin/main"};
    CHECK(given.recognised().request.base == "refs/remotes/origin/main");
    // A shallow one cannot know.
    given.shallow = true;
    CHECK(given.recognised().request.base == id_a);
  }
  {
    const Payload payload(push("refs/heads/topic", zero, id_b, false));
    Given given = github("push", payload);
    given.commits.insert("refs/remotes/origin/main");
    const Run run = given.recognised();
    CHECK(run.request.kind == ChangeKind::range);
    CHECK(run.request.base == "refs/remotes/origin/main");
  }
  {
    const Payload payload(push("refs/heads/main", zero, id_b, false));
    CHECK(github("push", payload).recognised().request.kind == ChangeKind::tree);
  }
  {
    const Payload payload(push("refs/heads/topic", id_a, id_b, true));
    Given given = github("push", payload);
    given.commits.insert("refs/remotes/origin/main");
    CHECK(given.recognised().request.base == "refs/remotes/origin/main");
    given.commits.insert(id_a);
    CHECK(given.recognised().request.base == id_a);
  }
  {
    const Payload payload(push("refs/tags/v1", zero, id_b, false));
    const Run run = github("push", payload).recognised();
    CHECK(run.request.kind == ChangeKind::tree);
    CHECK(run.request.head == id_c);
  }
  {
    const Payload payload(push("refs/heads/topic", id_a, zero, false));
    CHECK_THROWS_AS(github("push", payload).recognised(), Error);
  }
}

TEST_CASE("a merge queue and events about no change") {
  const Payload group(R"({"merge_group":{"base_sha":")" + id_a + R"(","head_sha":")" + id_b +
                      R"(","base_ref":"refs/heads/main"}})");
  const Run run = github("merge_group", group).recognised();
  CHECK(run.request.base == id_a);
  CHECK(run.request.head == id_b);
  const Payload nothing("{}");
  CHECK(github("schedule", nothing).recognised().request.kind == ChangeKind::tree);
  // A workflow for comments checks the pull request out; GITHUB_SHA is the default branch's.
  CHECK(github("issue_comment", nothing).recognised().request.head == "HEAD");
  CHECK(github("release", nothing).recognised().request.head == id_c);
}

TEST_CASE("a push that does not tell its commits is an error, unless someone else does") {
  for (const std::string& text : {std::string("{}"), R"({"after":")" + id_b + R"("})",
                                  R"({"ref":"refs/heads/x","after":")" + id_b + R"("})",
                                  R"({"before":")" + id_a + R"(","after":")" + id_b + R"("})"}) {
    const Payload payload(text);
    Given given = github("push", payload);
    given.commits.insert(id_a);
    CHECK_THROWS_WITH(given.recognised(), Catch::Contains("the event's payload has no"));
    given.environment["MOONGATE_BASE"] = "main";
    CHECK(given.recognised().request.base == "main");
    // Whose rules would these be?
    given.environment["GITHUB_EVENT_NAME"] = "pull_request_target";
    CHECK_THROWS_AS(given.recognised(), Error);
  }
}

TEST_CASE("a payload that never ends is not read") {
  Given given;
  given.environment = {{"GITHUB_ACTIONS", "true"}, {"GITHUB_EVENT_NAME", "push"}};
  for (const char* path : {"", "/dev/zero", "/", "/nowhere/event.json"}) {
    given.environment["GITHUB_EVENT_PATH"] = path;
    CHECK_THROWS_AS(given.recognised(), Error);
  }
  // 33 MiB of blanks, and no blocks on the disk.
  const Payload payload("");
  std::filesystem::resize_file(payload.path(), 33u << 20);
  given.environment["GITHUB_EVENT_PATH"] = payload.path();
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("larger than 32 MiB"));
}

TEST_CASE("a payload that is not what it should be is an error") {
  const std::string deep(1 << 20, '[');
  for (const std::string& text : std::vector<std::string>{
           "", "[]", "{", "{}", R"({"pull_request":7})",
           R"({"pull_request":{"base":{"sha":"zz"}}})", deep, R"({"title":"\"[","x":)" + deep}) {
    const Payload payload(text);
    CHECK_THROWS_AS(github("pull_request", payload).recognised(), Error);
  }
}

TEST_CASE("the action's inputs become flags") {
  const Payload payload(pull_request());
  Given given = github("pull_request", payload);
  given.environment["INPUT_FAIL-ON"] = "warning";
  given.environment["INPUT_CHECK"] = "lint, secrets";
  given.environment["INPUT_FETCH"] = "true";
  CHECK(given.recognised().flags == std::vector<std::string>{"--check", "lint", "--check",
                                                             "secrets", "--fail-on", "warning",
                                                             "--fetch"});
  given.environment["INPUT_FETCH"] = "yes please";
  CHECK_THROWS_AS(given.recognised(), Error);
}

TEST_CASE("Gitea is asked before GitHub, and shows text") {
  const Payload payload(pull_request());
  Given given = github("pull_request", payload);
  given.environment["GITEA_ACTIONS"] = "true";
  const Run run = given.recognised();
  CHECK(run.host == "Gitea Actions");
  CHECK(run.format == "text");
}

TEST_CASE("Jenkins changes: the target's branch, else the merge's second parent") {
  Given given;
  given.environment = {{"JENKINS_URL", "x"}, {"CHANGE_ID", "12"}, {"CHANGE_TARGET", "main"}};
  given.commits.insert("refs/remotes/origin/main");
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.commits.erase("refs/remotes/origin/main");
  // The change's own head may be a merge of anything.
  given.parents["HEAD"] = {id_a, id_b};
  given.environment["BRANCH_NAME"] = "PR-12";
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.ancestors = {{id_a, "refs/remotes/origin/PR-12"}, {"refs/remotes/origin/PR-12", id_a}};
  CHECK(given.recognised().request.base == id_b);
  CHECK(given.recognised().request.pull_request->number == 12);
  given.environment.erase("CHANGE_TARGET");
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("CHANGE_TARGET"));
}

TEST_CASE("Jenkins: a fork's target may be in a remote of its own; tags and nameless branches") {
  Given given;
  given.environment = {{"JENKINS_URL", "x"}, {"CHANGE_ID", "12"}, {"CHANGE_TARGET", "main"}};
  given.commits = {"refs/remotes/origin/main", "refs/remotes/upstream/main"};
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["CHANGE_FORK"] = "someone/fork";
  CHECK(given.recognised().request.base == "refs/remotes/upstream/main");
  given.environment = {{"JENKINS_URL", "x"}, {"GIT_BRANCH", "refs/tags/v1"}};
  CHECK(given.recognised().request.kind == ChangeKind::tree);
  given.environment["GIT_BRANCH"] = "detached";
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.ancestors.insert({"HEAD", "refs/remotes/origin/main"});
  CHECK(given.recognised().request.kind == ChangeKind::tree);
}

TEST_CASE("Jenkins branches: since the last success, else since the default branch, else all") {
  Given given;
  given.environment = {{"JENKINS_URL", "x"},
                       {"BRANCH_NAME", "topic"},
                       {"GIT_COMMIT", id_b},
                       {"GIT_PREVIOUS_SUCCESSFUL_COMMIT", id_a}};
  given.commits = {id_a, "refs/remotes/origin/main"};
  given.ancestors.insert({id_a, id_b});
  CHECK(given.recognised().request.base == id_a);
  given.ancestors.clear();
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["BRANCH_NAME"] = "main";
  given.environment["BRANCH_IS_PRIMARY"] = "true";
  CHECK(given.recognised().request.kind == ChangeKind::tree);
}

TEST_CASE("GitLab: merge requests, branches, first pushes, tags") {
  Given given;
  given.environment = {{"GITLAB_CI", "true"},
                       {"CI_PIPELINE_SOURCE", "merge_request_event"},
                       {"CI_MERGE_REQUEST_IID", "3"},
                       {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"},
                       {"CI_MERGE_REQUEST_DIFF_BASE_SHA", id_a},
                       {"CI_COMMIT_SHA", id_b}};
  CHECK(given.recognised().request.base == id_a);
  CHECK(given.recognised().request.head == id_b);
  given.commits.insert("refs/remotes/origin/main");
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] = id_c;
  CHECK(given.recognised().request.head == id_c);

  given.environment = {{"GITLAB_CI", "true"},          {"CI_PIPELINE_SOURCE", "push"},
                       {"CI_COMMIT_BRANCH", "topic"},  {"CI_DEFAULT_BRANCH", "main"},
                       {"CI_COMMIT_BEFORE_SHA", id_a}, {"CI_COMMIT_SHA", id_b}};
  given.commits.insert(id_a);
  CHECK(given.recognised().request.base == id_a);
  given.environment["CI_COMMIT_BEFORE_SHA"] = zero;
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["CI_COMMIT_BEFORE_SHA"] = id_c;  // rewritten, or out of a shallow clone's reach
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.shallow = true;
  CHECK(given.recognised().request.base == id_c);
  given.environment["CI_COMMIT_TAG"] = "v1";
  CHECK(given.recognised().request.kind == ChangeKind::tree);
}

TEST_CASE("GitLab: a fork's own branch is not the target, and what was merged has its base still") {
  Given given;
  given.environment = {{"GITLAB_CI", "true"},
                       {"CI_MERGE_REQUEST_IID", "3"},
                       {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"},
                       {"CI_MERGE_REQUEST_DIFF_BASE_SHA", id_a},
                       {"CI_COMMIT_SHA", id_b}};
  given.commits = {"refs/remotes/origin/main"};
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["CI_PROJECT_ID"] = "10";
  given.environment["CI_MERGE_REQUEST_PROJECT_ID"] = "10";
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["CI_MERGE_REQUEST_PROJECT_ID"] = "1";
  CHECK(given.recognised().request.base == id_a);
  given.environment["CI_MERGE_REQUEST_PROJECT_ID"] = "10";
  given.ancestors.insert({id_b, "refs/remotes/origin/main"});
  CHECK(given.recognised().request.base == id_a);
  given.environment.erase("CI_MERGE_REQUEST_DIFF_BASE_SHA");
  given.environment.erase("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
  CHECK_THROWS_WITH(given.recognised(),
                    Catch::Contains("the start of this merge request is unknown"));
}

TEST_CASE("other systems' pull requests") {
  Given given;
  given.environment = {{"TF_BUILD", "True"},
                       {"SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"},
                       {"BUILD_SOURCEBRANCH", "refs/pull/7/merge"}};
  given.commits.insert("refs/remotes/origin/main");
  const Run run = given.recognised();
  CHECK(run.host == "Azure Pipelines");
  CHECK(run.request.base == "refs/remotes/origin/main");
}

TEST_CASE("other systems: tags are whole trees, a target that is not told is asked for") {
  Given given;
  given.commits.insert("refs/remotes/origin/main");
  for (const std::map<std::string, std::string>& environment :
       std::vector<std::map<std::string, std::string>>{
           {{"TF_BUILD", "True"}, {"BUILD_SOURCEBRANCH", "refs/tags/v1"}},
           {{"TRAVIS", "true"}, {"TRAVIS_BRANCH", "v1"}, {"TRAVIS_TAG", "v1"}},
           {{"BUILDKITE", "true"}, {"BUILDKITE_BRANCH", "v1"}, {"BUILDKITE_TAG", "v1"}},
           {{"CIRCLECI", "true"}, {"CIRCLE_TAG", "v1"}},
           {{"BITBUCKET_COMMIT", id_a}, {"BITBUCKET_TAG", "v1"}}}) {
    given.environment = environment;
    CHECK(given.recognised().request.kind == ChangeKind::tree);
    CHECK(given.recognised().request.why == "everything in v1");
  }
  given.environment = {{"BUILDKITE", "true"}, {"BUILDKITE_PULL_REQUEST", "7"}};
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("BUILDKITE_PULL_REQUEST_BASE_BRANCH"));
}

TEST_CASE("other systems: the target's commit, and the pull request's own head") {
  Given given;
  given.environment = {{"BITBUCKET_COMMIT", id_b},
                       {"BITBUCKET_PR_DESTINATION_BRANCH", "main"},
                       {"BITBUCKET_PR_DESTINATION_COMMIT", id_a}};
  CHECK(given.recognised().request.base == id_a);
  given.commits.insert("refs/remotes/origin/main");
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment = {{"TF_BUILD", "True"},
                       {"SYSTEM_PULLREQUEST_TARGETBRANCH", "main"},
                       {"SYSTEM_PULLREQUEST_SOURCECOMMITID", id_b},
                       {"BUILD_SOURCEVERSION", id_c}};
  CHECK(given.recognised().request.head == id_c);
  given.commits.insert(id_b);
  CHECK(given.recognised().request.head == id_b);
}

TEST_CASE("a variable that cannot be right is named, and nothing else is checked instead") {
  Given given;
  given.commits = {id_a, id_b, "refs/remotes/origin/main"};
  const auto refused = [&](std::map<std::string, std::string> environment, const char* variable) {
    INFO(variable);
    given.environment = std::move(environment);
    CHECK_THROWS_WITH(given.recognised(), Catch::Contains(variable));
    given.environment["MOONGATE_BASE"] = "main";  // who knows better has the last word
    CHECK(given.recognised().request.base == "main");
  };
  const std::map<std::string, std::string> drone = {
      {"DRONE", "true"}, {"DRONE_BRANCH", "topic"}, {"DRONE_COMMIT_SHA", id_b}};
  const auto with = [](std::map<std::string, std::string> environment, const char* name,
                       const char* value) {
    environment[name] = value;
    return environment;
  };
  refused(with(drone, "DRONE_COMMIT_BEFORE", "garbage"), "DRONE_COMMIT_BEFORE");
  refused(with(drone, "DRONE_COMMIT_SHA", "-1"), "DRONE_COMMIT_SHA");
  refused(with(drone, "DRONE_BRANCH", "to pic"), "DRONE_BRANCH");
  refused(with(drone, "DRONE_PULL_REQUEST", "seven"), "DRONE_PULL_REQUEST");
  refused(with(drone, "DRONE_TAG", "../v1"), "DRONE_TAG");
  refused({{"CIRCLECI", "true"}, {"CIRCLE_BRANCH", "topic"}, {"CIRCLE_SHA1", "xyz"}},
          "CIRCLE_SHA1");
  refused({{"CIRCLECI", "true"}, {"CIRCLE_BRANCH", "a..b"}, {"CIRCLE_SHA1", id_b}},
          "CIRCLE_BRANCH");
  // What systems do say.
  given.environment =
      with(drone, "DRONE_COMMIT_BEFORE", "0000000000000000000000000000000000000000");
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment = {
      {"BUILDKITE", "true"}, {"BUILDKITE_BRANCH", "topic"}, {"BUILDKITE_COMMIT", "HEAD"}};
  CHECK(given.recognised().request.head == "HEAD");
}

TEST_CASE("the default branch: Git's setting, then the only one of main and master") {
  Given given;
  given.environment = {{"CIRCLECI", "true"}, {"CIRCLE_BRANCH", "topic"}, {"CIRCLE_SHA1", id_b}};
  given.commits = {id_b, "refs/remotes/origin/master"};
  CHECK(given.recognised().request.base == "refs/remotes/origin/master");
  given.commits.insert("refs/remotes/origin/main");
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("not known which branch topic left"));
}

TEST_CASE("a system that tells too little is named") {
  Given given;
  given.environment = {{"CI", "true"}};
  CHECK_THROWS_WITH(given.recognised(),
                    Catch::Contains("no supported CI system detected, although CI is set"));
  given.environment["TEAMCITY_VERSION"] = "2024";
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("TeamCity"));
  given.environment["MOONGATE_BASE"] = "main";
  CHECK(given.recognised().request.base == "main");
}

TEST_CASE("systems that call the target the branch are asked for their pull request") {
  Given given;
  given.commits.insert("refs/remotes/origin/main");
  given.environment = {
      {"TRAVIS", "true"}, {"TRAVIS_BRANCH", "main"}, {"TRAVIS_PULL_REQUEST", "12"}};
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
  given.environment["TRAVIS_PULL_REQUEST"] = "false";
  CHECK(given.recognised().request.kind == ChangeKind::tree);
  given.environment = {{"DRONE", "true"},
                       {"DRONE_BRANCH", "main"},
                       {"DRONE_TARGET_BRANCH", "main"},
                       {"DRONE_PULL_REQUEST", "3"}};
  CHECK(given.recognised().request.kind == ChangeKind::range);
}

TEST_CASE("a commit before the push that is the push itself tells nothing") {
  Given given;
  given.commits = {id_a, "refs/remotes/origin/main"};
  const auto base = [&](std::map<std::string, std::string> environment) {
    given.environment = std::move(environment);
    return given.recognised().request.base;
  };
  CHECK(base({{"CI", "woodpecker"},
              {"CI_COMMIT_BRANCH", "topic"},
              {"CI_COMMIT_SHA", id_a},
              {"CI_PREV_COMMIT_SHA", id_a}}) == "refs/remotes/origin/main");
  CHECK(base({{"DRONE", "true"},
              {"DRONE_BRANCH", "topic"},
              {"DRONE_COMMIT_SHA", id_a},
              {"DRONE_COMMIT_BEFORE", id_a}}) == "refs/remotes/origin/main");
  CHECK(base({{"GITLAB_CI", "true"},
              {"CI_COMMIT_BRANCH", "topic"},
              {"CI_COMMIT_SHA", id_a},
              {"CI_COMMIT_BEFORE_SHA", id_a}}) == "refs/remotes/origin/main");
  const Payload payload(R"({"ref":"refs/heads/topic","before":")" + id_a + R"(","after":")" + id_a +
                        R"("})");
  given.environment = github("push", payload).environment;
  CHECK(given.recognised().request.base == "refs/remotes/origin/main");
}

TEST_CASE("GitLab: a pull request of a repository elsewhere") {
  Given given;
  given.environment = {{"GITLAB_CI", "true"},
                       {"CI_PIPELINE_SOURCE", "external_pull_request_event"},
                       {"CI_COMMIT_SHA", id_c},
                       {"CI_COMMIT_BEFORE_SHA", zero},
                       {"CI_COMMIT_BRANCH", "topic"},
                       {"CI_EXTERNAL_PULL_REQUEST_IID", "12"},
                       {"CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME", "topic"},
                       {"CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA", id_b},
                       {"CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME", "stable"},
                       {"CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA", id_a}};
  given.commits = {id_a, id_b, "refs/remotes/origin/main"};
  Run run = given.recognised();
  CHECK(run.request.base == id_a);
  CHECK(run.request.head == id_b);
  CHECK(run.request.pull_request->number == 12);
  CHECK(run.request.pull_request->base == "stable");
  given.commits.insert("refs/remotes/origin/stable");
  CHECK(given.recognised().request.base == "refs/remotes/origin/stable");
  given.ancestors.insert({id_b, "refs/remotes/origin/stable"});  // merged meanwhile
  CHECK(given.recognised().request.base == id_a);
  given.environment.erase("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME");
  given.environment.erase("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA");
  CHECK_THROWS_WITH(given.recognised(),
                    Catch::Contains("the target of this pull request is unknown"));
}

TEST_CASE("any CI system is told from a person's machine") {
  const auto ci = [](const std::string& set, const std::string& value) {
    return is_ci([&](std::string_view name) -> std::optional<std::string> {
      if (name == set) return value;
      return std::nullopt;
    });
  };
  for (const char* name : {"CI", "JENKINS_URL", "TF_BUILD", "TEAMCITY_VERSION",
                           "CODEBUILD_BUILD_ID", "GITLAB_CI", "DRONE"})
    CHECK(ci(name, "x"));
  CHECK_FALSE(ci("PATH", "/bin"));
}

TEST_CASE("what a branch left is asked for where it is not known") {
  Given given;
  given.environment = {{"JENKINS_URL", "x"}, {"BRANCH_NAME", "topic"}};
  CHECK_THROWS_WITH(given.recognised(), Catch::Contains("it is not known which branch topic left"));
  given.environment["MOONGATE_DEFAULT_BRANCH"] = "trunk";
  CHECK(given.recognised().request.base == "refs/remotes/origin/trunk");
  given.environment.erase("MOONGATE_DEFAULT_BRANCH");
  given.symbolic["refs/remotes/origin/HEAD"] = "refs/remotes/origin/devel";
  CHECK(given.recognised().request.base == "refs/remotes/origin/devel");
  given.symbolic.clear();
  given.environment["MOONGATE_BASE"] = "v1";
  CHECK(given.recognised().request.base == "v1");
  CHECK(given.recognised().host == "Jenkins");
  given.environment = {
      {"JENKINS_URL", "x"}, {"BRANCH_NAME", "trunk"}, {"BRANCH_IS_PRIMARY", "true"}};
  CHECK(given.recognised().request.kind == ChangeKind::tree);
}

TEST_CASE("a branch that nobody names is compared with the default branch, or is it") {
  Given given;
  given.environment = {{"JENKINS_URL", "x"}};
  given.commits.insert("refs/heads/main");
  CHECK(given.recognised().request.base == "refs/heads/main");
  given.ancestors.insert({"HEAD", "refs/heads/main"});
  CHECK(given.recognised().request.kind == ChangeKind::tree);
}

TEST_CASE("commits of the default branch that a branch merged are not its own") {
  const Payload payload(R"({"ref":"refs/heads/topic","before":")" + id_a + R"(","after":")" + id_b +
                        R"(","repository":{"default_branch":"main"}})");
  Given given = github("push", payload);
  given.commits.insert(id_a);
  CHECK(given.recognised().request.apart_from.empty());  // main is not here
  given.commits.insert("refs/remotes/origin/main");
  CHECK(given.recognised().request.apart_from == "refs/remotes/origin/main");
  given.ancestors.insert({id_b, "refs/remotes/origin/main"});
  CHECK(given.recognised().request.apart_from.empty());  // merged meanwhile
}

TEST_CASE("a pull request without its merge commit is taken from the base as it is now") {
  const Payload payload(pull_request());
  Given given = github("pull_request", payload);
  given.ancestors.insert({id_a, "refs/heads/main"});
  given.commits.insert("refs/heads/main");
  CHECK(given.recognised().request.base == "refs/heads/main");
  given.ancestors.insert({id_b, "refs/heads/main"});
  CHECK(given.recognised().request.base == id_a);  // it was merged
}

TEST_CASE("generic variables change the range, not how a host shows things") {
  const Payload payload(pull_request());
  Given given = github("pull_request_target", payload);
  given.environment["MOONGATE_BASE"] = "v1";
  const Run run = given.recognised();
  CHECK(run.request.base == "v1");
  CHECK(run.format == "github");
  CHECK(run.config_from == id_a);
}
