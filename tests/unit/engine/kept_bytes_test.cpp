#include "engine/kept_bytes.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "change_builder.h"

namespace moongate {

namespace {

// Whether a fix of [begin, end) of `path` would be left out.
bool kept(const std::map<std::string, std::string>& files, const std::string& path,
          std::size_t begin, std::size_t end) {
  const Change change = testing::files({}, files);
  const Attributes attributes(change.after, change.read);
  FileContext file(change, *net_file(change, path));
  return KeptBytes(attributes, file).touches(begin, end);
}

}  // namespace

TEST_CASE("what is in a string is kept, what is next to it is not") {
  const std::map<std::string, std::string> files{{"a.py", "a = 'b' \n"}};  // the string: [4, 7)
  CHECK(kept(files, "a.py", 5, 6));
  CHECK(kept(files, "a.py", 4, 7));
  CHECK(kept(files, "a.py", 0, 9));
  CHECK(kept(files, "a.py", 6, 8));
  CHECK(kept(files, "a.py", 5, 5));
  CHECK_FALSE(kept(files, "a.py", 7, 8));
  CHECK_FALSE(kept(files, "a.py", 0, 4));
  CHECK_FALSE(kept(files, "a.py", 4, 4));
  CHECK_FALSE(kept(files, "a.py", 7, 7));
  CHECK_FALSE(kept({{"a.txt", "a = 'b' \n"}}, "a.txt", 5, 6));
}

TEST_CASE("snapshots are kept") {
  for (const char* path : {"a.snap", "d/a.snap", "d/__snapshots__/a.txt", "a.approved.txt"})
    CHECK(kept({{path, "a \n"}}, path, 1, 2));
  for (const char* path : {"snap", "a.snapshot", "approved.txt"})
    CHECK_FALSE(kept({{path, "a \n"}}, path, 1, 2));
}

TEST_CASE("files whose bytes Git keeps are kept") {
  CHECK(kept({{".gitattributes", "*.a -text\n"}, {"f.a", "a \n"}}, "f.a", 1, 2));
  CHECK(kept({{".gitattributes", "*.a binary\n"}, {"f.a", "a \n"}}, "f.a", 1, 2));
  CHECK_FALSE(kept({{".gitattributes", "*.a text\n"}, {"f.a", "a \n"}}, "f.a", 1, 2));
  CHECK_FALSE(kept({{".gitattributes", "*.a -diff\n"}, {"f.a", "a \n"}}, "f.a", 1, 2));
}

TEST_CASE("lint leaves alone what attributes call binary, and says so where the change does") {
  const std::string lua =
      "return { api = 1, summary = 's', added_line = function(line) line:report('m') end }";
  const auto run_as = [&](const char* name, const Change& change) {
    RunOptions options;
    options.without_built_in = true;
    options.own_checks = check_sources({{name, lua}}, "", false);
    options.ignore_repository = true;
    return run(change, {}, options);
  };
  const std::map<std::string, std::string> before{{".gitattributes", "*.a binary\n"}};
  std::map<std::string, std::string> after = before;
  after["f.a"] = "x\n";
  CHECK(run_as("lint/a.lua", testing::files(before, after)).findings.empty());
  CHECK(run_as("lint/a.lua", testing::files(before, after)).relaxed.empty());
  CHECK(run_as("other.lua", testing::files(before, after)).findings.size() == 1);
  const Report added = run_as(
      "lint/a.lua", testing::files({}, {{".gitattributes", "f.a binary\n"}, {"f.a", "x\n"}}));
  REQUIRE(added.relaxed.size() == 1);
  CHECK(added.relaxed[0].path == "f.a");
}

}  // namespace moongate
