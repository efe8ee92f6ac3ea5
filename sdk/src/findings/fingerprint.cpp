#include "findings/fingerprint.h"

#include "core/hash.h"

namespace moongate {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

// Leading and trailing blanks go, each run of others becomes one space: a finding keeps its
// identity when its line is indented or wrapped otherwise.
std::string normalise_blanks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (const char c : text) {
    if (is_blank(c)) {
      pending = !out.empty();
    } else {
      if (pending) out += ' ';
      pending = false;
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string fingerprint(std::string_view check, std::string_view rule, std::string_view path,
                        std::string_view text, std::uint32_t ordinal) {
  std::string bytes;
  append_field(bytes, check);
  append_field(bytes, rule);
  append_field(bytes, path);
  append_field(bytes, normalise_blanks(text));
  append_field(bytes, std::to_string(ordinal));
  return "1:" + blob_hash(bytes).hex().substr(0, 32);
}

std::string secret_stand_in(std::string_view secret) {
  return "<secret " + blob_hash(secret).hex().substr(0, 4) + ">";
}

}  // namespace moongate
