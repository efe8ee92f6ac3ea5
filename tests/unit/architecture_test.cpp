// docs/architecture.md says which directory may include which. Here its table is compared with
// every include.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Row {
  std::set<std::string> allowed;
  bool all = false;  // every directory of sdk/src
};

using Table = std::map<std::string, Row>;
// From the directory that includes to those that it includes, each with one include as an example.
using Arrows = std::map<std::string, std::map<std::string, std::string>>;

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> code_words(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at)) {
    const std::size_t end = text.find('`', at + 1);
    words.push_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return words;
}

Table table_of(const std::string& page) {
  Table table;
  std::istringstream lines(page.substr(page.find("### Allowed includes")));
  for (std::string line; std::getline(lines, line) && !line.starts_with("### libgit2");) {
    if (!line.starts_with("| `")) continue;
    const std::size_t last = line.rfind('|', line.size() - 2);
    const std::vector<std::string> allowed = code_words(line.substr(last));
    table[code_words(line).front()] =
        Row{{allowed.begin(), allowed.end()}, line.find("| all", last) != std::string::npos};
  }
  return table;
}

bool is_host(const std::string& directory) {
  return directory.starts_with("hosts");
}

std::vector<std::string> forbidden(const Table& table, const Arrows& arrows) {
  std::vector<std::string> found;
  for (const auto& [from, targets] : arrows) {
    const auto row = table.find(from);
    if (row == table.end()) {
      found.push_back(from + " is not in the table");
      continue;
    }
    for (const auto& [to, example] : targets)
      if (to != "core" && !row->second.allowed.contains(to) && (!row->second.all || is_host(to)))
        found.push_back(from + " -> " + to + " (" + example + ")");
  }
  return found;
}

std::vector<std::string> unneeded(const Table& table, const Arrows& arrows) {
  std::vector<std::string> found;
  for (const auto& [from, row] : table) {
    const auto targets = arrows.find(from);
    for (const std::string& to : row.allowed)
      if (targets == arrows.end() || !targets->second.contains(to))
        found.push_back(from + " -> " + to);
  }
  return found;
}

// The directories of one cycle, or none.
std::vector<std::string> cycle(const Arrows& arrows) {
  std::set<std::string> done;
  std::vector<std::string> path;
  const std::function<bool(const std::string&)> visit = [&](const std::string& directory) {
    if (done.contains(directory)) return false;
    const auto on_path = std::find(path.begin(), path.end(), directory);
    if (on_path != path.end()) {
      path.erase(path.begin(), on_path);
      return true;
    }
    path.push_back(directory);
    if (const auto targets = arrows.find(directory); targets != arrows.end())
      for (const auto& [to, example] : targets->second)
        if (visit(to)) return true;
    path.pop_back();
    done.insert(directory);
    return false;
  };
  for (const auto& [directory, targets] : arrows)
    if (visit(directory)) return path;
  return {};
}

Arrows arrows_of(const fs::path& root) {
  Arrows arrows;
  const fs::path source = root / "sdk/src";
  for (const fs::path& top : {source, root / "hosts"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top)) {
      const fs::path& file = entry.path();
      if (file.extension() != ".h" && file.extension() != ".cpp") continue;
      const fs::path base = top == source ? source : root;
      const std::string from = file.lexically_relative(base).parent_path().string();
      if (from.empty()) continue;  // c_api.cpp, which stands on top of everything
      std::istringstream lines(content_of(file));
      for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("#include \"")) continue;
        const std::string name = line.substr(10, line.find('"', 10) - 10);
        std::string to;
        if (fs::exists(source / name))
          to = fs::path(name).parent_path().string();
        else if (fs::exists(root / "hosts" / name))
          to = (fs::path("hosts") / name).parent_path().string();
        else
          continue;  // of a library, or generated
        if (to != from)
          arrows[from].emplace(to, file.lexically_relative(root).string() + " includes " + name);
      }
    }
  return arrows;
}

}  // namespace

TEST_CASE("every include is one that docs/architecture.md allows") {
  const Table table = table_of(content_of("docs/architecture.md"));
  const Arrows arrows = arrows_of(".");
  REQUIRE(table.size() > 20);
  REQUIRE(arrows.at("run").size() > 10);
  CHECK(forbidden(table, arrows) == std::vector<std::string>{});
  CHECK(unneeded(table, arrows) == std::vector<std::string>{});
  CHECK(cycle(arrows) == std::vector<std::string>{});
}

TEST_CASE("sdk/src itself holds the C interface alone") {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator("sdk/src"))
    if (entry.is_regular_file()) files.push_back(entry.path().filename().string());
  CHECK(files == std::vector<std::string>{"c_api.cpp"});
}

TEST_CASE("what the table does not allow is named with the include") {
  const Table table = table_of(
      "### Allowed includes\n| `core` | data | |\n| `git` | x | `files` |\n| `run` | y | all "
      "|\n### libgit2\n");
  const Arrows arrows{{"git", {{"core", "a"}, {"script", "git/a.cpp includes script/b.h"}}},
                      {"run", {{"git", "c"}, {"hosts/cli", "run/d.cpp includes cli/e.h"}}},
                      {"new", {{"core", "f"}}}};
  CHECK(forbidden(table, arrows) ==
        std::vector<std::string>{"git -> script (git/a.cpp includes script/b.h)",
                                 "new is not in the table",
                                 "run -> hosts/cli (run/d.cpp includes cli/e.h)"});
  CHECK(unneeded(table, arrows) == std::vector<std::string>{"git -> files"});
}

TEST_CASE("a cycle of directories is found") {
  CHECK(cycle({{"a", {{"b", ""}}}, {"b", {{"c", ""}}}, {"c", {{"b", ""}}}}) ==
        std::vector<std::string>{"b", "c"});
  CHECK(cycle({{"a", {{"b", ""}, {"c", ""}}}, {"b", {{"c", ""}}}}).empty());
}
