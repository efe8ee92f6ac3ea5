// One configuration after another, read into a Config: what load_config() is made of.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/check_names.h"
#include "config/config.h"
#include "config/read_values.h"
#include "config/toml.h"
#include "core/declaration.h"
#include "core/error.h"

namespace moongate {

class ConfigLoader {
 public:
  ConfigLoader(Config& config, const CheckNames& names, std::vector<Problem>* all)
      : config_(config), names_(names), all_(all) {}

  void add(const ConfigText& text);
  std::shared_ptr<const Config::Nested> nested() const { return nested_; }

 private:
  // One file while it is read.
  struct File {
    const ConfigText& text;
    ConfigReader reader;
    Config::Directory* directory = nullptr;  // of a nested file
    std::vector<std::pair<std::string, std::uint32_t>> locks;
  };

  bool is_policy() const { return file_->text.layer == "policy"; }
  bool is_nested() const { return file_->directory != nullptr; }
  ConfigReader& reader() { return file_->reader; }
  Origin origin(std::uint32_t line) const { return {file_->text.layer, file_->text.path, line}; }

  // Whether the policy locked the setting; if so, says that `what` would relax it.
  bool locked(const std::string& key, std::uint32_t line, const std::string& setting,
              const std::string& what);
  void unknown_key(const ConfigMember& member, std::string_view in, const Names& known);
  void read_requires(const ConfigNode& root);
  void read_root(const ConfigNode& root);
  void read_root_key(const ConfigMember& member);
  void read_fail_on(const ConfigMember& member);
  void read_quiet(const ConfigMember& member);
  void read_budget(const ConfigMember& member);
  void read_limits(const ConfigMember& member);
  void read_push(const ConfigMember& member);
  void read_default_branch(const ConfigMember& member);
  void read_paths(const ConfigMember& member);
  void read_policy(const ConfigMember& member);
  void read_locked(const ConfigMember& member, const Names& lockable, std::string_view prefix,
                   std::string_view in);
  void read_ignores(const ConfigMember& member);
  void read_ignore(const ConfigNode& node);

  void read_areas(const ConfigMember& member);
  void read_area(const ConfigMember& member, const Names& names);
  void read_area_paths(const ConfigMember& key, const std::string& section, Area& area);

  void read_checks(const ConfigMember& member);
  void read_check(const ConfigMember& member, const std::vector<const Declaration*>& covered);
  void read_check_key(const ConfigMember& key, const Declaration& check, std::string_view section);
  void turn_on(const Declaration& check);
  void set_level(const ConfigMember& key, const Declaration& check, const std::string& name);
  // That each rule named is one of a check that is meant.
  void require_rules(const ConfigNode& rules, const std::vector<const Declaration*>& covered,
                     const std::string& name);
  void set_rules(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_stages(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_scope(const ConfigMember& key, const Declaration& check, const std::string& name);
  void set_option(const ConfigMember& key, const Declaration& check, const std::string& name);
  // `include` replaces, `exclude` accumulates.
  void merge_paths(const ConfigNode& node, const std::string& name, const std::string& lock,
                   PathFilter& filter, std::map<std::string, Origin>& origins,
                   const std::string& origin_prefix);
  CheckSettings& target(const Declaration& check);

  Config& config_;
  const CheckNames& names_;
  std::vector<Problem>* all_;
  File* file_ = nullptr;
  std::shared_ptr<Config::Nested> nested_;
  std::size_t globs_ = 0;
};

// How much a value of fail_on asks for: "never" nothing, "note" most.
int strictness(Level fail_on);
// A place as messages show it: file:line.
std::string place(const Origin& origin);
// The key of Config::locks for a setting of a check.
std::string lock_key(std::string_view check, std::string_view key);

}  // namespace moongate
