#include "fix/carry_over.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace moongate {

namespace {

using Lines = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Trailing spaces go, as edits of their places; of the lines in `only` (from 1), or of all.
std::vector<TextEdit> trimming(const std::string& text, const std::vector<std::size_t>& only = {}) {
  std::vector<TextEdit> edits;
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < text.size(); ++line) {
    std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t next = std::min(end + 1, text.size());
    if (end > begin && text[end - 1] == '\r') --end;
    std::size_t kept = end;
    while (kept > begin && text[kept - 1] == ' ') --kept;
    const bool wanted = only.empty() || std::count(only.begin(), only.end(), line) > 0;
    if (kept < end && wanted) edits.push_back({kept, end, ""});
    begin = next;
  }
  return edits;
}

std::string carried(const std::string& staged, const std::string& working) {
  return carry_over(staged, trimming(staged), working).text;
}

}  // namespace

TEST_CASE("fixes reach the lines of the working tree that are the staged ones") {
  CHECK(carried("a \nb\n", "a \nb\n") == "a\nb\n");
  CHECK(carried("a \nb\n", "new\na \nb\n") == "new\na\nb\n");
  CHECK(carried("a \nb\nc \n", "a \nx\ny\nc \nz ") == "a\nx\ny\nc\nz ");
  CHECK(carried("a \nb \n", "other \nb \n") == "other \nb\n");
  CHECK(carry_over("a", {{1, 1, "\n"}}, "a").text == "a\n");
  CHECK(carry_over("a", {{1, 1, "\n"}}, "x\na").text == "x\na\n");
  CHECK(carry_over("a\n\n\n", {{1, 3, ""}}, "a\n\n\n").text == "a\n");
  CHECK(carry_over("a\n\n\n", {{1, 3, ""}}, "0\na\n\n\n").text == "0\na\n");
}

TEST_CASE("a fixed line that becomes equal to its neighbour stands for itself") {
  CHECK(carried("a {\n  }  \n  }\n  end  \n", "a {\n  }  \n") == "a {\n  }\n");
  CHECK(carried("x = 1;  \nx = 1;\nz = 3;  \n", "x = 1;  \n") == "x = 1;\n");
  CHECK(carried("if (x) {\n    \n\n  go();  \n}\n", "if (x) {\n    \n  go(1);  \n}\n") ==
        "if (x) {\n\n  go(1);  \n}\n");
  CHECK(carried("y  \ndup\ndup   \nbq\n", "z\ny  \ndupq  \nbq") == "z\ny\ndupq  \nbq");
  CHECK(carried("b  \na\na  \n", "b  \n") == "b\n");
}

TEST_CASE("an edit over several lines needs all of them as they were staged") {
  const std::vector<TextEdit> edits{{1, 3, ""}};  // the blank lines at the end
  CHECK(carry_over("a\n\n\n", edits, "a\n\nnew\n\n").text == "a\n\nnew\n\n");
  CHECK(carry_over("a\n\n\n", edits, "a\n\nnew\n\n").left == Lines{{1, 3}});
  CHECK(carry_over("a\n\n\n", edits, "a!\n\n\n").text == "a!\n\n\n");
}

TEST_CASE("what is added at the end is added only at the end") {
  const std::vector<TextEdit> edits{{2, 2, "eof\n"}};
  CHECK(carry_over("a\n", edits, "a\n").text == "a\neof\n");
  CHECK(carry_over("a\n", edits, "0\na\n").text == "0\na\neof\n");
  CHECK(carry_over("a\n", edits, "a\nb\n").text == "a\nb\n");
  CHECK(carry_over("a\n", edits, "a\nb\n").left == Lines{{1, 1}});
  CHECK(carry_over("", {{0, 0, "x\n"}}, "").text == "x\n");
  CHECK(carry_over("", {{0, 0, "x\n"}}, "y\n").text == "y\n");
}

TEST_CASE("what is left in the working tree is reported by its staged lines") {
  const std::string staged = "a \nb\nc \n";
  const CarriedOver left = carry_over(staged, trimming(staged), "a!\nb\nc \n");
  CHECK(left.text == "a!\nb\nc\n");
  CHECK(left.left == Lines{{1, 1}});
  CHECK(carry_over(staged, trimming(staged), "b\nc \n").left == Lines{{1, 1}});
  CHECK(carry_over("a", {{1, 1, "\n"}}, "a\nb\n").left == Lines{{1, 1}});
}

TEST_CASE("a fix that the working tree has already is not left") {
  const std::string staged = "a \nb \nc\n";
  CHECK(carry_over(staged, trimming(staged), "a\nb\nc\n").left.empty());
  CHECK(carry_over(staged, trimming(staged), "a\nb\nc\nd\n").left.empty());
  const CarriedOver half = carry_over(staged, trimming(staged), "a\nb \nc\n");
  CHECK(half.text == "a\nb\nc\n");
  CHECK(half.left.empty());
  CHECK(carry_over("a \n\n\n", {{1, 2, ""}, {3, 5, ""}}, "a\n").left.empty());
}

TEST_CASE("a file that Git turned to CRLF stays in CRLF") {
  CHECK(carry_over("a \nb", {{1, 2, ""}, {4, 4, "\n"}}, "a \r\nb").text == "a\r\nb\r\n");
  CHECK(carried("a \nb\n", "a \r\nnew\r\nb\r\n") == "a\r\nnew\r\nb\r\n");
  // A mixture is nobody's conversion: those lines are others than the staged ones.
  CHECK(carry_over("a \nb\n", {{1, 2, ""}}, "a \r\nb\n").left.size() == 1);
  // What the fix brings is there already, and gets no second carriage return.
  CHECK(carry_over("a\nb\n", {{1, 1, "\r"}, {3, 3, "\r"}}, "a\r\nb\r\n").text == "a\r\nb\r\n");
  CHECK(carry_over("a\nb\n", {{1, 2, "\r\n"}}, "a\r\nb\r\n").text == "a\r\nb\r\n");
}

TEST_CASE("a file staged without a newline whose working copy ends in CRLF") {
  CHECK(carry_over("1.2.3", {{5, 5, "\n"}}, "1.2.3\r\n").text == "1.2.3\r\n");
  CHECK(carry_over("1.2.3", {{5, 5, "\n"}}, "1.2.3\r\n").left.empty());
  CHECK(carry_over("y  ", {{1, 3, "\n"}}, "x\r\ny\r\n").text == "x\r\ny\r\n");
  CHECK(carry_over("int a;\r\nint b;", {{14, 14, "\r\n"}}, "int a;\r\nint b;\r\n").text ==
        "int a;\r\nint b;\r\n");
}

}  // namespace moongate
