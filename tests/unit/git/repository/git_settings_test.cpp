#include "git/repository/git_settings.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace moongate;

using Words = std::vector<std::string>;

TEST_CASE("the configured hooks are named once, whatever their names hold") {
  using namespace std::string_literals;
  CHECK(configured_hooks("").empty());
  CHECK(configured_hooks("hook.lint.event\0hook.a.b=c d.event\0hook.lint.event\0"s) ==
        Words{"a.b=c d", "lint"});
  // What is no hook's event: without a name, of another key, cut short.
  CHECK(configured_hooks("hook.event\0hook..event\0hook.x.command\0other.x.event\0hook.y.event"s) ==
        Words{"y"});
}

TEST_CASE("git is told to run no hook in both spellings") {
  const GitSettings none = settings_without_hooks({});
  const auto has = [](const GitSettings& settings, const char* word) {
    return std::count(settings.arguments.begin(), settings.arguments.end(), word) == 1;
  };
  CHECK(has(none, "core.hooksPath=/dev/null"));
  CHECK(has(none, "hook.post-index-change.enabled=false"));
  CHECK(has(none, "hook.reference-transaction.enabled=false"));
  CHECK(has(none, "hook.pre-auto-gc.enabled=false"));
  CHECK(none.environment.empty());

  const GitSettings some = settings_without_hooks({"lint", "a=b"});
  CHECK(has(some, "hook.post-index-change.enabled=false"));
  CHECK(has(some, "--config-env=hook.lint.enabled=MOONGATE_GIT_FALSE"));
  CHECK(has(some, "--config-env=hook.a=b.enabled=MOONGATE_GIT_FALSE"));
  CHECK(some.environment == Words{"MOONGATE_GIT_FALSE=false"});
}
