#include "run/ruleset_source.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "config/commitlint.h"
#include "files/read_file.h"
#include "findings/baseline.h"

namespace moongate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view config_name = "moongate.toml";

// A baseline is written by the program, and bounded where it is read.
void require_small(std::uintmax_t size, const std::string& path) {
  if (size <= largest_text_file || path == baseline_path) return;
  throw Error(Problem{ProblemKind::config, "is larger than 4 MiB", path, 0,
                      "configuration and checks are text that people write: take the data out"});
}

// What it points to is not part of the change: to pass over it would be to judge by fewer rules.
[[noreturn]] void not_a_file(const FileVersion& version) {
  throw Error(Problem{ProblemKind::config,
                      version.is_symlink()     ? "is a symbolic link in this change, not a file"
                      : version.is_submodule() ? "is a submodule in this change, which is not read"
                                               : "is not a file in this change",
                      version.path, 0, "commit the file itself"});
}

// A check, or what may lead to a directory of them.
bool may_hold_checks(const std::string& path) {
  const fs::path extension = fs::path(path).extension();
  return extension.empty() || extension == ".lua";
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

bool stays_inside(const fs::path& root, const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  const fs::path base = fs::weakly_canonical(root, error);
  const auto [end, other] = std::mismatch(base.begin(), base.end(), real.begin(), real.end());
  (void)other;
  return end == base.end();
}

std::optional<std::string> read_disk(const fs::path& root, const std::string& path) {
  const fs::path full = root / path;
  std::error_code error;
  if (!fs::exists(fs::symlink_status(full, error))) return std::nullopt;
  const auto refuse = [&](const char* what) {
    throw Error(Problem{ProblemKind::config, what, path, 0, "put the file itself there"});
  };
  if (fs::is_directory(full, error)) refuse("is a directory, not a file");
  if (!fs::is_regular_file(full, error)) refuse("is no file that can be read");
  if (!stays_inside(root, full)) refuse("leads out of the repository");
  require_small(fs::file_size(full, error), path);
  const std::uint64_t bytes = path == baseline_path ? largest_baseline : largest_text_file;
  return read_file(full.string(), {bytes, ProblemKind::config, "check its permissions", path});
}

}  // namespace

RuleSource rules_of_tree(const TreeView& tree, const std::function<Bytes(const Oid&)>& read) {
  RuleSource source;
  source.read = [&tree, &read](const std::string& path) -> std::optional<std::string> {
    if (!tree.find) return std::nullopt;
    const std::optional<FileVersion> file = tree.find(path);
    if (!file) return std::nullopt;
    if (!file->is_regular()) not_a_file(*file);
    const Bytes bytes = read(file->id);
    require_small(bytes->size(), path);
    return *bytes;
  };
  source.list = [&tree](const std::string& directory) {
    std::vector<std::string> paths;
    if (!tree.list) return paths;
    for (std::size_t slash = directory.find('/');; slash = directory.find('/', slash + 1)) {
      const std::optional<FileVersion> part = tree.find(directory.substr(0, slash));
      if (part && !part->is_regular()) not_a_file(*part);
      if (slash == std::string::npos) break;
    }
    for (const FileVersion& file : tree.list(directory)) {
      if (!file.is_regular() && may_hold_checks(file.path)) not_a_file(file);
      paths.push_back(file.path);
    }
    return paths;
  };
  return source;
}

