#include "script/fact.h"

#include <algorithm>
#include <tuple>

namespace moongate {

namespace {

std::uint64_t bytes_of(const Value& value) {
  std::uint64_t bytes = sizeof value;
  if (const auto* text = value.get_if<std::string>()) bytes += text->size();
  if (const auto* list = value.get_if<List>())
    for (const Value& item : *list) bytes += bytes_of(item);
  if (const auto* map = value.get_if<Map>())
    for (const auto& [key, item] : *map) bytes += 64 + key.size() + bytes_of(item);
  return bytes;
}

}  // namespace

std::uint64_t bytes_of(const Fact& fact) {
  return sizeof fact + fact.name.size() + fact.path.size() + bytes_of(fact.value);
}

void sort_facts(std::vector<const Fact*>& facts) {
  std::stable_sort(facts.begin(), facts.end(), [](const Fact* a, const Fact* b) {
    return std::tie(a->path, a->line) < std::tie(b->path, b->line);
  });
}

}  // namespace moongate
