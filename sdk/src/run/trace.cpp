#include "run/trace.h"

#include <algorithm>

#include "core/units.h"

namespace moongate {

void trace(const RunOptions& options, const std::string& step) {
  if (options.trace) options.trace(step);
}

void trace_opened(const RunOptions& options, const Change& change) {
  if (!options.trace) return;
  std::string text = "opened the change: " + std::string(name_of(change.kind)) + ", " +
                     count_of(change.files.size(), "file", "files") + ", " +
                     count_of(change.commits.size(), "commit", "commits");
  if (!change.base.empty()) text += ", from " + change.base;
  if (!change.head.empty()) text += ", to " + change.head;
  trace(options, text);
}

void trace_rules(const RunOptions& options, const CheckLoad& load,
                 const std::vector<ConfigText>& layers) {
  if (!options.trace) return;
  const auto own = std::count_if(load.checks.begin(), load.checks.end(),
                                 [](const LoadedCheck& check) { return check.source.built_in; });
  trace(options, "loaded the checks: " + std::to_string(own) + " built in, " +
                     std::to_string(load.checks.size() - static_cast<std::size_t>(own)) +
                     " of the repository, " + std::to_string(load.failed.size()) + " failed");
  for (const ConfigText& layer : layers)
    trace(options, "read the settings: " + layer.path + " (" + layer.layer + ")");
}

void trace_outcomes(const RunOptions& options, const Report& report) {
  if (!options.trace) return;
  for (const CheckOutcome& check : report.checks)
    trace(options, "ran " + check.name + ": " + std::string(name_of(check.status)) +
                       (check.reason.empty() ? "" : ", " + check.reason));
}

}  // namespace moongate
