#include "findings/relaxations.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace moongate;

namespace {

Option option(std::string name, OptionType type, Value fallback) {
  Option made;
  made.name = std::move(name);
  made.type = type;
  made.fallback = std::move(fallback);
  return made;
}

std::vector<Declaration> some_checks() {
  Declaration size;
  size.name = "size-limit";
  size.source_path = "checks/size-limit.lua";
  size.options = {option("max_file", OptionType::size, 1024),
                  option("min_age", OptionType::integer, 3),
                  option("types", OptionType::list, List{"a"})};
  Declaration secrets;
  secrets.name = "secrets";
  secrets.scope = Scope::commits;
  secrets.patterns = {{"jwt", "", {}, 0, "", true}, {"key", "", {}, 0, "", true}};
  Declaration team;
  team.name = "no-print";
  team.source_path = ".moongate/checks/no-print.lua";
  return {team, secrets, size};
}

struct Side {
  std::vector<Declaration> checks = some_checks();
  std::string root;
  std::vector<ConfigText> nested;
  Baseline baseline;

  Config config() const {
    std::vector<ConfigText> layers = {{"repository", "moongate.toml", "", root}};
    layers.insert(layers.end(), nested.begin(), nested.end());
    return load_config(layers, {}, checks);
  }
};

std::string compared(const Side& before, const Side& after) {
  const Config a = before.config(), b = after.config();
  std::string out;
  for (const Relaxation& one :
       find_relaxed({a, before.checks, before.baseline}, {b, after.checks, after.baseline}))
    out += one.path + ":" + std::to_string(one.line) + " " + one.what + "\n";
  return out;
}

std::string compared(std::string before, std::string after) {
  Side a, b;
  a.root = std::move(before);
  b.root = std::move(after);
  return compared(a, b);
}

ConfigText nested(std::string directory, std::string text) {
  return {"nested", directory + "/moongate.toml", directory, std::move(text)};
}

}  // namespace

TEST_CASE("nothing changed, or tightened: nothing is relaxed") {
  CHECK(compared("", "").empty());
  CHECK(compared("[checks.secrets]\nlevel = \"off\"", "").empty());
  CHECK(compared("fail_on = \"error\"", "fail_on = \"note\"").empty());
  CHECK(compared("", "[checks.size-limit]\nmax_file = 10").empty());
  CHECK(compared("paths = { exclude = [\"a\"] }", "paths = { exclude = [] }").empty());
  CHECK(compared("paths = { include = [\"a\"] }", "paths = { include = [\"a\", \"b\"] }").empty());
  CHECK(compared("[checks.secrets]\nstages = [\"staged\"]",
                 "[checks.secrets]\nstages = [\"staged\", \"range\"]")
            .empty());
  CHECK(compared("", "[limits]\ncheck_time = \"1s\"").empty());
}

TEST_CASE("a check switched off, lowered or removed is named with its place") {
  CHECK(compared("", "[checks.secrets]\nlevel = \"off\"") ==
        "moongate.toml:2 check secrets switched off\n");
  CHECK(compared("", "\n[checks.secrets]\nlevel = \"note\"") ==
        "moongate.toml:3 check secrets lowered from error to note\n");
  Side before, after;
  before.root = "[checks.secrets]\nlevel = \"error\"";
  after.checks[1].level = Level::warning;
  CHECK(compared(before, after) == "moongate.toml:0 check secrets lowered from error to warning\n");
  after = Side();
  after.checks.erase(after.checks.begin());
  CHECK(compared(Side(), after) == ".moongate/checks/no-print.lua:0 check no-print removed\n");
  before = Side();
  before.root = "[checks.no-print]\nlevel = \"off\"";
  CHECK(compared(before, after).empty());
}

TEST_CASE("rules, stages and scope") {
  CHECK(compared("", "[checks.secrets.rules]\njwt = \"off\"\nkey = \"note\"") ==
        "moongate.toml:2 rule secrets/jwt switched off\n"
        "moongate.toml:3 rule secrets/key lowered from error to note\n");
  CHECK(compared("", "[checks.secrets]\nstages = [\"range\"]\nscope = \"net\"") ==
        "moongate.toml:2 check secrets runs on fewer kinds of change\n"
        "moongate.toml:3 check secrets no longer looks at each commit\n");
  Side after;
  after.checks[1].patterns.pop_back();
  CHECK(compared(Side(), after).find("rule secrets/key switched off") != std::string::npos);
}

TEST_CASE("a limit of 0 is none, and of a minimum only the check knows what it keeps back") {
  CHECK(compared("", "[checks.size-limit]\nmax_file = 0") ==
        "moongate.toml:2 option max_file of size-limit changed from \"1KiB\" to \"0B\"\n");
  CHECK(compared("[checks.size-limit]\nmax_file = 0", "[checks.size-limit]\nmax_file = 10") ==
        "moongate.toml:2 option max_file of size-limit changed from \"0B\" to \"10B\"\n");
  CHECK(compared("", "[checks.size-limit]\nmin_age = 9") ==
        "moongate.toml:2 option min_age of size-limit changed from 3 to 9\n");
}

