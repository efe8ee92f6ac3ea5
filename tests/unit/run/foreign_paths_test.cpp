#include "run/foreign_paths.h"

#include <catch2/catch.hpp>

using namespace moongate;
using Kind = ForeignPaths::Kind;

namespace {

Change change_of(const std::vector<std::string>& files) {
  Change change;
  change.after.list = [files](std::string_view) {
    std::vector<FileVersion> all;
    for (const std::string& path : files) all.push_back({path, 0100644, {}});
    return all;
  };
  change.root = "/no/such/root";
  return change;
}

// Where the paths of one run come to; "?" for what is unknown.
std::vector<std::string> mapped(const std::vector<std::string>& files,
                                const std::vector<std::string>& paths,
                                std::vector<std::string> roots = {}) {
  const Change change = change_of(files);
  const ForeignPaths foreign(change, std::move(roots));
  const auto places = foreign.map({paths.begin(), paths.end()});
  std::vector<std::string> result;
  for (const std::string& path : paths) {
    const ForeignPaths::Place& place = places.at(path);
    result.push_back(place.kind == Kind::tracked ? place.path : "?");
  }
  return result;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("paths of the repository stay, also odd ones", "[foreign_paths]") {
  CHECK(mapped({"a.c", "src/b c.c", "odd\\name.c"}, {"a.c", "src/b c.c", "odd\\name.c"}) ==
        Paths{"a.c", "src/b c.c", "odd\\name.c"});
  CHECK(mapped({"a.c"}, {"/no/such/root/a.c"}) == Paths{"a.c"});
}

TEST_CASE("the tool saw the repository elsewhere", "[foreign_paths]") {
  CHECK(mapped({"src/a.c", "b.c"}, {"/builds/x/src/a.c", "/builds/x/b.c"}) ==
        Paths{"src/a.c", "b.c"});
  CHECK(mapped({"src/a.c"}, {"D:/a/repo/repo/src/a.c"}) == Paths{"src/a.c"});
  CHECK(mapped({"src/a.c"}, {"src\\a.c"}) == Paths{"src/a.c"});
  CHECK(mapped({"src/a.c"}, {"../src/a.c"}) == Paths{"src/a.c"});
  CHECK(mapped({"src/a.c"}, {"https://host.example/repo/blob/main/src/a.c"}) == Paths{"src/a.c"});
  // What fits twice is decided by the others.
  CHECK(mapped({"src/a.c", "lib/src/a.c", "b.c", "c.c"},
               {"/x/lib/src/a.c", "/x/lib/b.c", "/x/lib/c.c"}) == Paths{"src/a.c", "b.c", "c.c"});
  CHECK(mapped({"src/a.c", "lib/src/a.c"}, {"/x/lib/src/a.c"}) == Paths{"lib/src/a.c"});
}

TEST_CASE("the tool ran in a directory of the repository", "[foreign_paths]") {
  CHECK(mapped({"app/src/a.c", "lib/b.c"}, {"src/a.c"}) == Paths{"app/src/a.c"});
  // Two directories have the file, but only one has the other one.
  CHECK(mapped({"app/a.c", "lib/a.c", "lib/b.c"}, {"a.c", "b.c"}) == Paths{"lib/a.c", "lib/b.c"});
  CHECK(mapped({"app/a.c", "lib/a.c"}, {"a.c"}) == Paths{"?"});
}

TEST_CASE("what fits nothing, or is the machine's, is unknown", "[foreign_paths]") {
  CHECK(mapped({"src/a.c", "stdio.h"}, {"gone.c", "/x/gone.c", "/usr/include/stdio.h"}) ==
        Paths{"?", "?", "?"});
}

TEST_CASE("a root that is named wins", "[foreign_paths]") {
  CHECK(mapped({"src/a.c", "lib/src/a.c"}, {"/x/lib/src/a.c"}, {"/x/lib/"}) == Paths{"src/a.c"});
  CHECK(mapped({"src/a.c"}, {"C:/w/src/a.c"}, {"C:\\w"}) == Paths{"src/a.c"});
}
