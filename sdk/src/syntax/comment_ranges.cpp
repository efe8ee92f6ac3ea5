#include "syntax/comment_ranges.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "syntax/bounded_parse.h"
#include "syntax/comment_syntax.h"
#include "syntax/grammars.h"
#include "syntax/strings.h"
#include "syntax/walk.h"

namespace moongate {

namespace {

// Reads a text once, from left to right. A quote or a bracket that nothing closes is none, so that
// a text that the syntax does not describe fully (a regular expression, an apostrophe) costs one
// line at most.
class Scanner {
 public:
  Scanner(const CommentSyntax& syntax, std::string_view text) : syntax_(syntax), text_(text) {
    if (syntax_.escapes) interesting('\\');
    if (syntax_.here_documents)
      for (const char c : {'<', '\n'}) interesting(c);
    if (syntax_.long_brackets) interesting('[');
    for (const auto& line : syntax_.lines) interesting(line.start.front());
    for (const auto& block : syntax_.blocks) interesting(block.open.front());
    for (const auto& quote : syntax_.quotes) interesting(quote.open.front());
    unclosed_.assign(syntax_.blocks.size() + syntax_.quotes.size(), 0);
  }

  std::vector<ByteRange> run() {
    while (at_ < text_.size()) {
      if (syntax_.fences && at_line_start() && fence()) continue;
      if (!interesting_[static_cast<unsigned char>(text_[at_])] || !step()) ++at_;
    }
    return std::move(comments_);
  }

