#include "report/sarif_paths.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace moongate;
using Json = nlohmann::ordered_json;

namespace {

const Json run = Json::parse(R"({
  "artifacts": [{"location": {"uri": "from/index.c", "uriBaseId": "APP"}}],
  "originalUriBaseIds": {
    "ROOT": {"uri": "file:///home/me/repo/"},
    "APP": {"uri": "app", "uriBaseId": "ROOT"},
    "WINDOWS": {"uri": "file:///C:/work/repo/"},
    "REMOTE": {"uri": "https://host.example/repo/"},
    "NOWHERE": {"description": {"text": "The root"}},
    "CIRCLE": {"uri": "x/", "uriBaseId": "CIRCLE"}}})");

std::string path(const char* location) {
  return sarif_path(run, Json::parse(location));
}

}  // namespace

TEST_CASE("a location is resolved by its bases and its run's artifacts", "[sarif_paths]") {
  CHECK(path(R"({"uri": "src/a.c"})") == "src/a.c");
  CHECK(path(R"({"uri": "./src/./x/../a%20b.c"})") == "src/a b.c");
  CHECK(path(R"({"uri": "../a.c"})") == "../a.c");
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "APP"})") == "/home/me/repo/app/a.c");
  CHECK(path(R"({"index": 0})") == "/home/me/repo/app/from/index.c");
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "WINDOWS"})") == "C:/work/repo/a.c");
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "NOWHERE"})") == "a.c");
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "not-there"})") == "a.c");
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "REMOTE"})") == "https://host.example/repo/a.c");
  CHECK(path(R"({"uri": "file:///x/a.c", "uriBaseId": "APP"})") == "/x/a.c");
  CHECK(path(R"({"index": 7})").empty());
  CHECK(path(R"({})").empty());
  CHECK(path(R"(null)").empty());
}

TEST_CASE("file URIs and paths of every kind", "[sarif_paths]") {
  CHECK(path(R"({"uri": "file:/x/a.c"})") == "/x/a.c");
  CHECK(path(R"({"uri": "FILE://localhost/x/a.c"})") == "/x/a.c");
  CHECK(path(R"({"uri": "file://server/share/a.c"})") == "/server/share/a.c");
  CHECK(path(R"({"uri": "file:///D:/a/b%25.c"})") == "D:/a/b%.c");
  CHECK(path(R"({"uri": "C:\\work\\a.c"})") == "C:/work/a.c");
  // A file may have such a name: who knows the repository decides.
  CHECK(path(R"({"uri": "src\\a.c"})") == "src\\a.c");
  CHECK(path(R"({"uri": "100%.c"})") == "100%.c");
}

TEST_CASE("bases that lead in a circle end", "[sarif_paths]") {
  CHECK(path(R"({"uri": "a.c", "uriBaseId": "CIRCLE"})").ends_with("x/a.c"));
}
