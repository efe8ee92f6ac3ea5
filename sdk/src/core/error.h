// What went wrong, told so that a person can fix it.
//
// Moongate throws `Error` and catches it in the one place that prints (the command line's main, the
// C ABI). Return codes were the alternative: they lose the cause at every layer that forgets to
// pass it on.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace moongate {

// Which exit code a problem leads to: usage, config and check are 2; repository is 3.
enum class ProblemKind : std::uint8_t { usage, config, check, repository };

struct Problem {
  ProblemKind kind = ProblemKind::usage;
  std::string message;     // what is wrong, one line, no trailing full stop
  std::string path;        // where: a file as the user knows it; empty if there is none
  std::uint32_t line = 0;  // 1-based; 0 if there is none
  std::string help;        // what to do about it; empty only where nothing can be done

  bool operator==(const Problem&) const = default;
};

class Error : public std::exception {
 public:
  explicit Error(Problem problem);
  Error(ProblemKind kind, std::string message, std::string help = {});

  const Problem& problem() const noexcept { return problem_; }
  const char* what() const noexcept override { return problem_.message.c_str(); }

 private:
  Problem problem_;
};

std::string_view name_of(ProblemKind kind);

}  // namespace moongate