 private:
  void interesting(char c) { interesting_[static_cast<unsigned char>(c)] = true; }
  bool at_line_start() const { return at_ == 0 || text_[at_ - 1] == '\n'; }
  bool here(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  std::size_t line_end(std::size_t from) {
    // Remembered, so that a long line is searched once.
    if (from < line_begin_ || from > line_end_) {
      line_begin_ = from;
      line_end_ = std::min(text_.find('\n', from), text_.size());
    }
    return line_end_;
  }
  bool at_word() const {
    return at_ == 0 ||
           std::string_view(" \t\r\n;,)]}").find(text_[at_ - 1]) != std::string_view::npos;
  }

  bool comment(std::size_t end) {
    comments_.push_back({at_, end});
    at_ = end;
    return true;
  }

  // Whether something began here, which is then behind us.
  bool step() {
    if (syntax_.escapes && text_[at_] == '\\') {
      at_ = std::min(at_ + 2, text_.size());
      return true;
    }
    if (syntax_.here_documents) {
      if (text_[at_] == '\n') return here_documents();
      if (text_[at_] == '<') return note_here_document();
    }
    if (syntax_.long_brackets) {
      if (here("--")) {
        const std::size_t end = long_bracket(at_ + 2);
        if (end != 0) return comment(end);
      } else if (const std::size_t end = long_bracket(at_); end != 0) {
        at_ = end;
        return true;
      }
    }
    for (std::size_t i = 0; i < syntax_.blocks.size(); ++i)
      if (here(syntax_.blocks[i].open) && block(syntax_.blocks[i], i)) return true;
    for (const CommentSyntax::Line& line : syntax_.lines)
      // "//" behind a colon is an address.
      if (here(line.start) && (!line.at_word || at_word()) &&
          !(line.start == "//" && at_ > 0 && text_[at_ - 1] == ':'))
        return comment(line_end(at_));
    for (std::size_t i = 0; i < syntax_.quotes.size(); ++i)
      if (here(syntax_.quotes[i].open) && quote(syntax_.quotes[i], syntax_.blocks.size() + i))
        return true;
    return false;
  }

  bool block(const CommentSyntax::Block& block, std::size_t number) {
    if (at_ < unclosed_[number]) return false;
    std::size_t depth = 1, open = 0, close = 0;  // both searched for again only when passed
    for (std::size_t next = at_ + block.open.size();;) {
      if (close < next) close = text_.find(block.close, next);
      if (close == std::string_view::npos) break;
      if (block.nested && open < next) open = text_.find(block.open, next);
      if (block.nested && open < close) {
        ++depth;
        next = open + block.open.size();
        continue;
      }
      next = close + block.close.size();
      if (--depth == 0) return comment(next);
    }
    unclosed_[number] = text_.size();
    return false;
  }

  bool quote(const CommentSyntax::Quote& quote, std::size_t number) {
    if (at_ < unclosed_[number]) return false;
    const std::size_t begin = at_ + quote.open.size();
    const std::size_t end = quote.lines ? text_.size() : line_end(at_);
    const std::string_view stops = text_.substr(0, end);
    for (std::size_t next = begin; next < end; ++next) {
      if (quote.longest != 0 && next - begin > quote.longest) return false;
      if (quote.escapes && stops[next] == '\\') {
        ++next;
      } else if (stops.substr(next).starts_with(quote.close)) {
        at_ = next + quote.close.size();
        return true;
      }
    }
    unclosed_[number] = end;
    return false;
  }

  // Lua's "[[", "[=[" … at `from`: where it ends, or 0.
  std::size_t long_bracket(std::size_t from) {
    if (from >= text_.size() || text_[from] != '[') return 0;
    std::size_t next = from + 1;
    while (next < text_.size() && text_[next] == '=') ++next;
    if (next >= text_.size() || text_[next] != '[') return 0;
    const std::size_t level = next - from - 1;
    if (std::find(open_levels_.begin(), open_levels_.end(), level) != open_levels_.end()) return 0;
    const std::string close = "]" + std::string(level, '=') + "]";
    const std::size_t end = text_.find(close, next);
    if (end != std::string_view::npos) return end + close.size();
    if (open_levels_.size() < 20) open_levels_.push_back(level);
    return 0;
  }

  // "<<EOF", "<<-'EOF'"; "<<<" begins a string of one word.
  bool note_here_document() {
    if (!here("<<")) return false;
    std::size_t next = at_ + 2;
    if (next < text_.size() && text_[next] == '<') {
      at_ += 3;
      return true;
    }
    HereDocument document;
    if (next < text_.size() && text_[next] == '-') {
      document.tabs = true;
      ++next;
    }
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t')) ++next;
    for (; next < text_.size(); ++next) {
      const char c = text_[next];
      if (c == '\'' || c == '"' || c == '\\') continue;
      const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
      if (!is_word) break;
      document.end += c;
    }
    if (document.end.empty() || document.end.size() > 200) return false;
    at_ = next;
    waiting_.push_back(std::move(document));
    return true;
  }

  bool here_documents() {
    ++at_;
    for (const HereDocument& document : std::exchange(waiting_, {})) {
      if (std::find(endless_.begin(), endless_.end(), document.end) != endless_.end()) continue;
      bool ended = false;
      std::size_t next = at_;
      while (!ended && next < text_.size()) {
        const std::size_t end = line_end(next);
        std::string_view line = text_.substr(next, end - next);
        while (document.tabs && line.starts_with('\t')) line.remove_prefix(1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        ended = line == document.end;
        next = end + 1;
      }
      if (ended)
        at_ = std::min(next, text_.size());
      else if (endless_.size() < 20)
        endless_.push_back(document.end);
    }
    return true;
  }

  // A fenced block counts as a comment: what is one in there is for its own language to say.
  bool fence() {
    std::size_t from = at_;
    while (from < text_.size() && from - at_ < 3 && text_[from] == ' ') ++from;
    if (from >= text_.size() || (text_[from] != '`' && text_[from] != '~')) return false;
    const char sign = text_[from];
    const auto signs = [&](std::size_t begin) {
      const std::size_t end = std::min(text_.find_first_not_of(sign, begin), text_.size());
      return end - begin;
    };
    const std::size_t length = signs(from);
    if (length < 3) return false;
    std::size_t next = line_end(from);
    while (next < text_.size()) {
      const std::size_t begin = text_.find_first_not_of(" \t>", next + 1);
      if (begin == std::string_view::npos) break;
      next = line_end(next + 1);
      if (begin < next && text_[begin] == sign && signs(begin) >= length) break;
    }
    return comment(std::min(next, text_.size()));
  }

  struct HereDocument {
    std::string end;
    bool tabs = false;
  };

  const CommentSyntax& syntax_;
  const std::string_view text_;
  std::size_t at_ = 0;
  std::array<bool, 256> interesting_{};
  std::size_t line_begin_ = 1, line_end_ = 0;
  std::vector<std::size_t> unclosed_;     // of blocks, then quotes: up to where nothing closes one
  std::vector<std::size_t> open_levels_;  // long brackets that nothing closes any more
  std::vector<HereDocument> waiting_;     // begun in this line
  std::vector<std::string> endless_;      // here documents that nothing ends
  std::vector<ByteRange> comments_;
};

// What a grammar says: comments, and where there are none. In order, without overlaps.
struct Parsed {
  std::vector<ByteRange> comments, others;
};

Parsed look_through(const TSTree* tree) {
  Parsed parsed;
  walk_tree(ts_tree_root_node(tree), [&](TSNode node) {
    const ByteRange range{ts_node_start_byte(node), ts_node_end_byte(node)};
    const std::string_view kind = ts_node_type(node);
    const bool named = ts_node_is_named(node);
    if (named && (kind == "comment" || kind == "html_comment")) {
      parsed.comments.push_back(range);
    } else if (named && (is_string_node(kind) || kind == "regex" || kind == "jsx_text")) {
      // What is inserted into a template may hold both.
      if (parsed.others.empty() || parsed.others.back().end < range.end)
        parsed.others.push_back(range);
    }
    return Step::down;
  });
  return parsed;
}

// Whether a range begins in one of these, which are in order and do not overlap.
bool begins_in(const std::vector<ByteRange>& ranges, const ByteRange& range) {
  const auto behind =
      std::upper_bound(ranges.begin(), ranges.end(), range.begin,
                       [](std::size_t at, const ByteRange& one) { return at < one.begin; });
  return behind != ranges.begin() && std::prev(behind)->end > range.begin;
}

}  // namespace

std::optional<std::vector<ByteRange>> comment_ranges(std::string_view language,
                                                     std::string_view text) {
  const CommentSyntax* const syntax = comment_syntax(language);
  if (!syntax) return std::nullopt;
  std::vector<ByteRange> scanned = Scanner(*syntax, text).run();
  const TSLanguage* const known = grammar(language);
  if (!known) return scanned;
  const SyntaxTree tree = bounded_parse(known, text);
  if (!tree) return scanned;
  // Grammars take a comment behind a macro's definition for part of it, and what they do not
  // understand may hold comments: there the scanner knows better.
  Parsed parsed = look_through(tree.get());
  std::vector<ByteRange> comments = parsed.comments;
  for (const ByteRange& range : scanned)
    if (!begins_in(parsed.comments, range) && !begins_in(parsed.others, range))
      comments.push_back(range);
  std::sort(comments.begin(), comments.end(),
            [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  return comments;
}

}  // namespace moongate