RuleSource rules_of_directory(const std::string& root) {
  RuleSource source;
  source.read = [root](const std::string& path) { return read_disk(root, path); };
  source.list = [root](const std::string& directory) {
    std::vector<std::string> paths;
    std::error_code error;
    const fs::path base = fs::path(root) / directory;
    if (!fs::exists(fs::symlink_status(base, error))) return paths;
    fs::recursive_directory_iterator walk(base, error), end;
    for (; !error && walk != end; walk.increment(error)) {
      std::error_code gone;
      const std::string path = walk->path().lexically_relative(root).generic_string();
      if (!walk->is_directory(gone))
        paths.push_back(path);
      else if (walk->is_symlink(gone))
        throw Error(Problem{ProblemKind::config, "is a link to a directory, which is not read",
                            path, 0, "put the files themselves there"});
    }
    // What is in there may be a check: not to run it would be a pass that nobody has earned.
    if (error)
      throw Error(Problem{ProblemKind::config, "cannot be listed: " + error.message(), directory, 0,
                          "it must be a directory that can be read"});
    std::sort(paths.begin(), paths.end());
    return paths;
  };
  return source;
}

std::vector<SourceFile> team_check_files(const RuleSource& rules) {
  std::vector<SourceFile> files;
  const std::string prefix = std::string(team_checks_directory) + "/";
  for (const std::string& path : rules.list(std::string(team_checks_directory))) {
    if (!path.ends_with(".lua") || !path.starts_with(prefix)) continue;
    if (std::optional<std::string> text = rules.read(path))
      files.push_back({path.substr(prefix.size()), std::move(*text)});
  }
  return files;
}

std::vector<std::string> nested_config_paths(const Change& change) {
  // Only the directories above changed files can matter; listing a whole tree for its nested files
  // would cost more than the check of a small change.
  std::set<std::string> directories;
  for (const FileChange& file : change.files)
    for (const std::optional<FileVersion>* version : {&file.before, &file.after}) {
      if (!*version) continue;
      std::string_view path = (*version)->path;
      for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos;
           slash = path.rfind('/')) {
        path = path.substr(0, slash);
        if (!directories.emplace(path).second) break;  // its parents are there too
      }
    }
  std::vector<std::string> paths;
  for (const std::string& directory : directories)  // sorted: outer first
    paths.push_back(directory + "/" + std::string(config_name));
  return paths;
}

std::vector<ConfigText> repository_layers(const RuleSource& rules, const Change& change) {
  std::vector<ConfigText> layers;
  if (std::optional<std::string> text = rules.read(std::string(config_name)))
    layers.push_back({"repository", std::string(config_name), "", std::move(*text)});
  // A team that has rules of commitlint's, and none of ours, keeps them.
  if (layers.empty() || !has_message_rules(layers.front()))
    if (std::optional<ConfigText> layer = commitlint_layer(rules.read))
      layers.push_back(std::move(*layer));
  for (const std::string& path : nested_config_paths(change))
    if (std::optional<std::string> text = rules.read(path))
      layers.push_back({"nested", path, path.substr(0, path.rfind('/')), std::move(*text)});
  return layers;
}

std::vector<DifferingRule> differing_rules(const RuleSource& on_disk, const RuleSource& in_change,
                                           const std::vector<std::string>& nested) {
  std::vector<DifferingRule> result;
  const auto guarded = [&](const auto& work) {
    try {
      work();
    } catch (const Error& error) {
      result.push_back({error.problem().path, false, false, error.problem().message});
    }
  };
  std::vector<std::string> paths{std::string(config_name)};
  paths.insert(paths.end(), nested.begin(), nested.end());
  std::set<std::string> checks;
  for (const RuleSource* side : {&on_disk, &in_change})
    guarded([&] {
      for (std::string& path : side->list(std::string(team_checks_directory)))
        if (path.ends_with(".lua")) checks.insert(std::move(path));
    });
  paths.insert(paths.end(), checks.begin(), checks.end());
  paths.emplace_back(baseline_path);
  for (const std::string& path : paths)
    guarded([&] {
      std::optional<std::string> disk = on_disk.read(path), change = in_change.read(path);
      if (disk == change) return;
      // Git may check files out with other line endings, which mean the same here.
      const bool both = disk && change;
      if (both && without_returns(std::move(*disk)) == without_returns(std::move(*change))) return;
      result.push_back({path, disk.has_value(), change.has_value(), {}});
    });
  return result;
}

}  // namespace moongate
