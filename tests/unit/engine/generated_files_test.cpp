#include "engine/generated_files.h"

#include <catch2/catch.hpp>
#include <string>

#include "change_builder.h"

using namespace moongate;

namespace {

bool generated(const std::string& path, const std::string& attributes) {
  const Change change = testing::files({}, {{path, "x\n"}, {".gitattributes", attributes}});
  return is_generated(Attributes(change.after, change.read), path);
}

}  // namespace

TEST_CASE("well-known names are generated or vendored") {
  for (const char* path :
       {"vendor/a.c", "src/vendor/b/a.c", "third_party/a.c", "node_modules/m/index.js", "deps/a.c"})
    CHECK(named_as(path) == NamedAs::vendored);
  for (const char* path : {"a.snap", "d/__snapshots__/a.js", "app.min.js", "d/package-lock.json",
                           "Cargo.lock", "go.sum", "api.pb.go", "api_pb2.py"})
    CHECK(named_as(path) == NamedAs::generated);
}

TEST_CASE("names that only look like these are not") {
  for (const char* path : {"vendor", "vendors.c", "src/deps/a.c", "my_vendor/a.c", "snap",
                           "a.snapx", "admin.js", "lock", "go.sum.c", "pb.go", "d/vendor"})
    CHECK(named_as(path) == NamedAs::nothing);
}

TEST_CASE("attributes name others") {
  CHECK(generated("gen/a.c", "gen/** linguist-generated\n"));
  CHECK(generated("gen/a.c", "gen/** linguist-generated=true\n"));
  CHECK(generated("ext/a.c", "ext/** linguist-vendored\n"));
  CHECK(generated("ext/a.c", "[attr]other linguist-vendored\next/** other\n"));
  CHECK_FALSE(generated("gen/a.c", "other/** linguist-generated\n"));
  CHECK_FALSE(generated("gen/a.c", "gen/** linguist-generated=perhaps\n"));
  CHECK_FALSE(generated("gen/a.c", "gen/** !linguist-generated text\n"));
}

TEST_CASE("attributes take a well-known name back, each of its own kind") {
  CHECK(generated("vendor/a.c", "* text\n"));
  CHECK_FALSE(generated("vendor/a.c", "vendor/** -linguist-vendored\n"));
  CHECK_FALSE(generated("vendor/a.c", "vendor/** linguist-vendored=false\n"));
  CHECK(generated("vendor/a.c", "vendor/** -linguist-generated\n"));
  CHECK_FALSE(generated("a.snap", "*.snap -linguist-generated\n"));
  CHECK(generated("a.snap", "*.snap -linguist-vendored\n"));
}
