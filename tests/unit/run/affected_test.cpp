#include "run/affected.h"

#include <catch2/catch.hpp>

#include "cli/affected_formats.h"
#include "core/error.h"

using namespace moongate;

namespace {

Area area(const std::string& name, std::vector<std::string> include,
          std::vector<std::string> depends = {}, std::vector<std::string> exclude = {}) {
  return {name, std::move(include), std::move(exclude), std::move(depends)};
}

FileChange file(FileStatus status, const std::string& before, const std::string& after) {
  FileChange change;
  change.status = status;
  if (!before.empty()) change.before = FileVersion{before, 0100644, {}};
  if (!after.empty()) change.after = FileVersion{after, 0100644, {}};
  return change;
}

FileChange modified(const std::string& path) {
  return file(FileStatus::modified, path, path);
}

const std::map<std::string, Area> monorepo = {
    {"lib", area("lib", {"lib/"})},
    {"api", area("api", {"services/api/", "proto/**"}, {"lib"}, {"**/*.md"})},
    {"web", area("web", {"web/"}, {"api"})},
    {"tools", area("tools", {"tools/"})},
};

std::string json(const std::vector<FileChange>& files) {
  std::string text = cli::affected_text(affected_areas(monorepo, files), "json");
  std::erase(text, '\n');
  std::erase(text, ' ');
  return text;
}

}  // namespace

TEST_CASE("areas of changed files are affected, and those that depend on them") {
  CHECK(json({modified("lib/a.c")}) == R"({"areas":["api","lib","web"],"unmatched":[]})");
  CHECK(json({modified("web/a.js"), modified("README.md"), modified("moongate.toml")}) ==
        R"({"areas":["web"],"unmatched":["README.md","moongate.toml"]})");
  CHECK(json({}) == R"({"areas":[],"unmatched":[]})");
}

TEST_CASE("excluded paths are in no area") {
  CHECK(json({modified("proto/a.md"), modified("proto/b.proto")}) ==
        R"({"areas":["api","web"],"unmatched":["proto/a.md"]})");
}

TEST_CASE("both paths of a rename count, a copy's source does not") {
  CHECK(json({file(FileStatus::renamed, "tools/a", "web/a")}) ==
        R"({"areas":["tools","web"],"unmatched":[]})");
  CHECK(json({file(FileStatus::copied, "tools/a", "web/a")}) ==
        R"({"areas":["web"],"unmatched":[]})");
  CHECK(json({file(FileStatus::deleted, "tools/a", "")}) ==
        R"({"areas":["tools"],"unmatched":[]})");
}

TEST_CASE("areas that depend on each other end") {
  const std::map<std::string, Area> ring = {{"a", area("a", {"a/"}, {"c"})},
                                            {"b", area("b", {"b/"}, {"a"})},
                                            {"c", area("c", {"c/"}, {"b"})}};
  const Affected affected = affected_areas(ring, {modified("b/x")});
  REQUIRE(affected.areas.size() == 3);
  CHECK(affected.areas[0].through == "c");
  CHECK(affected.areas[2].through == "b");
}

TEST_CASE("each format says the same") {
  const Affected affected = affected_areas(
      monorepo,
      {modified("services/api/b"), modified("services/api/a"), modified("x\x1b"), modified("y")});
  CHECK(cli::affected_text(affected, "text") ==
        "api: 2 files, first services/api/a\n"
        "web: depends on api\n"
        "in no area: 2 files, first x\\x1b\n");
  CHECK(cli::affected_text(affected, "github") ==
        "areas=[\"api\",\"web\"]\nmatrix={\"area\":[\"api\",\"web\"]}\nany=true\n"
        "api=true\nlib=false\ntools=false\nweb=true\n");
  CHECK(cli::affected_text(affected, "matrix") == "{\"area\":[\"api\",\"web\"]}\n");
  CHECK(cli::affected_text(affected, "gitlab") ==
        "MOONGATE_AREAS=api,web\nMOONGATE_AREA_API=true\nMOONGATE_AREA_WEB=true\n");
  CHECK(cli::affected_text(affected, "jenkins") ==
        "areas=api,web\nany=true\napi=true\nlib=false\ntools=false\nweb=true\n");
  CHECK(cli::affected_text(affected, "shell") ==
        "MOONGATE_AREAS='api web'\nMOONGATE_AREA_API=true\nMOONGATE_AREA_LIB=false\n"
        "MOONGATE_AREA_TOOLS=false\nMOONGATE_AREA_WEB=true\n");
  CHECK_THROWS_AS(cli::affected_text(affected, "guthub"), Error);
}

TEST_CASE("nothing affected is said, too") {
  const Affected none = affected_areas(monorepo, {modified("README.md")});
  CHECK(cli::affected_text(none, "text") == "no area is affected\nin no area: 1 file, README.md\n");
  CHECK(cli::affected_text(none, "github")
            .starts_with("areas=[]\nmatrix={\"area\":[]}\nany=false\napi=false\n"));
  CHECK(cli::affected_text(none, "gitlab") == "MOONGATE_AREAS=\n");
  CHECK(cli::affected_text(none, "shell").starts_with("MOONGATE_AREAS=''\n"));
}

TEST_CASE("a path that is not UTF-8 is encoded in JSON") {
  CHECK(json({modified("caf\xE9")}) == R"({"areas":[],"unmatched":["caf%E9"]})");
}
