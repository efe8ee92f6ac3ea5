#include "git/history/fetch_specs.h"

#include <set>
#include <utility>

namespace moongate {

bool FetchSpec::keeps(std::string_view name) const {
  const auto star = kept.find('*');
  if (star == kept.npos) return kept == name;
  const std::string_view begin = std::string_view(kept).substr(0, star);
  const std::string_view end = std::string_view(kept).substr(star + 1);
  return name.size() >= begin.size() + end.size() && name.starts_with(begin) && name.ends_with(end);
}

std::string FetchSpec::source_of(const std::string& name) const {
  const auto star = kept.find('*'), from = source.find('*');
  if (star == kept.npos || from == source.npos) return source;
  const std::size_t tail = kept.size() - star - 1;
  return source.substr(0, from) + name.substr(star, name.size() - star - tail) +
         source.substr(from + 1);
}

std::vector<std::string> remotes_of(const GitConfig& config) {
  std::set<std::string> names;
  for (const char* const key : {"url", "pushurl", "fetch"})
    for (const std::string& name : config.subsections("remote", key)) names.insert(name);
  return {names.begin(), names.end()};
}

std::vector<FetchSpec> fetch_specs(const GitConfig& config, const std::string& remote) {
  std::vector<FetchSpec> specs;
  for (const std::string& text : config.get_all("remote." + remote + ".fetch")) {
    const auto colon = text.find(':');
    if (colon == text.npos || text.front() == '^') continue;
    const std::size_t begin = text.front() == '+' ? 1 : 0;
    FetchSpec spec{remote, text.substr(begin, colon - begin), text.substr(colon + 1)};
    if (spec.kept.starts_with("refs/remotes/")) specs.push_back(std::move(spec));
  }
  return specs;
}

const FetchSpec* keeper_of(const std::vector<FetchSpec>& specs, std::string_view name) {
  const FetchSpec* best = nullptr;
  for (const FetchSpec& spec : specs)
    if (spec.keeps(name) && (!best || spec.kept.size() > best->kept.size())) best = &spec;
  return best;
}

}  // namespace moongate
