#include "run/foreign_paths.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include "report/sarif_paths.h"

namespace moongate {

namespace {

namespace fs = std::filesystem;

// What lies here belongs to the machine and not to any repository.
constexpr std::string_view system_directories[] = {
    "/usr/include/", "/usr/lib/", "/usr/local/include/", "/usr/local/lib/", "C:/Program Files"};

bool is_of_system(const std::string& path) {
  return std::any_of(std::begin(system_directories), std::end(system_directories),
                     [&](std::string_view directory) { return path.starts_with(directory); });
}

// The rest of a path below a directory.
std::optional<std::string> below(const std::string& path, std::string root) {
  while (root.ends_with('/')) root.pop_back();
  if (root.empty() || !path.starts_with(root + "/")) return std::nullopt;
  return path.substr(root.size() + 1);
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  return error ? path : real.string();
}

std::string with_slashes(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  return without_dots(path);
}

// A way from the tool's paths to ours that fits some of them.
struct Way {
  std::string cut, put;  // what they begin with instead
  bool operator<(const Way& other) const {
    return std::tie(cut, put) < std::tie(other.cut, other.put);
  }
};

}  // namespace

ForeignPaths::ForeignPaths(const Change& change, std::vector<std::string> roots)
    : root_(change.root),
      real_root_(change.root.empty() ? "" : real_path(change.root)),
      roots_(std::move(roots)) {
  for (std::string& root : roots_) root = with_slashes(root);
  for (const TreeView* side : {&change.after, &change.before})
    if (side->list)
      for (FileVersion& file : side->list("")) tracked_.insert(std::move(file.path));
  // A side without a tree to list still has the files of the change.
  for (const FileChange& file : change.files) tracked_.insert(file.path());
  for (const std::string& path : tracked_) by_name_.emplace(path.substr(path.rfind('/') + 1), path);
}

ForeignPaths::Place ForeignPaths::known_place(const std::string& path) const {
  if (is_tracked(path)) return {Kind::tracked, path};
  std::vector<std::string> inside;
  if (!is_absolute_path(path)) {
    if (!path.starts_with("../")) inside.push_back(path);
  } else {
    for (const std::string* root : {&root_, &real_root_})
      if (auto rest = below(path, *root)) inside.push_back(*rest);
  }
  for (const std::string& root : roots_)
    if (auto rest = below(path, root)) inside.push_back(*rest);
  for (const std::string& rest : inside)
    if (is_tracked(rest)) return {Kind::tracked, rest};
  for (const std::string& rest : inside) {
    std::error_code error;
    if (!root_.empty() && fs::is_regular_file(fs::path(root_) / rest, error))
      return {Kind::untracked, rest};
  }
  return {Kind::unknown, path};
}

std::map<std::string, ForeignPaths::Place> ForeignPaths::map(
    const std::set<std::string>& paths) const {
  std::map<std::string, Place> places;
  std::map<std::string, std::map<Way, std::string>> open;  // path -> ways and where they lead
  for (const std::string& path : paths) {
    Place place = known_place(path);
    const std::string slashed = with_slashes(path);
    if (place.kind == Kind::unknown && slashed != path) place = known_place(slashed);
    const bool settled = place.kind != Kind::unknown || is_of_system(slashed);
    places[path] = place.kind == Kind::unknown ? Place{Kind::unknown, path} : std::move(place);
    if (settled) continue;
    std::map<Way, std::string>& ways = open[path];
    // The tool saw the repository elsewhere: the end of its path is ours.
    for (std::size_t at = slashed.find('/'); at != std::string::npos;
         at = slashed.find('/', at + 1))
      if (const std::string rest = slashed.substr(at + 1); is_tracked(rest))
        ways.emplace(Way{slashed.substr(0, at + 1), ""}, rest);
    // The tool ran in a directory of ours: its path is the end of ours.
    if (is_absolute_path(slashed) || slashed.starts_with("../")) continue;
    const auto [first, last] = by_name_.equal_range(slashed.substr(slashed.rfind('/') + 1));
    for (auto one = first; one != last; ++one)
      if (one->second.ends_with("/" + slashed))
        ways.emplace(
            Way{"", std::string(one->second.substr(0, one->second.size() - slashed.size()))},
            std::string(one->second));
  }
  // The way that fits most paths is taken first. Of two that fit as many, one that keeps more of
  // the path says more; where neither does, nothing is known.
  std::map<Way, std::vector<const std::string*>> fitting;
  for (const auto& [path, ways] : open)
    for (const auto& [way, to] : ways) fitting[way].push_back(&places.find(path)->first);
  using Rank = std::pair<std::size_t, std::ptrdiff_t>;
  const auto rank = [&](const Way& way) {
    const bool keeps_all = way.cut.empty();
    return Rank(fitting.at(way).size(), keeps_all ? std::numeric_limits<std::ptrdiff_t>::min()
                                                  : -static_cast<std::ptrdiff_t>(way.cut.size()));
  };
  std::vector<const Way*> order;
  for (const auto& [way, fits] : fitting) order.push_back(&way);
  std::stable_sort(order.begin(), order.end(),
                   [&](const Way* a, const Way* b) { return rank(*a) > rank(*b); });
  for (const Way* way : order)
    for (const std::string* path : fitting.at(*way)) {
      const auto one = open.find(*path);
      if (one == open.end()) continue;
      const bool is_ambiguous =
          std::any_of(one->second.begin(), one->second.end(), [&](const auto& other) {
            return (other.first < *way || *way < other.first) && rank(other.first) == rank(*way);
          });
      if (!is_ambiguous) places[*path] = {Kind::tracked, one->second.at(*way)};
      open.erase(one);
    }
  return places;
}

}  // namespace moongate
