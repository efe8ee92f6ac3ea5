#include "git/repository/config_file.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "attributes/wildmatch.h"
#include "core/error.h"
#include "git/repository/git_files.h"

namespace moongate {
namespace {

constexpr int max_include_depth = 10;  // Git's own limit

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// One pass over a configuration text.
class Parser {
 public:
  Parser(std::string_view text, const std::string& path) : text_(text), path_(path) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") position_ = 3;
  }

  // Reads the next `key = value`; false at the end of the text.
  bool next() {
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '\n') ++line_;
      if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
        ++position_;
      } else if (c == '#' || c == ';') {
        skip_line();
      } else if (c == '[') {
        ++position_;
        read_section();
      } else {
        read_key();
        return true;
      }
    }
    return false;
  }

  std::string key;
  std::string value;
  bool has_value = false;
  std::string section;     // lower case
  std::string subsection;  // as written

 private:
  [[noreturn]] void fail(const char* what) const {
    throw Error(Problem{ProblemKind::repository, std::string("bad Git configuration: ") + what,
                        path_, line_,
                        "correct the file; `git config --list` shows the same error"});
  }

  void skip_line() {
    while (position_ < text_.size() && text_[position_] != '\n') ++position_;
  }

  void read_section() {
    section.clear();
    subsection.clear();
    while (position_ < text_.size() && (is_key_char(text_[position_]) || text_[position_] == '.')) {
      section.push_back(lower(text_[position_++]));
    }
    const std::size_t after_name = position_;
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
      ++position_;
    }
    if (position_ > after_name && position_ < text_.size() && text_[position_] == '"') {
      ++position_;
      while (true) {
        if (position_ >= text_.size() || text_[position_] == '\n') fail("a section is not closed");
        char c = text_[position_++];
        if (c == '"') break;
        if (c == '\\') {
          if (position_ >= text_.size() || text_[position_] == '\n')
            fail("a section is not closed");
          c = text_[position_++];
        }
        subsection.push_back(c);
      }
    } else if (const auto dot = section.find('.'); dot != std::string::npos) {
      subsection = section.substr(dot + 1);  // the old form [branch.name]
      section.resize(dot);
    }
    if (position_ >= text_.size() || text_[position_] != ']') fail("a section is not closed");
    ++position_;
    if (section.empty()) fail("a section has no name");
  }

  void read_key() {
    if (!std::isalpha(static_cast<unsigned char>(text_[position_]))) fail("expected a key");
    if (section.empty()) fail("a key stands before the first section");
    key = section + ".";
    if (!subsection.empty()) key += subsection + ".";
    while (position_ < text_.size() && is_key_char(text_[position_])) {
      key.push_back(lower(text_[position_++]));
    }
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
      ++position_;
    }
    value.clear();
    has_value = position_ < text_.size() && text_[position_] == '=';
    if (!has_value) {
      if (position_ < text_.size() && text_[position_] == '\r') ++position_;
      if (position_ < text_.size() && text_[position_] != '\n' && text_[position_] != '#' &&
          text_[position_] != ';') {
        fail("expected `=` after a key");
      }
      return;
    }
    ++position_;
    read_value();
  }

  void read_value() {
    bool quoted = false;
    std::size_t kept = 0;  // trailing blanks outside quotes do not count
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
      ++position_;
    }
    while (position_ < text_.size()) {
      char c = text_[position_];
      if (c == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n') {
        ++position_;
        continue;
      }
      if (c == '\n') {
        if (quoted) fail("a quoted value is not closed");
        break;
      }
      ++position_;
      if (!quoted && (c == '#' || c == ';')) {
        skip_line();
        break;
      }
      if (c == '"') {
        quoted = !quoted;
        kept = value.size();
        continue;
      }
      if (c == '\\') {
        if (position_ < text_.size() && text_[position_] == '\r') ++position_;
        if (position_ >= text_.size()) fail("a value ends in a backslash");
        c = text_[position_++];
        switch (c) {
          case '\n':
            ++line_;
            continue;
          case 't':
            c = '\t';
            break;
          case 'b':
            c = '\b';
            break;
          case 'n':
            c = '\n';
            break;
          case '\\':
          case '"':
            break;
          default:
            fail("an unknown escape in a value");
        }
        value.push_back(c);
        kept = value.size();
        continue;
      }
      value.push_back(c);
      if (quoted || (c != ' ' && c != '\t')) kept = value.size();
    }
    if (quoted) fail("a quoted value is not closed");
    value.resize(kept);
  }

  std::string_view text_;
  const std::string& path_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 1;
};

std::string expand_path(std::string path, const std::string& config_path) {
  if (path.rfind("~/", 0) == 0) {
    const char* home = std::getenv("HOME");
    return home ? std::string(home) + path.substr(1) : path;
  }
  if (!path.empty() && path[0] == '/') return path;
  return join_path(parent_of(config_path), path);
}

