// Many literal strings over one text in one pass (Aho-Corasick), ASCII case ignored or not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

// Immutable and thread-safe once constructed.
class Literals {
 public:
  enum class Case : std::uint8_t { exact, ignore };

  // Empty literals are never found. Memory: about 4 bytes × (distinct bytes) × (total length).
  Literals(const std::vector<std::string>& literals, Case handling);

  bool empty() const { return states_ <= 1; }
  // Which literals stand in the text, by index.
  std::vector<bool> present(std::string_view text) const;
  // Calls `found` with the index and the begin of every occurrence, overlapping ones too, in the
  // order of their ends.
  void each(std::string_view text,
            const std::function<void(std::size_t literal, std::size_t begin)>& found) const;

 private:
  std::array<std::uint16_t, 256> class_{};  // byte -> column; 0: in no literal
  std::size_t classes_ = 1;
  std::uint32_t states_ = 1;
  std::vector<std::uint32_t> next_;     // states_ × classes_
  std::vector<std::uint32_t> output_;   // state -> first of a chain in links_, or none
  std::vector<std::uint32_t> shorter_;  // state -> nearest suffix state with output, or 0
  struct Link {
    std::uint32_t literal, next;
  };
  std::vector<Link> links_;
  std::vector<std::uint32_t> lengths_;
};

}  // namespace moongate
