#include "report/headline.h"

#include "report/unicode.h"

namespace moongate {

namespace {

std::string spot(const Finding& finding) {
  if (finding.line == 0) return {};
  std::string text = std::to_string(finding.line);
  if (finding.column > 0) text += ":" + std::to_string(finding.column);
  return text;
}

}  // namespace

std::string short_id(const std::string& id) {
  return visible(id.substr(0, 7));
}

std::string finding_place(const Finding& finding) {
  const std::string where = spot(finding);
  if (!finding.path.empty())
    return without_commands(visible(finding.path)) + (where.empty() ? "" : ":" + where);
  // The engine names a tag by what stands behind refs/.
  if (finding.branch.starts_with("tags/")) return "tag " + visible(finding.branch.substr(5));
  if (!finding.branch.empty()) return "branch " + visible(finding.branch);
  if (finding.commit.empty() && where.empty()) return "change";
  std::string place = "commit";
  if (!finding.commit.empty()) place += " " + short_id(finding.commit);
  if (!where.empty()) place += " " + where;
  return place;
}

std::string finding_headline(const Finding& finding) {
  return without_commands(finding_place(finding) + ": " + visible(finding.message));
}

std::string rule_name(const std::string& check, const std::string& rule) {
  return visible(rule.empty() ? check : check + "/" + rule);
}

std::string rule_name(const Finding& finding) {
  return rule_name(finding.check, finding.rule);
}

std::string problem_headline(const Problem& problem) {
  std::string text;
  if (!problem.path.empty()) {
    text = visible(problem.path);
    if (problem.line > 0) text += ":" + std::to_string(problem.line);
    text += ": ";
  }
  return without_commands(text + visible(problem.message));
}

}  // namespace moongate
