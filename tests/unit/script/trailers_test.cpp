#include "script/trailers.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/thread_clock.h"

using namespace moongate;

namespace {

std::string all(std::string_view message) {
  std::string text;
  Trailers trailers(trailer_block(message));
  for (Trailer trailer; trailers.next(trailer);) {
    text += (text.empty() ? "" : ";") + std::string(trailer.key) + "=";
    read_value(trailer, [&](std::string_view piece) { text += piece; });
  }
  return text;
}

}  // namespace

TEST_CASE("the last paragraph holds the trailers, folded values joined") {
  CHECK(all("feat: x\n\nbody\n\nA: 1\nB-c: 2 \n") == "A=1;B-c=2");
  CHECK(all("feat: x\n\nA: 1\n  more\n\tand more\nB:2\n\n\n") == "A=1 more and more;B=2");
  CHECK(all("feat: x\r\n\r\nA: 1\r\nB: 2\r\n") == "A=1;B=2");
  CHECK(all("feat: x\n\nA:\n value\n") == "A=value");
  CHECK(all("feat: x\n\nA : 1") == "A=1");
}

TEST_CASE("what is no block of trailers has none") {
  for (const char* message :
       {"", "\n\n", "A: 1", "A: 1\nB: 2\n", "\n\nA: 1\n", "feat: x\n\nplain\nA: 1\n",
        "feat: x\n\n  folded\nA: 1\n", "feat: x\n\nA: 1\n\nplain\n"})
    CHECK(all(message).empty());
  // A quarter is enough where Git itself wrote one of them.
  CHECK(all("feat: x\n\none\ntwo\nthree\nSigned-off-by: A <a@b>\n") == "Signed-off-by=A <a@b>");
  CHECK(all("feat: x\n\n(cherry picked from commit 12)\n folded\nA: 1\n") == "A=1");
}

TEST_CASE("subject and body") {
  CHECK(message_subject("feat: x\r\n\r\nb") == "feat: x");
  CHECK(message_body("feat: x\r\n\r\nb\n\n\n") == "b");
  CHECK(message_body("feat: x\nb\n") == "b");
  CHECK(message_body("feat: x\n\n\n\n").empty());
  CHECK(message_body("feat: x").empty());
}

TEST_CASE("the time for a large message is that of reading it") {
  // Each of these was, or could be, quadratic: seconds become hours.
  for (const std::string& part : {std::string("\n"), std::string("K: v\n"), std::string(" fold\n"),
                                  std::string("K: v\n \n"), std::string("x"), std::string(" ")}) {
    std::string message = "feat: x\n\n";
    while (message.size() < 4 << 20) message += part;
    const std::int64_t start = thread_cpu_nanoseconds();
    all(message);
    message_body(message);
    CHECK(static_cast<double>(thread_cpu_nanoseconds() - start) / 1e9 < 20);
  }
}
