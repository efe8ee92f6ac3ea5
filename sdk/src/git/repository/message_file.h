// A commit message file as Git will store it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "git/repository/config_file.h"

namespace moongate {

enum class MessageCleanup : std::uint8_t {
  verbatim,    // as it is
  whitespace,  // blank lines and blanks at line ends
  strip,       // and comment lines
  scissors,    // and what follows the scissors line, but no comment lines
};

struct MessageRules {
  MessageCleanup cleanup = MessageCleanup::strip;
  std::string comment = "#";
  // An editor showed the message: `commit -v` may have put the diff below a scissors line.
  bool edited = true;
};

// commit.cleanup and core.commentChar, and from the environment whether an editor was used: Git
// runs hooks with GIT_EDITOR=: where it opened none. `text` answers core.commentChar=auto.
MessageRules message_rules(const GitConfig& config, std::string_view text);

std::string clean_message(std::string_view text, const MessageRules& rules);

}  // namespace moongate
