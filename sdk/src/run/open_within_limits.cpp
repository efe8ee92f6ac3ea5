#include "run/open_within_limits.h"

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "git/change/open_change.h"
#include "run/load_settings.h"
#include "run/ruleset.h"

namespace moongate {

namespace {

// The revision whose rules hold. Those of an index are looked for in the commit that it goes back
// to.
std::string revision_of(const Request& request) {
  if (request.kind != ChangeKind::push) return request.head;
  for (const RefUpdate& update : request.updates)
    if (!update.after.zero()) return update.after.hex();
  return {};
}

std::uint64_t configured_files(const Request& request, const RunOptions& options) {
  Request rules_request;
  rules_request.kind = ChangeKind::tree;
  rules_request.directory = request.directory;
  rules_request.head = revision_of(request);
  rules_request.fetch = request.fetch;
  rules_request.now = request.now;
  rules_request.lists_files = false;
  const Change change = open_change(rules_request);
  const Rules rules = rules_for(request, options, change);
  const CheckLoad load = load_checks(team_check_files(rules.source), options);
  return config_of(load, declarations_of(load), all_layers(options, rules.source, change),
                   options.overrides)
      .limits.files;
}

}  // namespace

Change open_within_limits(const Request& request, const RunOptions& options) {
  try {
    return open_change(request);
  } catch (const TooManyFiles&) {
    Request again = request;
    again.most_files = configured_files(request, options);
    if (again.most_files <= request.most_files) throw;
    return open_change(again);
  }
}

}  // namespace moongate