// The text after `prefix`, where the condition begins with it.
std::optional<std::string> after(const std::string& condition, std::string_view prefix) {
  if (!condition.starts_with(prefix)) return std::nullopt;
  return condition.substr(prefix.size());
}

bool matches(std::string pattern, const std::string& text) {
  if (pattern.ends_with('/')) pattern += "**";
  return Wildmatch(pattern, true).matches(text);
}

// Git compares with the resolved path and with the path as it was given. Of a pattern that begins
// with
// "./", the directory of the configuration file stands for itself, whatever characters its name
// has.
bool is_git_dir(std::string pattern, bool ignores_case, const std::string& config_path,
                const std::string& git_dir) {
  if (git_dir.empty() || pattern.empty()) return false;
  std::string literal;
  if (pattern.starts_with("./")) {
    literal = real_path(parent_of(config_path)) + "/";
    pattern.erase(0, 2);
  } else if (pattern.starts_with("~/")) {
    pattern = expand_path(pattern, config_path);
  } else if (pattern[0] != '/') {
    pattern = "**/" + pattern;
  }
  std::error_code error;
  for (std::string path :
       {real_path(git_dir), std::filesystem::absolute(git_dir, error).string()}) {
    if (!path.starts_with(literal)) continue;
    path.erase(0, literal.size());
    if (ignores_case ? matches(lowered(pattern), lowered(path)) : matches(pattern, path))
      return true;
  }
  return false;
}

// The branch that HEAD names. With references in another format than files HEAD says nothing, and
// no such condition is met.
bool is_on_branch(const std::string& pattern, const std::string& git_dir) {
  if (git_dir.empty()) return false;
  const std::optional<std::string> head = read_small_file(join_path(git_dir, "HEAD"));
  constexpr std::string_view branch = "ref: refs/heads/";
  if (!head || !head->starts_with(branch)) return false;
  return matches(pattern, std::string(trimmed_end(std::string_view(*head).substr(branch.size()))));
}

// One word of GIT_CONFIG_PARAMETERS: Git quotes as a shell does, with ' and \'.
std::optional<std::string> unquote(std::string_view text, std::size_t& position) {
  std::string word;
  if (position >= text.size() || text[position] != '\'') return std::nullopt;
  while (position < text.size()) {
    if (text[position] == '\'') {
      const std::size_t end = text.find('\'', position + 1);
      if (end == std::string_view::npos) return std::nullopt;
      word.append(text.substr(position + 1, end - position - 1));
      position = end + 1;
    } else if (text[position] == '\\' && position + 1 < text.size()) {
      word.push_back(text[position + 1]);
      position += 2;
    } else {
      break;
    }
  }
  return word;
}

// section and name in lower case, the subsection between them as it is.
std::string normalised_key(std::string_view key) {
  const auto first = key.find('.');
  const auto last = key.rfind('.');
  if (first == std::string_view::npos) return lowered(key);
  return lowered(key.substr(0, first)) + std::string(key.substr(first, last - first)) +
         lowered(key.substr(last));
}

}  // namespace

bool GitConfig::condition_met(const std::string& condition, const std::string& config_path,
                              const std::string& git_dir) {
  if (const auto pattern = after(condition, "gitdir:"))
    return is_git_dir(*pattern, false, config_path, git_dir);
  if (const auto pattern = after(condition, "gitdir/i:"))
    return is_git_dir(*pattern, true, config_path, git_dir);
  if (const auto pattern = after(condition, "onbranch:")) return is_on_branch(*pattern, git_dir);
  if (const auto pattern = after(condition, "hasconfig:remote.*.url:")) {
    asked_for_remote_urls_ = true;
    return std::any_of(remote_urls_.begin(), remote_urls_.end(),
                       [&](const std::string& url) { return matches(*pattern, url); });
  }
  return false;  // Git, too, takes a condition that it does not know for one that is not met
}

void GitConfig::add_text_at(std::string_view text, const std::string& path,
                            const std::string& git_dir, int depth) {
  Parser parser(text, path);
  while (parser.next()) {
    values_[parser.key].push_back({parser.value, parser.has_value});
    const bool includes = parser.key == "include.path" ||
                          (parser.section == "includeif" && !parser.subsection.empty() &&
                           parser.key == "includeif." + parser.subsection + ".path" &&
                           condition_met(parser.subsection, path, git_dir));
    if (includes && parser.has_value) {
      if (depth >= max_include_depth) {
        throw Error(Problem{ProblemKind::repository, "Git configuration files include each other",
                            path, 0, "remove the include that leads back to this file"});
      }
      add_file_at(expand_path(parser.value, path), git_dir, depth + 1);
    }
  }
}

void GitConfig::add_file_at(const std::string& path, const std::string& git_dir, int depth) {
  if (const auto text = read_small_file(path)) add_text_at(*text, path, git_dir, depth);
}

void GitConfig::add_file(const std::string& path, const std::string& git_dir) {
  add_file_at(path, git_dir, 0);
}

