#include "run/configured_default_branch.h"

#include <memory>
#include <utility>
#include <vector>

#include "config/toml.h"
#include "core/error.h"
#include "git/change/change_parts.h"
#include "git/repository/location.h"
#include "git/repository/repository.h"
#include "git/repository/revision.h"
#include "run/ruleset.h"
#include "run/ruleset_source.h"

namespace moongate {

namespace {

constexpr const char* file_name = "moongate.toml";

std::optional<std::string> repository_text(const Request& request, const RunOptions& options) {
  if (options.ignore_repository) return std::nullopt;
  if (options.config_from.empty() && options.rules_from == RulesFrom::work_tree) {
    const Location location = find_repository(request.directory);
    if (!location.bare()) return rules_of_directory(location.root()).read(file_name);
  }
  const auto repository = std::make_shared<const Repository>(request.directory, false);
  const std::string revision = !options.config_from.empty() ? options.config_from
                               : request.head.empty()       ? "HEAD"
                                                            : request.head;
  const Oid tree = repository->tree_of(resolve_commit(*repository, revision));
  const std::optional<FileVersion> file = view_of_tree(repository, tree).find(file_name);
  if (!file || !file->is_regular()) return std::nullopt;
  return *repository->read_blob(file->id);
}

std::string named_in(const ConfigText& layer) {
  const ConfigNode root = parse_toml(layer.text, layer.path);
  const ConfigMember* member = root.find("default_branch");
  const auto* name = member ? member->node.value.get_if<std::string>() : nullptr;
  return name ? *name : std::string();
}

}  // namespace

std::string configured_default_branch(const Request& request, const RunOptions& options) {
  std::string name;
  const auto take = [&](const auto& layers) {
    try {
      for (const ConfigText& layer : layers())
        if (std::string named = named_in(layer); !named.empty()) name = std::move(named);
    } catch (const Error&) {
      return;  // the run reads it again
    }
  };
  take([&] { return layers_below(options); });
  take([&] {
    std::vector<ConfigText> layers;
    if (!options.config_file.empty())
      layers.push_back(named_config(options));
    else if (std::optional<std::string> text = repository_text(request, options))
      layers.push_back({"repository", file_name, "", std::move(*text)});
    return layers;
  });
  return name;
}

}  // namespace moongate
