#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "cli/terminal.h"

namespace moongate::cli {

namespace {

int descriptor(Stream stream) {
  switch (stream) {
    case Stream::in:
      return STDIN_FILENO;
    case Stream::out:
      return STDOUT_FILENO;
    case Stream::error:
      break;
  }
  return STDERR_FILENO;
}

bool set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value && std::string_view(value) != "0";
}

}  // namespace

bool is_terminal(Stream stream) {
  return isatty(descriptor(stream)) == 1;
}

unsigned terminal_width(Stream stream) {
  winsize size{};
  if (ioctl(descriptor(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool shows_links(Stream stream) {
  if (!is_terminal(stream)) return false;
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string_view(text ? text : "");
  };
  // A multiplexer between hides what is around it.
  if (!value("TMUX").empty() || !value("STY").empty()) return false;
  for (const char* name : {"KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"})
    if (set(name)) return true;
  for (const std::string_view program : {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"})
    if (value("TERM_PROGRAM") == program) return true;
  for (const std::string_view term :
       {"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "wezterm"})
    if (value("TERM") == term) return true;
  return std::atoi(std::string(value("VTE_VERSION")).c_str()) >= 5000;
}

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

bool use_color(const GlobalOptions& global, Stream stream) {
  switch (global.color) {
    case ColorWhen::always:
      return true;
    case ColorWhen::never:
      return false;
    case ColorWhen::automatic:
      break;
  }
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color && *no_color) return false;
  if (set("FORCE_COLOR") || set("CLICOLOR_FORCE")) return true;
  const char* term = std::getenv("TERM");
  if (term && std::string_view(term) == "dumb") return false;
  return is_terminal(stream);
}

bool stdin_is_device() {
  struct stat status {};
  return fstat(STDIN_FILENO, &status) != 0 || S_ISCHR(status.st_mode);
}

}  // namespace moongate::cli
