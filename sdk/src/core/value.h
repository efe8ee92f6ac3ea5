// A configuration value: what TOML can say, what an option declares, what a check receives.
// Not nlohmann::json: that header costs two seconds in each of the many files that only pass values
// on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace moongate {

struct Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value>;

struct Value {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> is;

  Value() = default;
  template <class T>
  explicit(false) Value(T content) : is(std::move(content)) {}
  Value(const char* text) : is(std::string(text)) {}
  Value(int number) : is(std::int64_t{number}) {}

  bool empty() const { return std::holds_alternative<std::monostate>(is); }
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&is);
  }
  bool operator==(const Value&) const = default;
};

}  // namespace moongate
