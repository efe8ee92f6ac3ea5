#include "report/reporting_rules.h"

#include <map>
#include <utility>

namespace moongate {

std::vector<RuleInfo> reporting_rules(const Report& report) {
  std::map<std::pair<std::string, std::string>, const RuleInfo*> declared;
  for (const RuleInfo& rule : report.rules)
    declared.emplace(std::pair(rule.check, rule.rule), &rule);
  std::map<std::pair<std::string, std::string>, RuleInfo> reporting;
  for (const Finding& finding : report.findings) {
    const std::pair key(finding.check, finding.rule);
    if (reporting.contains(key)) continue;
    const auto known = declared.find(key);
    reporting.emplace(key, known != declared.end()
                               ? *known->second
                               : RuleInfo{finding.check, finding.rule, {}, {}, {}, finding.level});
  }
  std::vector<RuleInfo> rules;
  for (auto& [key, rule] : reporting) rules.push_back(std::move(rule));
  return rules;
}

}  // namespace moongate
