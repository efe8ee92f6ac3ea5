// How the languages without a grammar, and those with one where it fails, write comments and
// strings.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace moongate {

struct CommentSyntax {
  struct Line {
    std::string_view start;
    bool at_word = false;  // counts only at the start of a line or behind a space or a bracket
  };
  struct Block {
    std::string_view open, close;
    bool nested = false;
  };
  struct Quote {
    std::string_view open, close;
    bool escapes = true;      // a backslash takes the next character along
    bool lines = false;       // may span lines
    std::size_t longest = 0;  // bytes of what is quoted; 0: any
  };
  std::vector<Line> lines = {};
  std::vector<Block> blocks = {};
  std::vector<Quote> quotes = {};  // longer ones first
  bool escapes = false;            // a backslash outside of strings takes the next character along
  bool long_brackets = false;      // Lua: [[ ]], [=[ ]=], --[[ ]]
  bool here_documents = false;
  bool fences = false;  // Markdown: a fenced block is code of some other language
};

// Null for a language whose comments are not known, or which holds text of several languages.
const CommentSyntax* comment_syntax(std::string_view language);

}  // namespace moongate
