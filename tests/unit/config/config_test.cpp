#include "config/config.h"

#include <catch2/catch.hpp>

#include "config/toml.h"
#include "version.h"

using namespace moongate;

namespace {

Option option(std::string name, OptionType type, Value fallback) {
  Option made;
  made.name = std::move(name);
  made.type = type;
  made.fallback = std::move(fallback);
  return made;
}

// A made-up set of checks with every type of option.
std::vector<Declaration> some_checks() {
  Declaration size;
  size.name = "size-limit";
  size.source_path = "checks/size-limit.lua";
  size.options = {option("files", OptionType::integer, 100),
                  option("max_file", OptionType::size, std::int64_t{1} << 20),
                  option("patience", OptionType::duration, 5.0),
                  option("ratio", OptionType::number, 0.5),
                  option("strict", OptionType::boolean, false),
                  option("where", OptionType::glob, "**")};
  size.options[0].min = Value(1);
  size.options[0].max = Value(1000);
  size.options[1].max = Value(std::int64_t{1} << 30);

  Declaration commits;
  commits.name = "conventional-commits";
  commits.level = Level::warning;
  commits.options = {option("case", OptionType::string, "lower"),
                     option("more", OptionType::list, List{}),
                     option("regexes", OptionType::list, List{}),
                     option("scopes", OptionType::map, Map{}),
                     option("ticket", OptionType::string, ""),
                     option("types", OptionType::list, List{"feat", "fix"}),
                     option("weights", OptionType::list, List{}),
                     option("where", OptionType::list, List{})};
  commits.options[0].one_of = {"lower", "upper"};
  commits.options[2].items = ItemType::regex;
  commits.options[4].pattern = "[A-Z]+-[0-9]*|";
  commits.options[6].items = ItemType::number;
  commits.options[7].items = ItemType::glob;
  commits.rules = {{"subject-length", "", "", "", Level::note}, {"type", "", "", "", {}}};

  Declaration space;
  space.name = "lint/trailing-whitespace";
  space.paths.exclude = {"*.patch"};
  Declaration newline;
  newline.name = "lint/final-newline";
  newline.options = {option("empty", OptionType::boolean, true)};

  Declaration secrets;
  secrets.name = "secrets";
  secrets.scope = Scope::commits;
  secrets.patterns = {{"jwt", "", {}, 0, "", true}, {"private-key", "", {}, 0, "", true}};
  return {commits, newline, space, secrets, size};
}

ConfigText repository(std::string text) {
  return {"repository", "moongate.toml", "", text};
}
ConfigText policy(std::string text) {
  return {"policy", "org.toml", "", text};
}
ConfigText nested(std::string directory, std::string text) {
  return {"nested", directory + "/moongate.toml", directory, text};
}

Config load(std::vector<ConfigText> layers, Overrides overrides = {}) {
  return load_config(layers, overrides, some_checks());
}

Problem refused(std::vector<ConfigText> layers, Overrides overrides = {}) {
  try {
    load(std::move(layers), std::move(overrides));
  } catch (const Error& error) {
    return error.problem();
  }
  FAIL("the configuration was accepted");
  return {};
}

// "LINE: message (help)" of what a repository file is refused with.
std::string said(std::string text) {
  const Problem problem = refused({repository(std::move(text))});
  CHECK(problem.kind == ProblemKind::config);
  CHECK(problem.path == "moongate.toml");
  CHECK_FALSE(problem.help.empty());
  return std::to_string(problem.line) + ": " + problem.message + " (" + problem.help + ")";
}

}  // namespace

TEST_CASE("no file at all gives what the checks declare") {
  const Config config = load({});
  CHECK(config.fail_on == Level::error);
  CHECK(config.budget_seconds == 1);
  CHECK(config.limits.check_seconds == 5);
  CHECK(config.limits.files == 10'000'000);
  CHECK(config.limits.read == std::uint64_t{64} << 30);
  CHECK(config.checks.size() == 5);
  const CheckSettings& size = config.settings("size-limit", "a.c");
  CHECK(size.level == Level::error);
  CHECK(size.options.at("max_file") == Value(std::int64_t{1} << 20));
  CHECK(config.settings("secrets", "").scope == Scope::commits);
  CHECK(config.settings("lint/trailing-whitespace", "").paths.exclude ==
        std::vector<std::string>{"*.patch"});
  CHECK(load({repository("")}).checks.size() == 5);
}

TEST_CASE("a repository's file sets what the whole change may make us read") {
  const Config config = load({repository("[limits]\nfiles = 20000\nread = \"1GiB\"\n")});
  CHECK(config.limits.files == 20000);
  CHECK(config.limits.read == std::uint64_t{1} << 30);
  CHECK(config.origins.at("limits.read") == Origin{"repository", "moongate.toml", 3});
}

