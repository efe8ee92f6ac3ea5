#include "cli/affected_formats.h"

#include <nlohmann/json.hpp>

#include "config/area.h"
#include "core/error.h"
#include "core/json_text.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "core/unicode.h"
#include "report/path_text.h"

namespace moongate::cli {

namespace {

using json = nlohmann::ordered_json;

json names_of(const Affected& affected) {
  json names = json::array();
  for (const AffectedArea& area : affected.areas) names.push_back(area.name);
  return names;
}

std::string joined(const Affected& affected, const char* between) {
  std::string names;
  for (const AffectedArea& area : affected.areas)
    names += (names.empty() ? "" : between) + area.name;
  return names;
}

std::string files_text(std::uint64_t files) {
  return std::to_string(files) + (files == 1 ? " file" : " files");
}

std::string text(const Affected& affected) {
  std::string out;
  for (const AffectedArea& area : affected.areas) {
    out += area.name + ": ";
    if (area.files == 0)
      out += "depends on " + area.through + "\n";
    else
      out += files_text(area.files) + ", " + (area.files > 1 ? "first " : "") +
             visible(area.first_file) + "\n";
  }
  if (affected.areas.empty()) out += "no area is affected\n";
  if (!affected.unmatched.empty())
    out += "in no area: " + files_text(affected.unmatched.size()) + ", " +
           (affected.unmatched.size() > 1 ? "first " : "") + visible(affected.unmatched.front()) +
           "\n";
  return out;
}

// A path that is not UTF-8 is percent-encoded, as in reports.
std::string document(const Affected& affected) {
  json paths = json::array();
  for (const std::string& path : affected.unmatched)
    paths.push_back(is_utf8(path) ? path : percent_encode(path));
  return json_text({{"areas", names_of(affected)}, {"unmatched", std::move(paths)}});
}

std::string matrix(const Affected& affected) {
  return json({{"area", names_of(affected)}}).dump();
}

// Lines for $GITHUB_OUTPUT: a yes or no for each area, and all of them for a job matrix.
std::string github(const Affected& affected) {
  std::string out = "areas=" + names_of(affected).dump() + "\nmatrix=" + matrix(affected) +
                    "\nany=" + (affected.areas.empty() ? "false" : "true") + "\n";
  for (const std::string& name : affected.all)
    out += name + "=" + (affected.contains(name) ? "true" : "false") + "\n";
  return out;
}

// A dotenv report: GitLab takes no quotes and no spaces, and few variables, so that only those of
// affected areas are set.
std::string gitlab(const Affected& affected) {
  std::string out = "MOONGATE_AREAS=" + joined(affected, ",") + "\n";
  for (const AffectedArea& area : affected.areas)
    out += "MOONGATE_AREA_" + area_variable(area.name) + "=true\n";
  return out;
}

// Properties, for readProperties.
std::string jenkins(const Affected& affected) {
  std::string out = "areas=" + joined(affected, ",") +
                    "\nany=" + (affected.areas.empty() ? "false" : "true") + "\n";
  for (const std::string& name : affected.all)
    out += name + "=" + (affected.contains(name) ? "true" : "false") + "\n";
  return out;
}

// For eval: names of areas need no quotes of their own.
std::string shell(const Affected& affected) {
  std::string out = "MOONGATE_AREAS='" + joined(affected, " ") + "'\n";
  for (const std::string& name : affected.all)
    out += "MOONGATE_AREA_" + area_variable(name) + "=" +
           (affected.contains(name) ? "true" : "false") + "\n";
  return out;
}

}  // namespace

const std::vector<std::string>& affected_formats() {
  static const std::vector<std::string> names = {"text",   "json",    "github", "matrix",
                                                 "gitlab", "jenkins", "shell"};
  return names;
}

std::string affected_text(const Affected& affected, const std::string& format) {
  if (format == "text") return text(affected);
  if (format == "json") return document(affected);
  if (format == "github") return github(affected);
  if (format == "matrix") return matrix(affected) + "\n";
  if (format == "gitlab") return gitlab(affected);
  if (format == "jenkins") return jenkins(affected);
  if (format == "shell") return shell(affected);
  throw Error(ProblemKind::usage, "--format: there is no format " + in_quotes(format),
              did_you_mean(format, affected_formats()));
}

}  // namespace moongate::cli
