#include "syntax/query.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "core/error.h"
#include "core/suggest.h"

namespace moongate {

namespace {

std::string_view kind_of(TSQueryError error) {
  switch (error) {
    case TSQueryErrorNodeType:
      return "there is no such node in this language";
    case TSQueryErrorField:
      return "there is no such field in this language";
    case TSQueryErrorCapture:
      return "a predicate names a capture that the pattern does not have";
    case TSQueryErrorStructure:
      return "this can never match in this language";
    case TSQueryErrorLanguage:
      return "the grammar is of an unknown version";
    case TSQueryErrorSyntax:
    case TSQueryErrorNone:
      break;
  }
  return "syntax error";
}

Error query_error(const std::string& source_path, std::string_view text, std::size_t offset,
                  std::string_view what) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1);
  const std::string_view rest =
      text.substr(before.size(), text.find('\n', before.size()) - before.size());
  return Error(Problem{ProblemKind::check,
                       "query, line " + std::to_string(line) + ", column " +
                           std::to_string(column + 1) + ": " + std::string(what) +
                           ", at: " + std::string(rest.substr(0, 40)),
                       source_path, 0, "queries are in tree-sitter's own language"});
}

std::string_view text_of(const TSQuery* query, std::uint32_t id) {
  std::uint32_t length = 0;
  const char* text = ts_query_string_value_for_id(query, id, &length);
  return {text, length};
}

// tree-sitter reads a query by recursion, and its analysis of one pattern can take forever;
// neither can be interrupted. Within these bounds the worst query found takes two seconds.
constexpr int deepest = 50;
constexpr int most_nodes_of_pattern = 100, most_nodes = 500;
constexpr std::size_t longest_query = 64 * 1024;

bool is_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

void require_bounded(std::string_view text, const std::string& source_path) {
  const auto refuse = [&](std::size_t at, const std::string& what) {
    throw query_error(source_path, text, at, what + "; write several checks");
  };
  if (text.size() > longest_query) refuse(0, "it is longer than 64 KiB");
  int depth = 0, of_pattern = 0, all = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool lone_wildcard = c == '_' && i > 0 && !is_name(text[i - 1]) && text[i - 1] != '(' &&
                               (i + 1 == text.size() || !is_name(text[i + 1]));
    if (c == '(' || c == '[' || c == '"' || lone_wildcard) {
      if (depth == 0) of_pattern = 0;
      if (++of_pattern > most_nodes_of_pattern || ++all > most_nodes)
        refuse(i, "it has too many nodes");
    }
    if (c == '(' || c == '[') {
      if (++depth > deepest) refuse(i, "it is nested too deeply");
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (c == '"') {
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i)
        if (text[i] == '\\') ++i;
    } else if (c == ';') {
      i = std::min(text.find('\n', i), text.size());
    }
  }
}

}  // namespace

CompiledQuery::CompiledQuery(const TSLanguage* language, std::string_view text,
                             const std::string& source_path) {
  require_bounded(text, source_path);
  std::uint32_t offset = 0;
  TSQueryError error = TSQueryErrorNone;
  query_ =
      ts_query_new(language, text.data(), static_cast<std::uint32_t>(text.size()), &offset, &error);
  if (!query_) throw query_error(source_path, text, offset, kind_of(error));
  std::unique_ptr<TSQuery, void (*)(TSQuery*)> owner(query_, ts_query_delete);
  if (ts_query_capture_count(query_) == 0)
    throw query_error(source_path, text, 0,
                      "it captures nothing, so that no match can be reported; write @name behind "
                      "what is meant");

  predicates_.resize(ts_query_pattern_count(query_));
  for (std::uint32_t pattern = 0; pattern < predicates_.size(); ++pattern) {
    std::uint32_t count = 0;
    const TSQueryPredicateStep* steps = ts_query_predicates_for_pattern(query_, pattern, &count);
    for (std::uint32_t i = 0; i < count;) {
      std::uint32_t end = i;
      while (end < count && steps[end].type != TSQueryPredicateStepTypeDone) ++end;
      std::string_view name = text_of(query_, steps[i].value_id);
      const std::uint32_t at = ts_query_start_byte_for_pattern(query_, pattern);
      const auto wrong = [&](const std::string& what) {
        return query_error(source_path, text, at, "predicate #" + std::string(name) + ": " + what);
      };
      Predicate predicate;
      std::string_view base = name;
      if (base.starts_with("not-")) {
        predicate.negated = true;
        base.remove_prefix(4);
      }
      if (base == "eq?")
        predicate.kind = Predicate::Kind::equal;
      else if (base == "match?")
        predicate.kind = Predicate::Kind::match;
      else if (base == "any-of?")
        predicate.kind = Predicate::Kind::any_of;
      else
        throw wrong("unknown; " + did_you_mean(name, {"eq?", "not-eq?", "match?", "not-match?",
                                                      "any-of?", "not-any-of?"}));
      if (end - i < 3 || steps[i + 1].type != TSQueryPredicateStepTypeCapture)
        throw wrong("takes a capture and what to compare it with");
      predicate.capture = steps[i + 1].value_id;
      for (std::uint32_t step = i + 2; step < end; ++step) {
        if (steps[step].type == TSQueryPredicateStepTypeString)
          predicate.texts.emplace_back(text_of(query_, steps[step].value_id));
        else if (predicate.kind == Predicate::Kind::equal)
          predicate.other_capture = static_cast<int>(steps[step].value_id);
        else
          throw wrong("takes texts after the capture");
      }
      if (predicate.kind != Predicate::Kind::any_of && end - i != 3)
        throw wrong("takes a capture and one more");
      if (predicate.kind == Predicate::Kind::match) {
        re2::RE2::Options options;
        options.set_encoding(re2::RE2::Options::EncodingLatin1);
        options.set_log_errors(false);
        options.set_max_mem(1 << 20);
        auto regex = std::make_shared<re2::RE2>(predicate.texts[0], options);
        if (!regex->ok()) throw wrong(regex->error());
        predicate.regex = std::move(regex);
      }
      predicates_[pattern].push_back(std::move(predicate));
      i = end + 1;
    }
  }
  static_cast<void>(owner.release());
}

CompiledQuery::~CompiledQuery() {
  if (query_) ts_query_delete(query_);
}

std::string_view CompiledQuery::capture_name(unsigned capture) const {
  std::uint32_t length = 0;
  const char* name = ts_query_capture_name_for_id(query_, capture, &length);
  return {name, length};
}

std::shared_ptr<const CompiledQuery> compiled_query(const TSLanguage* language,
                                                    std::string_view language_id,
                                                    const std::string& text,
                                                    const std::string& source_path) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::shared_ptr<const CompiledQuery>> known;
  const std::lock_guard lock(mutex);
  const std::pair<std::string, std::string> key(language_id, text);
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  if (known.size() > 1024) known.clear();  // an embedding program may run for months
  return known.emplace(key, std::make_shared<const CompiledQuery>(language, text, source_path))
      .first->second;
}

}  // namespace moongate