TEST_CASE("a repository's file sets everything that a run needs, with its place") {
  const Config config = load({repository(R"(requires = ">=0.1"
fail_on = "warning"
budget = "2s"
paths = { exclude = ["vendor/**"] }

[limits]
check_time = "10s"
check_memory = "128MiB"
findings = 500

[checks.size-limit]
max_file = "512KiB"
patience = "1h30m"
ratio = 2
strict = true
files = 7
where = "src/**"

[checks.conventional-commits]
level = "error"
types = ["feat", "docs"]
case = "upper"
ticket = "ABC-1"
scopes = { core = "the core" }
stages = ["message", "range"]
rules = { type = "off" }

[checks.secrets]
scope = "net"
[checks.secrets.rules.jwt]
level = "warning"
)")});
  CHECK(config.fail_on == Level::warning);
  CHECK(config.budget_seconds == 2);
  CHECK(config.limits.check_seconds == 10);
  CHECK(config.limits.check_memory == 128u << 20);
  CHECK(config.limits.findings == 500);
  CHECK(config.excluded("vendor/a.c"));
  CHECK_FALSE(config.excluded("src/a.c"));
  CHECK(config.origins.at("limits.check_memory") == Origin{"repository", "moongate.toml", 8});
  CHECK(config.origins.at("paths.exclude.vendor/**") == Origin{"repository", "moongate.toml", 4});

  const CheckSettings& size = config.settings("size-limit", "");
  CHECK(size.options.at("max_file") == Value(std::int64_t{512} << 10));
  CHECK(size.options.at("patience") == Value(5400.0));
  CHECK(size.options.at("ratio") == Value(2.0));
  CHECK(size.options.at("strict") == Value(true));
  CHECK(size.options.at("files") == Value(7));
  CHECK(size.origins.at("max_file") == Origin{"repository", "moongate.toml", 12});
  const CheckSettings& commits = config.settings("conventional-commits", "");
  CHECK(commits.level == Level::error);
  CHECK(commits.options.at("types") == Value(List{"feat", "docs"}));
  CHECK(commits.options.at("scopes") == Value(Map{{"core", "the core"}}));
  CHECK(commits.stages == std::vector<ChangeKind>{ChangeKind::message, ChangeKind::range});
  CHECK(commits.rule_levels.at("type") == Level::off);
  const CheckSettings& secrets = config.settings("secrets", "");
  CHECK(secrets.scope == Scope::net);
  CHECK(secrets.rule_levels.at("jwt") == Level::warning);
  CHECK(secrets.origins.at("rules.jwt").line == 31);
}

TEST_CASE("a size may be a plain number of bytes") {
  CHECK(load({repository("[checks.size-limit]\nmax_file = 4096")})
            .settings("size-limit", "")
            .options.at("max_file") == Value(4096));
}

TEST_CASE("unknown keys are errors that name the nearest") {
  CHECK(said("\nfial_on = \"error\"") == "2: unknown key 'fial_on' (did you mean 'fail_on'?)");
  CHECK(said("[limits]\ncheck_tiem = \"1s\"") ==
        "2: unknown key 'check_tiem' in [limits] (did you mean 'check_time'?)");
  CHECK(said("paths = { excludes = [] }") ==
        "1: unknown key 'excludes' in [paths] (did you mean 'exclude'?)");
  CHECK(said("[checks.size-limt]\nlevel = \"off\"") ==
        "1: there is no check named 'size-limt' (did you mean 'size-limit'?)");
  CHECK(said("[checks.size-limit]\n\nmax_fiel = \"1MB\"") ==
        "3: unknown key 'max_fiel' in [checks.size-limit] (did you mean 'max_file'?)");
  CHECK(said("[checks.secrets.rules]\njtw = \"off\"") ==
        "2: the check secrets has no rule 'jtw' (did you mean 'jwt'?)");
  CHECK(said("[checks.size-limit]\nrules = { jwt = \"off\" }") ==
        "2: the check size-limit has no rule 'jwt' (it has no rules: remove this)");
  CHECK(said("[secrets]\nlevel = \"off\"") ==
        "1: unknown key 'secrets' (did you mean [checks.secrets]?)");
  CHECK(said("[checks.lint.trailing-whitespace]\nlevel = \"off\"") ==
        "1: unknown key 'trailing-whitespace' in [checks.lint] "
        "(did you mean [checks.\"lint/trailing-whitespace\"]?)");
  CHECK(said("[checks.zebra]") ==
        "1: there is no check named 'zebra' (`moongate list` shows the checks)");
}

TEST_CASE("wrong types, units and bounds are errors with their place") {
  CHECK(said("fail_on = error").starts_with("1: not TOML: "));
  CHECK(said("fail_on = 3") ==
        "1: fail_on must be one of error, warning, note, never, but is an integer (write for "
        "example \"error\")");
  CHECK(said("fail_on = \"eror\"") ==
        "1: fail_on must be one of error, warning, note, never, but is 'eror' (did you mean "
        "'error'?)");
  CHECK(said("budget = 5") ==
        "1: budget must be a duration, but is an integer (write numbers with units in quotes, "
        "such as \"5s\" or \"1h30m\")");
  CHECK(said("budget = \"5 parsecs\"").starts_with("1: budget: "));
  CHECK(said("limits = 3").starts_with("1: limits must be a table, but is an integer"));
  CHECK(said("[limits]\ncheck_time = \"2h\"") ==
        "2: limits.check_time must be between 10ms and 1h, but is 2h (choose a value in that "
        "range)");
  CHECK(said("[limits]\ncheck_memory = \"1B\"").starts_with("2: limits.check_memory must be"));
  CHECK(said("[limits]\nfiles = 0").starts_with("2: limits.files must be"));
  CHECK(said("[limits]\nread = \"1KiB\"").starts_with("2: limits.read must be"));
  CHECK(said("[limits]\nfindings = 0").starts_with("2: limits.findings must be between 1 and"));
  CHECK(said("[paths]\nexclude = \"vendor\"").starts_with("2: paths.exclude must be a list"));
  CHECK(said("[paths]\nexclude = [\n\"a\",\n3]") ==
        "4: an item of paths.exclude must be a string, but is an integer (put it in quotes)");
  CHECK(said("[paths]\nexclude = [\n\"a\",\n\"[b\"]").starts_with("4: paths.exclude: glob '[b'"));
  CHECK(said("checks = 1").starts_with("1: checks must be a table"));
  CHECK(said("[checks]\nsecrets = \"off\"") ==
        "2: checks.secrets must be a table, but is a string (write [checks.secrets] and level = "
        "\"off\" below)");
  CHECK(said("[checks.secrets]\nlevel = \"high\"") ==
        "2: checks.secrets.level must be one of error, warning, note, off, but is 'high' (known "
        "ones are: error, warning, note, off)");
  CHECK(said("[checks.secrets]\nlevel = true").starts_with("2: checks.secrets.level must be one"));
  CHECK(said("[checks.secrets]\nstages = [\"stagd\"]") ==
        "2: an item of checks.secrets.stages must be one of staged, working, message, range, "
        "commit, push, "
        "tree, history, refs, buffer, but is 'stagd' (did you mean 'staged'?)");
  CHECK(said("[checks.secrets]\nstages = []").starts_with("2: checks.secrets.stages is empty"));
  CHECK(said("[checks.secrets]\nscope = \"all\"").starts_with("2: checks.secrets.scope must be"));
  CHECK(said("[checks.secrets]\nlocked = true") ==
        "2: 'locked' may stand only in a policy file (move it to the file that --policy or "
        "MOONGATE_POLICY names)");
}

TEST_CASE("options are held to what the check declares") {
  const auto size = [](std::string line) { return said("[checks.size-limit]\n" + line); };
  CHECK(size("max_file = true")
            .starts_with("2: checks.size-limit.max_file must be a size, but is a boolean"));
  CHECK(size("max_file = -1")
            .starts_with("2: checks.size-limit.max_file must not be negative, but is -1"));
  CHECK(size("max_file = \"512 potatoes\"").starts_with("2: checks.size-limit.max_file: "));
  CHECK(size("max_file = \"2GiB\"") ==
        "2: checks.size-limit.max_file must be at most \"1GiB\", but is \"2GiB\" (choose a value "
        "in that range)");
  CHECK(size("files = 0").starts_with("2: checks.size-limit.files must be at least 1, but is 0"));
  CHECK(size("files = 1.5")
            .starts_with("2: checks.size-limit.files must be an integer, but is a number"));
  CHECK(size("ratio = inf").starts_with("2: checks.size-limit.ratio must be a finite number"));
  CHECK(size("ratio = \"1\"").starts_with("2: checks.size-limit.ratio must be a number"));
  CHECK(size("patience = 3").starts_with("2: checks.size-limit.patience must be a duration"));
  CHECK(size("strict = \"yes\"").starts_with("2: checks.size-limit.strict must be a boolean"));
  CHECK(size("where = \"{a\"").starts_with("2: checks.size-limit.where: glob '{a'"));
  CHECK(size("files = 1979-05-27")
            .starts_with("2: checks.size-limit.files must be an integer, but is a date"));

  const auto commits = [](std::string line) {
    return said("[checks.conventional-commits]\n" + line);
  };
  CHECK(commits("case = \"uper\"") ==
        "2: checks.conventional-commits.case must be one of \"lower\", \"upper\", but is 'uper' "
        "(did you mean 'upper'?)");
  CHECK(commits("ticket = \"abc\"")
            .starts_with("2: checks.conventional-commits.ticket: 'abc' does not match"));
  CHECK(commits("types = \"feat\"")
            .starts_with("2: checks.conventional-commits.types must be a list, but is a string"));
  CHECK(commits("types = [\"a\", 1]")
            .starts_with("2: an item of checks.conventional-commits.types must be a string"));
  CHECK(commits("scopes = []")
            .starts_with("2: checks.conventional-commits.scopes must be a table, but is a list"));
}

TEST_CASE("every item of a list is what the option holds, and the line of a wrong one is told") {
  const auto commits = [](std::string line) {
    return said("[checks.conventional-commits]\n" + line);
  };
  CHECK(commits("more = [\"a\",\n1]") ==
        "3: an item of checks.conventional-commits.more must be a string, but is an integer (write "
        "text in quotes)");
  CHECK(
      commits("more = [[\"a\"]]")
          .starts_with("2: an item of checks.conventional-commits.more must be a string, but is"));
  CHECK(commits("weights = [1, \"2\"]")
            .starts_with("2: an item of checks.conventional-commits.weights must be a number"));
  CHECK(commits("where = [\"a/**\", \"[x\"]")
            .starts_with("2: an item of checks.conventional-commits.where: glob '[x': "));
  CHECK(commits("where = [1]")
            .starts_with("2: an item of checks.conventional-commits.where must be a glob"));
  CHECK(commits("regexes = [\"a|b\", \"(x\"]")
            .starts_with("2: an item of checks.conventional-commits.regexes: regex '(x': "));
  CHECK(commits("regexes = [\"(?=x)\"]").find("look-around") != std::string::npos);
  std::string many = "regexes = [";
  for (int i = 0; i < 5001; ++i) many += "\"a\",";
  CHECK(commits(many + "]").find("more than 5000 globs") != std::string::npos);
  const Config config =
      load({repository("[checks.conventional-commits]\nweights = [1, 2.5]\n"
                       "where = [\"a/**\"]\nregexes = [\"^a\"]\nmore = []\n")});
  CHECK(config.settings("conventional-commits", "").options.at("weights") ==
        Value(List{Value(1.0), Value(2.5)}));
}

TEST_CASE("a group's rules are those of its checks") {
  std::vector<Declaration> checks = some_checks();
  for (Declaration& check : checks) {
    if (check.name == "lint/final-newline") check.rules = {{"strict", "", "", "", {}}};
    if (check.name == "lint/trailing-whitespace") check.rules = {{"tabs", "", "", "", {}}};
  }
  const Config config =
      load_config({repository("[checks.lint.rules]\nstrict = \"note\"\n")}, {}, checks);
  CHECK(config.settings("lint/final-newline", "").rule_levels.at("strict") == Level::note);
  CHECK(config.settings("lint/trailing-whitespace", "").rule_levels.empty());
  try {
    load_config({repository("[checks.lint.rules]\nstrct = \"note\"\n")}, {}, checks);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.problem().line == 2);
    CHECK(error.problem().message == "no check of the group lint has a rule 'strct'");
    CHECK(error.problem().help == "did you mean 'strict'?");
  }
}

TEST_CASE("of several problems the first by position is told, and all can be had") {
  const std::string text = "[checks.zebra]\n[checks.secrets]\nlevel = 1\n[limits]\nx = 1\n";
  CHECK(said(text).starts_with("1: there is no check named 'zebra'"));
  std::vector<Problem> all;
  CHECK_THROWS_AS(load_config({repository(text)}, {}, some_checks(), &all), Error);
  REQUIRE(all.size() == 3);
  CHECK(all[1].line == 3);
  CHECK(all[2].line == 5);
}

TEST_CASE("a group's settings hold for its checks, and one check's refine them in any order") {
  const Config config = load({repository(R"([checks."lint/final-newline"]
level = "error"
[checks.lint]
level = "warning"
paths = { exclude = ["*.md"] }
empty = false
)")});
  CHECK(config.settings("lint/final-newline", "").level == Level::error);
  CHECK(config.settings("lint/final-newline", "").options.at("empty") == Value(false));
  CHECK(config.settings("lint/trailing-whitespace", "").level == Level::warning);
  CHECK(config.settings("lint/trailing-whitespace", "").paths.exclude ==
        std::vector<std::string>{"*.patch", "*.md"});
  CHECK(config.settings("secrets", "").level == Level::error);
  CHECK(said("[checks.lint]\nemtpy = true") ==
        "2: unknown key 'emtpy' in [checks.lint] (did you mean 'empty'?)");
}

TEST_CASE("a later layer wins over an earlier one, also a group's over a check's") {
  const Config config = load({policy("[checks.\"lint/final-newline\"]\nlevel = \"note\""),
                              repository("[checks.lint]\nlevel = \"warning\"")});
  CHECK(config.settings("lint/final-newline", "").level == Level::warning);
  CHECK(config.settings("lint/final-newline", "").origins.at("level").layer == "repository");
}

TEST_CASE("values and lists replace, exclude accumulates") {
  const Config config = load({policy("paths = { exclude = [\"a/**\"], include = [\"x/**\"] }\n"
                                     "[checks.conventional-commits]\ntypes = [\"one\"]"),
                              repository("paths = { exclude = [\"b/**\", \"a/**\"], include = "
                                         "[\"y/**\"] }\n"
                                         "[checks.conventional-commits]\ntypes = [\"two\"]")});
  CHECK(config.paths.exclude == std::vector<std::string>{"a/**", "b/**"});
  CHECK(config.paths.include == std::vector<std::string>{"y/**"});
  CHECK(config.settings("conventional-commits", "").options.at("types") == Value(List{"two"}));
}

TEST_CASE("requires is compared with this version, before anything else is judged") {
  const std::string this_version(version);
  CHECK_NOTHROW(load({repository("requires = \"=" + this_version + "\"")}));
  CHECK(said("zebra = 1\nrequires = \">=99\"") ==
        "2: this file requires moongate >=99, and this is " + this_version +
            " (install a version that fits, or change `requires`)");
  CHECK(said("requires = \"new\"").starts_with("1: requires: 'new' is not a version condition"));
  CHECK(said("requires = 2").starts_with("1: requires must be a string"));
}

TEST_CASE("a nested file refines its directory, and only it") {
  const Config config = load(
      {repository("[checks.size-limit]\nmax_file = 100\nfiles = 5"),
       nested("docs",
              "paths = { exclude = [\"*.svg\", \"/old/**\"] }\n"
              "[checks.size-limit]\nmax_file = 200\n[checks.secrets]\nlevel = \"note\""),
       nested("docs/api", "[checks.size-limit]\nfiles = 6\npaths = { exclude = [\"gen/**\"] }")});
  const auto max_file = [&](std::string_view path) {
    return config.settings("size-limit", path).options.at("max_file");
  };
  CHECK(max_file("a.c") == Value(100));
  CHECK(max_file("docs/a.md") == Value(200));
  CHECK(max_file("docs2/a.md") == Value(100));
  CHECK(max_file("docs/api/x/y.md") == Value(200));
  CHECK(config.settings("size-limit", "docs/api/y.md").options.at("files") == Value(6));
  CHECK(config.settings("size-limit", "docs/y.md").options.at("files") == Value(5));
  CHECK(config.settings("secrets", "docs/api/y.md").level == Level::note);
  CHECK(config.settings("secrets", "y.md").level == Level::error);
  CHECK(config.settings("secrets", "docs/y").origins.at("level") ==
        Origin{"nested", "docs/moongate.toml", 5});

  CHECK(config.excluded("docs/img/a.svg"));
  CHECK(config.excluded("docs/api/img/a.svg"));
  CHECK(config.excluded("docs/old/a.md"));
  CHECK_FALSE(config.excluded("docs/api/old/a.md"));
  CHECK_FALSE(config.excluded("a.svg"));
  CHECK_FALSE(config.wants("size-limit", "docs/api/gen/a"));
  CHECK(config.wants("secrets", "docs/api/gen/a"));
  CHECK(config.wants("size-limit", "docs/gen/a"));
}

TEST_CASE("a nested directory's name is text, not a glob") {
  const Config config = load({nested("a[b]*{c,d}", "paths = { exclude = [\"x/*\"] }")});
  CHECK(config.excluded("a[b]*{c,d}/x/y"));
  CHECK_FALSE(config.excluded("ab/x/y"));
}

TEST_CASE("what concerns the whole run may not stand in a nested file") {
  for (const std::string key :
       {"fail_on = \"note\"", "budget = \"1s\"", "limits = {}", "requires = \">=0.1\""}) {
    const Problem problem = refused({nested("sub", key)});
    CHECK(problem.path == "sub/moongate.toml");
    CHECK(problem.line == 1);
    CHECK(problem.message.find("may not stand in a nested moongate.toml") != std::string::npos);
  }
  CHECK(refused({nested("sub", "[checks.secrets]\nscope = \"net\"")}).line == 2);
  CHECK(refused({nested("sub", "[policy]")}).message == "'policy' may stand only in a policy file");
}

TEST_CASE("a locked level may be raised and not lowered, and both places are named") {
  const ConfigText lock = policy("\n[checks.secrets]\nlevel = \"warning\"\nlocked = true");
  CHECK(load({lock, repository("[checks.secrets]\nlevel = \"error\"")})
            .settings("secrets", "")
            .level == Level::error);
  const Problem problem = refused({lock, repository("[checks.secrets]\nlevel = \"note\"")});
  CHECK(problem.path == "moongate.toml");
  CHECK(problem.line == 2);
  CHECK(problem.message ==
        "\"note\" relaxes checks.secrets.level, which the policy org.toml:4 locks");
  CHECK(problem.help == "remove it, or ask those who keep org.toml");
  CHECK(refused({lock, nested("sub", "[checks.secrets]\nlevel = \"off\"")}).path ==
        "sub/moongate.toml");
}

TEST_CASE("a check that is locked whole cannot be emptied from the side") {
  const ConfigText lock = policy("[checks.secrets]\nlocked = true");
  CHECK(refused({lock, repository("[checks.secrets]\nrules = { jwt = \"off\" }")}).line == 2);
  CHECK(refused({lock, repository("[checks.secrets]\nscope = \"net\"")}).line == 2);
  CHECK(refused({lock, repository("[checks.secrets]\nstages = [\"tree\"]")}).line == 2);
  CHECK(refused({lock, repository("[checks.secrets.paths]\nexclude = [\"**\"]")}).line == 2);
  CHECK(refused({lock, repository("[checks.secrets.paths]\ninclude = [\"x\"]")}).line == 2);

  const Config config = load({lock, repository("paths = { exclude = [\"vendor/**\"] }")});
  CHECK(config.wants("secrets", "vendor/key.pem"));
  CHECK_FALSE(config.wants("size-limit", "vendor/key.pem"));
  CHECK_FALSE(config.excluded("vendor/key.pem"));
}

TEST_CASE("a policy may lock single settings, options, groups and what holds for all") {
  const ConfigText lock = policy(R"(fail_on = "warning"
locked = true
[paths]
locked = ["exclude"]
[limits]
check_time = "1s"
locked = true
[checks.size-limit]
max_file = "1MB"
locked = ["max_file"]
[checks.lint]
level = "warning"
locked = ["level"]
)");
  CHECK_NOTHROW(load({lock, repository("fail_on = \"note\"\n[checks.size-limit]\nmax_file = "
                                       "\"1MB\"\nlevel = \"off\"\nfiles = 1")}));
  CHECK(refused({lock, repository("fail_on = \"error\"")}).message ==
        "\"error\" relaxes fail_on, which the policy org.toml:2 locks");
  CHECK(refused({lock, repository("budget = \"9s\"")}).line == 1);
  CHECK(refused({lock, repository("paths = { exclude = [\"x\"] }")}).line == 1);
  CHECK(refused({lock, nested("sub", "paths = { exclude = [\"x\"] }")}).line == 1);
  CHECK(refused({lock, repository("[limits]\ncheck_time = \"2s\"")}).line == 2);
  CHECK(refused({lock, repository("[checks.size-limit]\nmax_file = \"2MB\"")}).message ==
        "\"2MB\" relaxes checks.size-limit.max_file, which the policy org.toml:10 locks");
  CHECK(refused({lock, repository("[checks.\"lint/final-newline\"]\nlevel = \"off\"")}).line == 2);
  CHECK(refused({policy("[checks.secrets]\nlocked = [\"levle\"]")}).help ==
        "did you mean 'level'?");
  CHECK(refused({policy("locked = 1")}).message ==
        "locked must be true, false or a list of settings, but is an integer");
}

TEST_CASE("flags and environment come last, but not above a lock") {
  Overrides overrides;
  overrides.fail_on = Level::off;
  CHECK(load({repository("fail_on = \"note\"")}, overrides).fail_on == Level::off);
  const Problem fail_on = refused({policy("locked = true")}, overrides);
  CHECK(fail_on.message == "--fail-on never relaxes fail_on, which the policy org.toml:1 locks");

  const ConfigText lock = policy("[checks.secrets]\nlocked = true");
  Overrides skip;
  skip.skip = {"secrets"};
  CHECK_NOTHROW(load({}, skip));
  CHECK(refused({lock}, skip).message ==
        "--skip secrets relaxes secrets, which the policy org.toml:2 locks");
  skip.skip = {"secrets/jwt"};
  CHECK(refused({lock}, skip).path == "org.toml");
  Overrides environment;
  environment.environment_skip = {"secrets"};
  CHECK(refused({lock}, environment).message ==
        "MOONGATE_SKIP secrets relaxes secrets, which the policy org.toml:2 locks");
}

TEST_CASE("MOONGATE_SKIP counts unless a policy forbids it, and is always told") {
  Overrides overrides;
  overrides.environment_skip = {"lint", "secrets/jwt"};
  const Config config = load({}, overrides);
  CHECK(config.environment_skip == overrides.environment_skip);
  CHECK(config.skip_notes ==
        std::vector<std::string>{"MOONGATE_SKIP=lint", "MOONGATE_SKIP=secrets/jwt"});

  const Config forbidden = load({policy("[policy]\nallow_skip = false")}, overrides);
  CHECK(forbidden.environment_skip.empty());
  CHECK(forbidden.skip_notes.front() ==
        "MOONGATE_SKIP=lint does not count: the policy org.toml:2 forbids it");

  overrides.environment_skip = {"secretz"};
  const Problem unknown = refused({}, overrides);
  CHECK(unknown.kind == ProblemKind::usage);
  CHECK(unknown.help == "did you mean 'secrets'?");
}

TEST_CASE("[[ignore]] names a check or rule and where it does not count") {
  const Config config = load({repository(R"([[ignore]]
check = "secrets/jwt"
paths = ["tests/**"]
reason = "made up"

[[ignore]]
check = "lint"
commits = ["ABCDEF0"]
branches = ["old/*"]
)"),
                              nested("sub", "[[ignore]]\ncheck = \"secrets\"")});
  REQUIRE(config.ignores.size() == 3);
  CHECK(config.ignores[0].check == "secrets/jwt");
  CHECK(config.ignores[0].reason == "made up");
  CHECK(config.ignores[0].origin == Origin{"repository", "moongate.toml", 1});
  CHECK(config.ignores[1].commits == std::vector<std::string>{"abcdef0"});
  CHECK(config.ignores[1].origin.line == 6);
  CHECK(config.ignores[2].paths == std::vector<std::string>{"sub/**"});

  CHECK(said("[[ignore]]\npaths = [\"a\"]").starts_with("1: [[ignore]] names no check"));
  CHECK(said("[[ignore]]\ncheck = \"secrets\"").starts_with("1: [[ignore]] says neither paths"));
  CHECK(said("[[ignore]]\ncheck = \"secrets/jtw\"\npaths = [\"a\"]") ==
        "2: there is no check or rule named 'secrets/jtw' (did you mean 'secrets/jwt'?)");
  CHECK(said("[[ignore]]\ncheck = \"secrets\"\ncommits = [\"HEAD\"]")
            .starts_with("3: ignore.commits: 'HEAD' is not a commit's id"));
  CHECK(
      said("[[ignore]]\ncheck = \"secrets\"\npaths = []").starts_with("3: ignore.paths is empty"));
  CHECK(said("[[ignore]]\ncheck = \"secrets\"\npath = [\"a\"]") ==
        "3: unknown key 'path' in [[ignore]] (did you mean 'paths'?)");
  CHECK(said("[ignore]\ncheck = \"secrets\"").starts_with("1: ignore must be a list of tables"));
  CHECK(refused({policy("[policy]\nallow_ignore = false"),
                 repository("[[ignore]]\ncheck = \"secrets\"\npaths = [\"a\"]")})
            .message == "[[ignore]] is forbidden by the policy org.toml:2");
}

TEST_CASE("[policy] is a policy's alone") {
  const Config config = load({policy("[policy]\nallow_relaxing = false\nallow_baseline = false")});
  CHECK_FALSE(config.policy.allow_relaxing);
  CHECK_FALSE(config.policy.allow_baseline);
  CHECK(config.policy.allow_skip);
  CHECK(said("[policy]\nallow_skip = true").starts_with("1: 'policy' may stand only in a policy"));
  CHECK(refused({policy("[policy]\nallow_skipp = false")}).help == "did you mean 'allow_skip'?");
}

TEST_CASE("settings of a check whose script cannot be read are not judged") {
  Overrides overrides;
  overrides.unreadable_checks = {"no-print", "team/broken"};
  CHECK_NOTHROW(load({repository("[checks.no-print]\nanything = 1\n[checks.team]\nx = 2\n"
                                 "[[ignore]]\ncheck = \"no-print/rule\"\npaths = [\"a\"]")},
                     overrides));
  CHECK(refused({repository("[checks.no-prin]")}, overrides).help == "did you mean 'no-print'?");
}

TEST_CASE("a check that names an option like a setting is refused") {
  Declaration check;
  check.name = "odd";
  check.source_path = ".moongate/checks/odd.lua";
  check.options = {option("rules", OptionType::list, List{})};
  try {
    load_config({}, {}, {check});
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::check);
    CHECK(error.problem().path == ".moongate/checks/odd.lua");
  }
}

TEST_CASE("covers: a check, its group, one of its rules") {
  CHECK(covers("lint", "lint/x", "r"));
  CHECK(covers("lint/x", "lint/x", "r"));
  CHECK(covers("lint/x/r", "lint/x", "r"));
  CHECK_FALSE(covers("lint/x/s", "lint/x", "r"));
  CHECK_FALSE(covers("lint/x/", "lint/x", ""));
  CHECK_FALSE(covers("lin", "lint/x", "r"));
  CHECK_FALSE(covers("", "lint/x", "r"));
}

TEST_CASE("enabled: on somewhere") {
  const Config config =
      load({repository("[checks.secrets]\nlevel = \"off\"\n[checks.lint]\nlevel = \"off\""),
            nested("src", "[checks.secrets]\nlevel = \"error\"")});
  CHECK(config.enabled("secrets"));
  CHECK_FALSE(config.enabled("lint/final-newline"));
  CHECK_FALSE(config.enabled("nobody"));
}

TEST_CASE("a hostile file is refused quickly, with its place") {
  const auto time_it = [](std::string text) {
    const Problem problem = refused({repository(std::move(text))});
    return problem;
  };
  std::string deep = "x = 1\n\na";
  for (int i = 0; i < 300000; ++i) deep += ".a";
  CHECK(time_it(deep + " = 1").line == 3);
  CHECK(time_it("[" + deep.substr(7) + "]").message == "a key has more than 16 parts");
  CHECK(time_it("a = \"x\\\"\" # \"\n" + deep.substr(7) + " = 1").line == 2);
  CHECK(time_it("a = '''\n''\n'''''\n" + deep.substr(7) + " = 1").line == 4);
  CHECK(time_it("a = " + std::string(500000, '[')).message.find("nested") != std::string::npos);
  std::string tables = "a = ";
  for (int i = 0; i < 200000; ++i) tables += "{a=";
  CHECK(time_it(tables).message.find("nested") != std::string::npos);
  CHECK(time_it(std::string(max_config_bytes + 1, ' ')).message == "the file is larger than 1 MiB");
  std::string many = "a = [";
  for (int i = 0; i < 400000; ++i) many += "1,";
  CHECK(time_it(many + "]").message == "more than 20000 values");
  std::string globs = "paths = { exclude = [";
  for (int i = 0; i < 6000; ++i) globs += "\"a\",";
  CHECK(time_it(globs + "] }").message == "more than 5000 globs");
  CHECK(time_it(std::string(200000, 'k') + " = 1").message.size() < 200);
  CHECK(time_it("\"\\u001b[31m\" = 1").message == "unknown key '\\x1b[31m'");
  CHECK(time_it("[checks.conventional-commits]\nticket = \"" + std::string(100000, 'a') + "\"")
            .message.find("longer than 64 KiB") != std::string::npos);
}

TEST_CASE("what is not TOML is told with its line and a help") {
  CHECK(said("a = 1\nb = \"\xff\"").starts_with("2: not TOML: Encountered invalid utf-8"));
  CHECK(said("\xff\xfe"
             "a") == "1: the file is UTF-16 (save the file as UTF-8)");
  CHECK(said("fail_on = \"note\"\nfail_on = \"error\"").starts_with("2: not TOML: "));
  CHECK(said("[.a]").starts_with("1: not TOML: "));
  CHECK(said("[checks.lint/x]").find("quotes: [checks.\"lint/") != std::string::npos);
  CHECK(said(std::string("a = 1\n\0", 7)).starts_with("2: not TOML: "));
  CHECK_NOTHROW(
      load({repository("\xef\xbb\xbf"
                       "fail_on = \"note\"")}));
  CHECK_NOTHROW(load({repository("fail_on = \"note\"\r\nbudget = \"1s\"\r\n")}));
}
