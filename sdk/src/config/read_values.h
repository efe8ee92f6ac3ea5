// Values out of a configuration file's tree, each checked where it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "config/toml.h"
#include "core/declaration.h"
#include "core/error.h"

namespace moongate {

// Reads one file and collects what is wrong with it. Every function gives nothing where the value
// is wrong, after having said so. `key` is the setting's name as messages show it.
class ConfigReader {
 public:
  // `path` must outlive the reader.
  explicit ConfigReader(const std::string& path) : path_(path) {}

  void problem(std::uint32_t line, std::string message, std::string help);
  // In the order of the file, without repetitions.
  std::vector<Problem> problems() const;
  const std::string& path() const { return path_; }

  bool is_table(const ConfigNode& node, std::string_view key);
  std::optional<bool> boolean(const ConfigNode& node, std::string_view key);
  std::optional<std::string> string(const ConfigNode& node, std::string_view key);
  std::optional<std::vector<std::string>> strings(const ConfigNode& node, std::string_view key,
                                                  std::string_view example);
  // One of `words`.
  std::optional<std::string> word(const ConfigNode& node, std::string_view key,
                                  const std::vector<std::string>& words);
  // A day, as a TOML date or in quotes: "2027-01-31".
  std::optional<std::string> day(const ConfigNode& node, std::string_view key);
  std::optional<Level> level(const ConfigNode& node, std::string_view key);
  // Valid globs, prefixed with `directory` where that is not empty, so that they hold from the
  // root.
  std::optional<std::vector<std::string>> globs(const ConfigNode& node, std::string_view key,
                                                std::string_view directory);
  std::optional<std::vector<ChangeKind>> stages(const ConfigNode& node, std::string_view key);
  std::optional<double> duration(const ConfigNode& node, std::string_view key, double min,
                                 double max);
  std::optional<std::uint64_t> size(const ConfigNode& node, std::string_view key, std::uint64_t min,
                                    std::uint64_t max);
  std::optional<std::int64_t> integer(const ConfigNode& node, std::string_view key,
                                      std::int64_t min, std::int64_t max);
  // A value for a check's option, of its type and within its bounds.
  std::optional<Value> option(const ConfigNode& node, const Option& option, std::string_view key);

  // How many globs, and regexes in options, were read: an untrusted contributor's file must not
  // make matching slow.
  std::size_t glob_count() const { return glob_count_; }

 private:
  void wrong_type(const ConfigNode& node, std::string_view key, std::string_view wanted,
                  std::string help);
  bool within(const ConfigNode& node, std::string_view key, const Option& option,
              const Value& value);
  bool allowed(const ConfigNode& node, std::string_view key, const Option& option,
               const Value& value);
  std::optional<Value> scalar(const ConfigNode& node, OptionType type, std::string_view key);
  // A glob or regex: whether it is one.
  bool readable(const ConfigNode& item, std::string_view key, ItemType type);
  // One of a list or map; `wanted` is nothing where any plain value will do.
  std::optional<Value> item(const ConfigNode& node, const Option& option,
                            std::optional<ItemType> wanted, std::string_view key);
  std::optional<Value> list(const ConfigNode& node, const Option& option,
                            std::optional<ItemType> wanted, std::string_view key);
  std::optional<Value> map(const ConfigNode& node, const Option& option, std::string_view key);
  // One value of a map with `fields`, with the defaults of those that are left out.
  std::optional<Value> fields(const ConfigMember& member, const Option& option,
                              const std::string& key);

  const std::string& path_;
  std::vector<Problem> problems_;
  std::size_t glob_count_ = 0;
};

// A value as a person would write it in moongate.toml; a size and a duration with their units.
std::string value_text(const Value& value, OptionType type);

// A quoted string, and a key with quotes where it needs them, as TOML reads them back.
std::string toml_string(std::string_view text);
std::string toml_key(std::string_view name);

// Every kind of change by name, as `stages` takes them.
const std::vector<std::string>& stage_names();

// A glob of a nested file so that it holds from the root: below `directory` and nowhere else.
std::string rooted_glob(std::string_view directory, std::string_view glob);

}  // namespace moongate
