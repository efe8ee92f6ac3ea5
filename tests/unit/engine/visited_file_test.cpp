#include "engine/visited_file.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/hash.h"
#include "git/change/open_change.h"

using namespace moongate;

namespace {

// One file whose versions in several bases are these texts, the main base's first.
struct Merged {
  Change change;

  Merged(const std::vector<std::string>& bases, const std::string& now) {
    auto contents = std::make_shared<std::map<Oid, Bytes>>();
    const auto version = [&](const std::string& text) {
      FileVersion made{"a.txt", 0100644, blob_hash(text)};
      contents->emplace(made.id, std::make_shared<const std::string>(text));
      return made;
    };
    FileChange file;
    file.after = version(now);
    for (const std::string& base : bases) {
      if (!file.before)
        file.before = version(base);
      else
        file.other_bases.push_back(version(base));
    }
    change.files.push_back(std::move(file));
    change.read = [contents](const Oid& id) { return contents->at(id); };
  }
};

std::vector<std::uint32_t> added(FileContext& file) {
  std::vector<std::uint32_t> lines;
  for (const auto& [first, last] : file.added())
    for (std::uint32_t line = first; line <= last; ++line) lines.push_back(line);
  return lines;
}

using Lines = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("visited file: each base by itself, the main one as it is") {
  Merged merged({"one\n", "two\n", "three\n"}, "one\ntwo\nthree\nfour\n");
  VisitedFile visited(merged.change, merged.change.files.front(), nullptr);
  REQUIRE(visited.base_count() == 3);
  CHECK(&visited.against(0) == &visited.context);
  CHECK(visited.against(1).old_text() == "two\n");
  CHECK(visited.against(2).old_text() == "three\n");
  CHECK(added(visited.against(1)) == Lines{1, 3, 4});
  CHECK(&visited.against(1) == &visited.against(1));  // made once
  CHECK(added(visited.context) == Lines{4});
}

TEST_CASE("visited file: a line exists only where a base has it that is not ignored") {
  Merged merged({"one\n", "two\n"}, "one\ntwo\nthree\n");
  VisitedFile visited(merged.change, merged.change.files.front(), nullptr);
  CHECK(&visited.ignoring({false, false}) == &visited.context);
  CHECK(added(visited.ignoring({true, false})) == Lines{1, 3});
  CHECK(added(visited.ignoring({false, true})) == Lines{2, 3});
  CHECK(added(visited.ignoring({true, true})) == Lines{1, 2, 3});
  CHECK(&visited.ignoring({true, false}) == &visited.ignoring({true, false}));
  CHECK(added(visited.context) == Lines{3});
}

TEST_CASE("visited file: a new one has no base") {
  Merged merged({}, "one\n");
  VisitedFile visited(merged.change, merged.change.files.front(), nullptr);
  CHECK(visited.base_count() == 0);
  CHECK(&visited.ignoring({}) == &visited.context);
  CHECK(added(visited.context) == Lines{1});
}
