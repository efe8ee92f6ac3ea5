#include "syntax/nodes.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <memory>
#include <optional>
#include <set>

#include "core/thread_clock.h"
#include "core/units.h"
#include "syntax/grammars.h"
#include "syntax/parse_memory.h"
#include "syntax/query.h"
#include "syntax/walk.h"

namespace moongate {

namespace {

// More states in progress than any sensible query needs; beyond this matches would be lost.
constexpr std::uint32_t match_limit = 1u << 16;

using Parser = std::unique_ptr<TSParser, void (*)(TSParser*)>;
using Tree = std::unique_ptr<TSTree, void (*)(TSTree*)>;
using Cursor = std::unique_ptr<TSQueryCursor, void (*)(TSQueryCursor*)>;

// Counts the thread's CPU time towards the check while tree-sitter works for it, and says stop.
class Stopwatch {
 public:
  Stopwatch(const Limits& limits, Meter& meter, std::size_t input)
      : limits_(limits), meter_(meter), begin_(thread_cpu_nanoseconds()) {
    meter_.parsed_bytes += input;
  }
  ~Stopwatch() { meter_.nanoseconds += thread_cpu_nanoseconds() - begin_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

  // What counts is the check's time over the whole change, so the allowance is for all it looked
  // at.
  bool over() const {
    if (meter_.aborted.load(std::memory_order_relaxed) || meter_.cancelled()) return true;
    return static_cast<double>(meter_.nanoseconds.load(std::memory_order_relaxed) +
                               thread_cpu_nanoseconds() - begin_) >
           meter_.allowed_seconds(limits_) * 1e9;
  }

 private:
  const Limits& limits_;
  Meter& meter_;
  std::int64_t begin_;
};

[[noreturn]] void too_slow(Meter& meter, const char* doing, const std::string& path) {
  if (meter.cancelled()) throw CheckAborted{"the run was cancelled"};
  meter.aborted = true;
  throw CheckAborted{std::string("used more CPU time than it may while ") + doing + " " + path};
}

const char* read_text(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  const auto& text = *static_cast<const std::string*>(payload);
  if (offset >= text.size()) {
    *size = 0;
    return "";
  }
  *size = static_cast<std::uint32_t>(text.size() - offset);
  return text.data() + offset;
}

// What one file may take. A file made to be slow must not leave nothing for the files after it, so
// it gets half of what a check may use, and its end is the file's, not the check's.
struct ParseBounds {
  const Stopwatch& watch;
  std::int64_t end;  // CPU time of the thread
  const ParseMemory& memory;
  std::uint64_t most_memory;