void GitConfig::add_text(std::string_view text, const std::string& path,
                         const std::string& git_dir) {
  add_text_at(text, path, git_dir, 0);
}

void GitConfig::add_environment() {
  if (const char* count_text = std::getenv("GIT_CONFIG_COUNT")) {
    const long count = std::strtol(count_text, nullptr, 10);
    for (long i = 0; i < std::min(count, 10000L); ++i) {
      const char* key = std::getenv(("GIT_CONFIG_KEY_" + std::to_string(i)).c_str());
      const char* value = std::getenv(("GIT_CONFIG_VALUE_" + std::to_string(i)).c_str());
      if (key && value) values_[normalised_key(key)].push_back({value, true});
    }
  }
  const char* parameters = std::getenv("GIT_CONFIG_PARAMETERS");
  if (!parameters) return;
  const std::string_view text(parameters);
  std::size_t position = 0;
  while (position < text.size()) {
    if (text[position] == ' ') {
      ++position;
      continue;
    }
    auto key = unquote(text, position);
    if (!key) return;
    if (position < text.size() && text[position] == '=') {  // 'key'='value', since Git 2.31
      ++position;
      const auto value = unquote(text, position);
      values_[normalised_key(*key)].push_back({value.value_or(""), value.has_value()});
      continue;
    }
    const auto equals = key->find('=');  // 'key=value'
    const bool given = equals != std::string::npos;
    values_[normalised_key(key->substr(0, equals))].push_back(
        {given ? key->substr(equals + 1) : std::string(), given});
  }
}

std::optional<std::string> GitConfig::get(const std::string& key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  return found->second.back().text;
}

std::vector<std::string> GitConfig::get_all(const std::string& key) const {
  std::vector<std::string> result;
  const auto found = values_.find(key);
  if (found == values_.end()) return result;
  for (const Value& value : found->second) result.push_back(value.text);
  return result;
}

std::optional<bool> GitConfig::get_bool(const std::string& key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  const Value& value = found->second.back();
  if (!value.given) return true;
  const std::string text = lowered(value.text);
  if (text.empty() || text == "false" || text == "no" || text == "off") return false;
  if (text == "true" || text == "yes" || text == "on") return true;
  char* end = nullptr;
  const long number = std::strtol(text.c_str(), &end, 10);
  return *end != '\0' || number != 0;
}

std::vector<std::string> GitConfig::keys(std::string_view prefix) const {
  std::vector<std::string> result;
  for (auto i = values_.lower_bound(std::string(prefix));
       i != values_.end() && i->first.compare(0, prefix.size(), prefix) == 0; ++i) {
    result.push_back(i->first);
  }
  return result;
}

std::vector<std::string> GitConfig::subsections(std::string_view section,
                                                std::string_view name) const {
  const std::string begin = std::string(section) + ".", end = "." + std::string(name);
  std::vector<std::string> result;
  for (const std::string& key : keys(begin))
    if (key.size() > begin.size() + end.size() && key.ends_with(end))
      result.push_back(key.substr(begin.size(), key.size() - begin.size() - end.size()));
  return result;
}

namespace {

GitConfig read_all(const std::string& common_dir, const std::string& git_dir, bool worktree_config,
                   std::vector<std::string> remote_urls) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  GitConfig config;
  config.know_remote_urls(std::move(remote_urls));
  const auto no_system = variable("GIT_CONFIG_NOSYSTEM");
  if (!no_system || *no_system == "0" || *no_system == "false" || no_system->empty()) {
    config.add_file(variable("GIT_CONFIG_SYSTEM").value_or("/etc/gitconfig"), git_dir);
  }
  if (const auto global = variable("GIT_CONFIG_GLOBAL")) {
    config.add_file(*global, git_dir);
  } else {
    const auto home = variable("HOME");
    const auto xdg = variable("XDG_CONFIG_HOME");
    if (xdg && !xdg->empty()) {
      config.add_file(*xdg + "/git/config", git_dir);
    } else if (home) {
      config.add_file(*home + "/.config/git/config", git_dir);
    }
    if (home) config.add_file(*home + "/.gitconfig", git_dir);
  }
  if (!common_dir.empty()) config.add_file(join_path(common_dir, "config"), git_dir);
  if (worktree_config) config.add_file(join_path(git_dir, "config.worktree"), git_dir);
  config.add_environment();
  return config;
}

}  // namespace

GitConfig load_git_config(const std::string& common_dir, const std::string& git_dir,
                          bool worktree_config) {
  GitConfig config = read_all(common_dir, git_dir, worktree_config, {});
  if (!config.asked_for_remote_urls()) return config;
  std::vector<std::string> urls;
  for (const std::string& remote : config.subsections("remote", "url"))
    for (std::string& url : config.get_all("remote." + remote + ".url"))
      urls.push_back(std::move(url));
  if (urls.empty()) return config;
  return read_all(common_dir, git_dir, worktree_config, std::move(urls));
}

}  // namespace moongate
