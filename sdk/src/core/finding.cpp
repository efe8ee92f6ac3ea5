#include "core/finding.h"

namespace moongate {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::off:
      return "off";
    case Level::note:
      return "note";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

std::string_view name_of(CheckStatus status) {
  switch (status) {
    case CheckStatus::ok:
      return "ok";
    case CheckStatus::findings:
      return "findings";
    case CheckStatus::aborted:
      return "aborted";
    case CheckStatus::error:
      return "error";
    case CheckStatus::skipped:
      return "skipped";
  }
  return "ok";
}

std::optional<Level> level_from(std::string_view name) {
  if (name == "off") return Level::off;
  if (name == "note") return Level::note;
  if (name == "warning") return Level::warning;
  if (name == "error") return Level::error;
  return std::nullopt;
}

}  // namespace moongate
