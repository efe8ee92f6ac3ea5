#include "cli/doctor_command.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/terminal.h"
#include "core/error.h"
#include "core/json_text.h"
#include "core/suggest.h"
#include "core/unicode.h"
#include "git/doctor.h"
#include "version.h"

namespace moongate::cli {

namespace {

using git_host::Diagnosis;
using git_host::State;

std::string as_json(const std::vector<Diagnosis>& diagnoses, int exit) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Diagnosis& diagnosis : diagnoses) {
    nlohmann::ordered_json item{{"topic", diagnosis.topic},
                                {"state", git_host::name_of(diagnosis.state)},
                                {"message", diagnosis.message}};
    if (!diagnosis.path.empty()) item["path"] = diagnosis.path;
    if (diagnosis.line > 0) item["line"] = diagnosis.line;
    if (!diagnosis.help.empty()) item["help"] = diagnosis.help;
    list.push_back(std::move(item));
  }
  const nlohmann::ordered_json document{{"schema", "moongate.doctor/1"},
                                        {"tool", {{"name", "moongate"}, {"version", version}}},
                                        {"diagnoses", std::move(list)},
                                        {"exit", exit}};
  // Paths need not be UTF-8.
  return json_text(document);
}

std::string as_text(const std::vector<Diagnosis>& diagnoses, bool color) {
  std::size_t width = 0, troubles = 0;
  for (const Diagnosis& diagnosis : diagnoses) width = std::max(width, diagnosis.topic.size());
  std::string text;
  for (const Diagnosis& diagnosis : diagnoses) {
    const bool fine = diagnosis.state == State::fine, note = diagnosis.state == State::note;
    if (!fine && !note) ++troubles;
    const char* mark = fine ? "ok   " : note ? "note " : "ERROR";
    const char* paint = fine ? "\033[32m" : note ? "\033[36m" : "\033[1;31m";
    text += color ? paint + std::string(mark) + "\033[0m" : std::string(mark);
    text += " " + diagnosis.topic + std::string(width - diagnosis.topic.size() + 1, ' ');
    // A hook that is fine is named by what it runs; where it lies matters when it is not.
    if (!diagnosis.path.empty() && !fine) {
      text += visible(diagnosis.path);
      if (diagnosis.line > 0) text += ":" + std::to_string(diagnosis.line);
      text += ": ";
    }
    text += visible(diagnosis.message) + "\n";
    if (!diagnosis.help.empty())
      text += std::string(width + 7, ' ') + "help: " + visible(diagnosis.help) + "\n";
  }
  return text + (troubles == 0   ? "no problems found\n"
                 : troubles == 1 ? "1 problem found\n"
                                 : std::to_string(troubles) + " problems found\n");
}

}  // namespace

int doctor_command(const std::string& format, const std::string& policy,
                   const GlobalOptions& global) {
  if (format != "text" && format != "json")
    throw Error(ProblemKind::usage, "--format: unknown format '" + format + "'",
                did_you_mean(format, {"text", "json"}));
  const char* variable = std::getenv("MOONGATE_POLICY");
  const std::vector<Diagnosis> diagnoses =
      git_host::diagnose(".", policy.empty() && variable ? variable : policy);
  const int exit = git_host::exit_code(diagnoses);
  std::cout << (format == "json" ? as_json(diagnoses, exit)
                                 : as_text(diagnoses, use_color(global, Stream::out)));
  return exit;
}

}  // namespace moongate::cli
