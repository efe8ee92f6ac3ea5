// A compiled tree-sitter query with its predicates, which tree-sitter itself does not evaluate.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct TSLanguage;
struct TSQuery;

namespace re2 {
class RE2;
}

namespace moongate {

// (#eq? @a "text"), (#eq? @a @b), (#match? @a "regex"), (#any-of? @a "x" "y") and their not- forms.
struct Predicate {
  enum class Kind : unsigned char { equal, match, any_of };
  Kind kind = Kind::equal;
  bool negated = false;
  unsigned capture = 0;
  int other_capture = -1;
  std::vector<std::string> texts;
  std::shared_ptr<const re2::RE2> regex;
};

class CompiledQuery {
 public:
  // Throws Error(check) at `source_path` with the line and column in the query of what is wrong.
  CompiledQuery(const TSLanguage* language, std::string_view text, const std::string& source_path);
  ~CompiledQuery();
  CompiledQuery(const CompiledQuery&) = delete;
  CompiledQuery& operator=(const CompiledQuery&) = delete;

  const TSQuery* query() const { return query_; }
  const std::vector<Predicate>& predicates(unsigned pattern) const { return predicates_[pattern]; }
  std::string_view capture_name(unsigned capture) const;

 private:
  TSQuery* query_ = nullptr;
  std::vector<std::vector<Predicate>> predicates_;  // by pattern
};

// Compiled once a process for each language and text; safe to share between threads.
std::shared_ptr<const CompiledQuery> compiled_query(const TSLanguage* language,
                                                    std::string_view language_id,
                                                    const std::string& text,
                                                    const std::string& source_path);

}  // namespace moongate