TEST_CASE("options, files, ignores and fail_on") {
  CHECK(compared("",
                 "[checks.size-limit]\nmax_file = \"1MiB\"\nmin_age = 1\ntypes = [\"a\", \"b\"]") ==
        "moongate.toml:2 option max_file of size-limit changed from \"1KiB\" to \"1MiB\"\n"
        "moongate.toml:3 option min_age of size-limit changed from 3 to 1\n"
        "moongate.toml:4 option types of size-limit changed from [\"a\"] to [\"a\", \"b\"]\n");
  CHECK(compared("paths = { exclude = [\"a\"] }",
                 "[paths]\nexclude = [\"a\",\n\"b\"]\ninclude = [\"src/**\"]") ==
        "moongate.toml:3 files excluded from every check: b\n"
        "moongate.toml:4 fewer files included in every check\n");
  CHECK(compared("", "[checks.secrets]\npaths = { exclude = [\"t/**\"] }") ==
        "moongate.toml:2 files excluded from check secrets: t/**\n");
  const std::string one = "[[ignore]]\ncheck = \"secrets\"\npaths = [\"a\"]\n";
  CHECK(compared("", one) == "moongate.toml:1 [[ignore]] of secrets added\n");
  CHECK(compared(one, "\n\n" + one + "reason = \"why\"").empty());
  CHECK(compared("", "fail_on = \"never\"") ==
        "moongate.toml:1 fail_on relaxed from error to never\n");
  CHECK(compared("[limits]\nfindings = 50", "[limits]\ncheck_time = \"1s\"\nfindings = 10") ==
        "moongate.toml:3 limits.findings lowered from 50 to 10\n");
  CHECK(compared("[limits]\nfindings = 20000", "") ==
        "moongate.toml:0 limits.findings lowered from 20000 to 10000\n");
  CHECK(compared("", "[limits]\nfindings = 20000").empty());
  CHECK(compared("", "[limits]\nfiles = 20000000\nread = \"128GiB\"") ==
        "moongate.toml:2 limits.files raised from 10000000 to 20000000\n"
        "moongate.toml:3 limits.read raised from 64GiB to 128GiB\n");
  CHECK(compared("", "[limits]\nfiles = 20\nread = \"1GiB\"").empty());
}

TEST_CASE("nested files, added and removed") {
  Side before, after;
  after.nested = {nested("sub", "[checks.secrets]\nlevel = \"off\"\n[paths]\nexclude = [\"x\"]")};
  CHECK(compared(before, after) ==
        "sub/moongate.toml:2 check secrets switched off below sub\n"
        "sub/moongate.toml:4 files excluded from every check: sub/**/x\n");
  before.root = after.root = "[checks.secrets]\nlevel = \"off\"";
  before.nested = {nested("sub", "[checks.secrets]\nlevel = \"error\"")};
  after.nested = {};
  CHECK(compared(before, after) == "moongate.toml:2 check secrets switched off\n");
  // The root's change is told once, although every nested directory shows it.
  before = after = Side();
  before.nested = after.nested = {nested("a", ""), nested("b", "")};
  after.root = "[checks.secrets]\nlevel = \"off\"";
  CHECK(compared(before, after) == "moongate.toml:2 check secrets switched off\n");
}

TEST_CASE("findings accepted into the baseline are counted") {
  Side before, after;
  before.baseline.entries = {{"1:0a", "", "", "", 1}};
  after.baseline.entries = {{"1:0a", "", "", "", 3}, {"1:0b", "", "", "", 1}};
  CHECK(compared(before, after) ==
        ".moongate/baseline.json:0 3 findings accepted into the baseline\n");
  CHECK(compared(after, before).empty());
}

TEST_CASE("comments that a file did not have") {
  const auto shown = [](std::string_view before, std::string_view after) {
    std::string out;
    for (const Relaxation& one : added_suppressions("a.c", before, after))
      out += one.path + ":" + std::to_string(one.line) + " " + one.what + "\n";
    return out;
  };
  CHECK(shown("", "x\ny // moongate:ignore a, b/c why\n") ==
        "a.c:2 moongate:ignore a, b/c added\n");
  CHECK(shown("y // moongate:ignore a\n", "x\n\n  y // moongate:ignore a\n").empty());
  CHECK(shown("// moongate:ignore a\ny\n", "x\n// moongate:ignore a\ny\n").empty());
  CHECK(shown("// moongate:ignore a\ny\n", "// moongate:ignore a\nz\n") ==
        "a.c:1 moongate:ignore a added\n");
  CHECK(shown("y // moongate:ignore a\n", "y // moongate:ignore a\ny // moongate:ignore a\n") ==
        "a.c:2 moongate:ignore a added\n");
  CHECK(shown("y // moongate:ignore a\n", "y\n").empty());
}

TEST_CASE("a policy may refuse what a change relaxes") {
  const std::vector<Relaxation> relaxed = {{"check secrets switched off", "moongate.toml", 2},
                                           {"x", "y", 3}};
  PolicyRules policy;
  CHECK_NOTHROW(require_nothing_relaxed(policy, relaxed));
  policy.allow_relaxing = false;
  policy.origins["allow_relaxing"] = {"policy", "org.toml", 4};
  CHECK_NOTHROW(require_nothing_relaxed(policy, {}));
  try {
    require_nothing_relaxed(policy, relaxed);
    FAIL("allowed");
  } catch (const Error& error) {
    CHECK(error.problem().path == "moongate.toml");
    CHECK(error.problem().line == 2);
    CHECK(error.problem().message ==
          "check secrets switched off (and 1 more): the policy org.toml:4 refuses that a change "
          "relaxes the rules it is judged by");
  }
}
