#include "pages/page_text.h"

#include <cctype>
#include <utility>
#include <vector>

#include "core/unicode.h"

namespace moongate {

namespace {

struct Word {
  std::string text;  // with its colours
  std::size_t cells = 0;
};

// Splits at blanks and reads the inline marks. A code span keeps its backquotes where there is no
// colour to tell it by.
class Inline {
 public:
  Inline(std::string_view text, const Paint& paint) : text_(text), paint_(paint) {}

  std::vector<Word> words() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t') {
        end_word();
        ++at_;
      } else if (c == '`' && text_.find('`', at_ + 1) != std::string_view::npos) {
        code();
      } else if (text_.substr(at_, 2) == "**" &&
                 (bold_ || text_.find("**", at_ + 2) != std::string_view::npos)) {
        flush();
        bold_ = !bold_;
        at_ += 2;
      } else if (c != '[' || !link()) {
        plain_ += c;
        ++at_;
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  void add(const std::string& text, bool is_code) {
    const std::string shown = visible(text);
    word_.cells += width_of(shown);
    word_.text += is_code ? paint_.code(shown) : bold_ ? paint_.bold(shown) : shown;
  }
  void flush() {
    if (!plain_.empty()) add(std::exchange(plain_, {}), false);
  }
  void end_word() {
    flush();
    if (!word_.text.empty()) words_.push_back(std::exchange(word_, {}));
  }
  void code() {
    flush();
    const std::size_t end = text_.find('`', at_ + 1);
    std::string span(text_.substr(at_ + 1, end - at_ - 1));
    if (!paint_.color) span = "`" + span + "`";
    std::size_t from = 0;
    for (std::size_t blank = span.find(' '); blank != std::string::npos;
         blank = span.find(' ', from)) {
      add(span.substr(from, blank - from), true);
      end_word();
      from = blank + 1;
    }
    add(span.substr(from), true);
    at_ = end + 1;
  }
  bool link() {
    const std::size_t close = text_.find("](", at_);
    if (close == std::string_view::npos) return false;
    const std::size_t end = text_.find(')', close);
    if (end == std::string_view::npos || end - at_ > 500) return false;
    const std::string label(text_.substr(at_ + 1, close - at_ - 1));
    const std::string target(text_.substr(close + 2, end - close - 2));
    for (const char c : label + (target.starts_with("http") ? " (" + target + ")" : "")) {
      if (c == ' ')
        end_word();
      else
        plain_ += c;
    }
    at_ = end + 1;
    return true;
  }

  std::string_view text_;
  const Paint& paint_;
  std::size_t at_ = 0;
  bool bold_ = false;
  std::string plain_;
  Word word_;
  std::vector<Word> words_;
};

std::string_view without_end_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
    line.remove_suffix(1);
  return line;
}

std::string_view without_blanks(std::string_view line) {
  line = without_end_blanks(line);
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  return line;
}

// The length of "- ", "* ", "12. " at the start of an item; 0 where there is none.
std::size_t bullet_length(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ")) return 2;
  std::size_t digits = 0;
  while (digits < line.size() && digits < 3 &&
         std::isdigit(static_cast<unsigned char>(line[digits])) != 0)
    ++digits;
  return digits > 0 && line.substr(digits, 2) == ". " ? digits + 2 : 0;
}

class Document {
 public:
  Document(std::size_t width, std::size_t indent, const Paint& paint)
      : width_(width), indent_(indent), paint_(paint) {}

  void line(std::string_view raw) {
    const std::string_view text = without_blanks(raw);
    if (text.starts_with("```")) {
      end_paragraph();
      fenced_ = !fenced_;
    } else if (fenced_ || (paragraph_.empty() && raw.starts_with("    ") && !text.empty())) {
      verbatim(without_end_blanks(fenced_ ? raw : raw.substr(4)), 2);
    } else if (text.empty()) {
      end_paragraph();
      if (!out_.empty()) gap_ = true;
    } else if (text.starts_with('#')) {
      end_paragraph();
      begin();
      out_ += std::string(indent_, ' ') +
              paint_.bold(visible(without_blanks(text.substr(text.find_first_not_of('#'))))) + '\n';
    } else if (text.starts_with('|')) {
      end_paragraph();
      verbatim(text, 0);
    } else {
      if (const std::size_t bullet = bullet_length(text); bullet > 0) {
        end_paragraph();
        hanging_ = bullet;
      }
      if (!paragraph_.empty()) paragraph_ += ' ';
      paragraph_ += text;
    }
  }

  std::string finish() {
    end_paragraph();
    return std::move(out_);
  }

 private:
  void begin() {
    if (gap_) out_ += '\n';
    gap_ = false;
  }
  void verbatim(std::string_view text, std::size_t more) {
    begin();
    if (!text.empty()) out_ += std::string(indent_ + more, ' ') + paint_.code(visible(text));
    out_ += '\n';
  }
  void end_paragraph() {
    if (paragraph_.empty()) return;
    begin();
    out_ += std::string(indent_, ' ') +
            wrapped(paragraph_, width_, indent_, indent_ + hanging_, paint_) + '\n';
    paragraph_.clear();
    hanging_ = 0;
  }

  std::size_t width_, indent_;
  const Paint& paint_;
  std::string out_, paragraph_;
  std::size_t hanging_ = 0;
  bool fenced_ = false, gap_ = false;
};

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t at, std::size_t indent,
                    const Paint& paint) {
  std::string out;
  std::size_t column = at;
  bool first = true;
  for (const Word& word : Inline(text, paint).words()) {
    if (!first && width > 0 && column + 1 + word.cells > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word.text;
    column += word.cells;
    first = false;
  }
  return out;
}

std::string markdown_text(std::string_view markdown, std::size_t width, std::size_t indent,
                          const Paint& paint) {
  Document document(width, indent, paint);
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    document.line(markdown.substr(0, end));
    if (end == std::string_view::npos) break;
    markdown.remove_prefix(end + 1);
  }
  return document.finish();
}

}  // namespace moongate