  bool is_out_of_memory() const { return memory.held() > most_memory; }
  bool is_out_of_time() const { return thread_cpu_nanoseconds() > end; }
  bool over() const { return watch.over() || is_out_of_memory() || is_out_of_time(); }
};

[[noreturn]] void not_parsed(const std::string& path, const std::string& why) {
  throw Error(Problem{ProblemKind::repository, "not checked by syntax: parsing the file " + why,
                      path, 0,
                      "exclude the file (`paths.exclude`) if nobody wrote it by hand, or raise "
                      "[limits] check_time or check_memory"});
}

Tree parse(const TSLanguage* language, const std::string& text, const std::string& path,
           const Limits& limits, const Stopwatch& watch, Meter& meter) {
  const ParseMemory memory;
  const double mebibytes = static_cast<double>(text.size()) / (1 << 20);
  const double seconds =
      (limits.check_seconds + limits.seconds_per_parsed_mebibyte * mebibytes) / 2;
  const ParseBounds bounds{watch,
                           thread_cpu_nanoseconds() + static_cast<std::int64_t>(seconds * 1e9),
                           memory, most_parse_memory(text.size(), limits.check_memory)};
  const Parser parser(ts_parser_new(), ts_parser_delete);
  if (!parser || !ts_parser_set_language(parser.get(), language))
    throw Error(ProblemKind::check, "a grammar of this build cannot be loaded by its parser",
                "this is a bug: please report it");
  TSInput input{};
  input.payload = const_cast<std::string*>(&text);
  input.read = read_text;
  input.encoding = TSInputEncodingUTF8;
  TSParseOptions options{};
  options.payload = const_cast<ParseBounds*>(&bounds);
  options.progress_callback = [](TSParseState* state) {
    return static_cast<const ParseBounds*>(state->payload)->over();
  };
  Tree tree(ts_parser_parse_with_options(parser.get(), nullptr, input, options), ts_tree_delete);
  if (tree) return tree;
  if (bounds.is_out_of_memory())
    not_parsed(path, "took more than " + size_text(bounds.most_memory) + " of memory");
  if (watch.over()) too_slow(meter, "parsing", path);
  not_parsed(path, "took more than half of the CPU time that a check may use");
}

std::string_view text_of(const std::string& text, TSNode node) {
  const std::size_t begin = ts_node_start_byte(node);
  return std::string_view(text).substr(begin, ts_node_end_byte(node) - begin);
}

// A quantified capture has several nodes: a predicate holds when it holds for all of them.
bool holds(const Predicate& predicate, const TSQueryMatch& match, const std::string& text) {
  for (std::uint16_t i = 0; i < match.capture_count; ++i) {
    if (match.captures[i].index != predicate.capture) continue;
    const std::string_view node = text_of(text, match.captures[i].node);
    bool result = false;
    switch (predicate.kind) {
      case Predicate::Kind::equal:
        if (predicate.other_capture < 0) {
          result = node == predicate.texts[0];
        } else {
          for (std::uint16_t j = 0; j < match.capture_count; ++j)
            if (static_cast<int>(match.captures[j].index) == predicate.other_capture)
              result = node == text_of(text, match.captures[j].node);
        }
        break;
      case Predicate::Kind::match:
        result =
            re2::RE2::PartialMatch(re2::StringPiece(node.data(), node.size()), *predicate.regex);
        break;
      case Predicate::Kind::any_of:
        result = std::find(predicate.texts.begin(), predicate.texts.end(), node) !=
                 predicate.texts.end();
        break;
    }
    if (result == predicate.negated) return false;
  }
  return true;
}

bool touches(FileContext& file, const NodeCapture& capture) {
  // A node that ends at the start of a line does not stand on it.
  const std::uint32_t last = capture.end_column == 1 && capture.end_line > capture.line
                                 ? capture.end_line - 1
                                 : capture.end_line;
  for (const Hunk& hunk : file.hunks()) {
    if (hunk.new_count == 0) {
      if (capture.line <= hunk.new_start && last > hunk.new_start) return true;
    } else if (capture.line < hunk.new_start + hunk.new_count && last >= hunk.new_start) {
      return true;
    }
  }
  return false;
}

NodeCapture capture_of(const CompiledQuery& query, const TSQueryCapture& capture) {
  const TSPoint begin = ts_node_start_point(capture.node);
  const TSPoint end = ts_node_end_point(capture.node);
  NodeCapture result;
  result.name = query.capture_name(capture.index);
  result.kind = ts_node_type(capture.node);
  result.begin = ts_node_start_byte(capture.node);
  result.end = ts_node_end_byte(capture.node);
  result.line = begin.row + 1;
  result.column = begin.column + 1;
  result.end_line = end.row + 1;
  result.end_column = end.column + 1;
  return result;
}

// The kinds of node that a query's patterns begin with; nullopt where they are not plain names.
std::optional<std::set<std::string, std::less<>>> outermost_kinds(std::string_view query) {
  std::set<std::string, std::less<>> kinds;
  const auto is_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
  };
  int depth = 0;
  for (std::size_t i = 0; i < query.size(); ++i) {
    const char c = query[i];
    if (c == ';') {
      i = std::min(query.find('\n', i), query.size());
    } else if (c == '"') {
      if (depth == 0) return std::nullopt;
      for (++i; i < query.size() && query[i] != '"'; ++i)
        if (query[i] == '\\') ++i;
    } else if (c == '(' && depth++ == 0) {
      std::size_t end = i + 1;
      while (end < query.size() && is_name(query[end])) ++end;
      const std::string_view name = query.substr(i + 1, end - i - 1);
      if (name.empty() || name == "_" || name == "ERROR" || name == "MISSING") return std::nullopt;
      kinds.emplace(name);
    } else if (c == ')') {
      --depth;
    } else if (depth == 0 && c == '@') {
      while (i + 1 < query.size() && is_name(query[i + 1])) ++i;
    } else if (depth == 0 && !std::isspace(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
  }
  return kinds;
}

// Whether the query cannot match: no node of a kind that its patterns begin with touches the
// change. Compiling a query analyses the grammar, which takes longer than parsing most files.
bool cannot_match(const TSLanguage* language, std::string_view query, TSNode root,
                  FileContext& file, bool all, const Stopwatch& watch, Meter& meter) {
  const auto kinds = outermost_kinds(query);
  if (!kinds) return false;
  for (const std::string& kind : *kinds) {
    const TSSymbol symbol = ts_language_symbol_for_name(
        language, kind.data(), static_cast<std::uint32_t>(kind.size()), true);
    // A supertype stands for others; an unknown one is an error that the compiler tells.
    if (symbol == 0 || ts_language_symbol_type(language, symbol) != TSSymbolTypeRegular)
      return false;
  }
  bool none = true;
  std::uint64_t nodes = 0;
  walk_tree(root, [&](TSNode node) {
    if (++nodes % 1024 == 0 && watch.over()) too_slow(meter, "looking through", file.file().path());
    NodeCapture place;
    place.line = ts_node_start_point(node).row + 1;
    place.end_line = ts_node_end_point(node).row + 1;
    place.end_column = ts_node_end_point(node).column + 1;
    if (!all && !touches(file, place)) return Step::past;
    none = !kinds->contains(std::string_view(ts_node_type(node)));
    return none ? Step::down : Step::stop;
  });
  return none;
}

std::shared_ptr<const CompiledQuery> compiled(const Query& declared,
                                              const std::string& source_path) {
  try {
    return compiled_query(grammar(declared.language), declared.language, declared.text,
                          source_path);
  } catch (const Error& error) {
    // A query is compiled once for all checks that have it: where it stands is this one's.
    Problem problem = error.problem();
    problem.line = declared.line;
    throw Error(std::move(problem));
  }
}

void run_query(const Declaration& declaration, std::size_t index, TSNode root, FileContext& file,
               const std::string& text, bool all, const Limits& limits, const Stopwatch& watch,
               Meter& meter, std::uint64_t& bytes, std::vector<NodeMatch>& out) {
  const Query& declared = declaration.queries[index];
  // A team's query is compiled all the same: what is wrong with it is told in every case.
  if (declaration.built_in &&
      cannot_match(grammar(declared.language), declared.text, root, file, all, watch, meter))
    return;
  const auto query = compiled(declared, declaration.source_path);
  const Cursor cursor(ts_query_cursor_new(), ts_query_cursor_delete);
  ts_query_cursor_set_match_limit(cursor.get(), match_limit);
  TSQueryCursorOptions options{};
  options.payload = const_cast<Stopwatch*>(&watch);
  options.progress_callback = [](TSQueryCursorState* state) {
    return static_cast<const Stopwatch*>(state->payload)->over();
  };
  ts_query_cursor_exec_with_options(cursor.get(), query->query(), root, &options);
  TSQueryMatch match{};
  const std::string& path = file.file().path();
  while (ts_query_cursor_next_match(cursor.get(), &match)) {
    const std::vector<Predicate>& predicates = query->predicates(match.pattern_index);
    if (!std::all_of(predicates.begin(), predicates.end(),
                     [&](const Predicate& predicate) { return holds(predicate, match, text); }))
      continue;
    NodeMatch found;
    found.query = index;
    bool touched = all;
    for (std::uint16_t i = 0; i < match.capture_count; ++i) {
      found.captures.push_back(capture_of(*query, match.captures[i]));
      touched = touched || touches(file, found.captures.back());
    }
    if (!touched || found.captures.empty()) continue;
    bytes += sizeof found + found.captures.size() * sizeof found.captures[0];
    if (bytes > limits.check_memory) {
      meter.aborted = true;
      throw CheckAborted{"the matches of its queries took more than " +
                         size_text(limits.check_memory) + " of memory in " + path};
    }
    out.push_back(std::move(found));
  }
  if (watch.over()) too_slow(meter, "matching a query in", path);
  if (ts_query_cursor_did_exceed_match_limit(cursor.get())) {
    meter.aborted = true;
    throw CheckAborted{"its query has more matches in progress than can be followed, in " + path};
  }
}

}  // namespace

void require_queries(const Declaration& declaration) {
  for (const Query& query : declaration.queries) compiled(query, declaration.source_path);
}

std::vector<NodeMatch> find_nodes(const Declaration& declaration, FileContext& file, bool old_side,
                                  bool all, const Limits& limits, Meter& meter) {
  std::vector<NodeMatch> found;
  const std::string& language = file.language();
  const TSLanguage* const parsed = grammar(language);
  const bool asked = std::any_of(declaration.queries.begin(), declaration.queries.end(),
                                 [&](const Query& query) { return query.language == language; });
  if (!parsed || !asked) return found;
  const std::string& text = old_side ? file.old_text() : file.text();
  if (text.size() >= std::numeric_limits<std::uint32_t>::max())
    not_parsed(file.file().path(), "is not possible: it has 4 GiB or more");

  const Stopwatch watch(limits, meter, text.size());
  const Tree tree = parse(parsed, text, file.file().path(), limits, watch, meter);
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < declaration.queries.size(); ++i)
    if (declaration.queries[i].language == language)
      run_query(declaration, i, ts_tree_root_node(tree.get()), file, text, all, limits, watch,
                meter, bytes, found);
  std::stable_sort(found.begin(), found.end(), [](const NodeMatch& a, const NodeMatch& b) {
    return a.captures[0].begin < b.captures[0].begin;
  });
  return found;
}

}  // namespace moongate
