// How a finding is told in one line; the text report and the expectations of check tests share it.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"

namespace moongate {

// Where a finding stands:
//   src/a.c:2:4          a file; with the line and column that it has
//   commit 3f2a1bc 1:1   a commit's message; `commit 1:1` for a message that is being written
//   commit 3f2a1bc, line 1, commit, line 1   the same without a column
//   branch NAME          a branch
//   tag NAME 1:1         a tag, with the place in its message; `tag NAME, line 1`
//   change               the whole change, a pull request, a message being written without a place
// Everything in it is made visible, so that it is one line whatever a path holds.
std::string finding_place(const Finding& finding);

// The same with another name for the commit than the first digits of its id; empty: "commit".
std::string finding_place(const Finding& finding, const std::string& commit_name);

// "PLACE: MESSAGE", one line: `src/a.c:2:4: TODO without an issue number`.
std::string finding_headline(const Finding& finding);
std::string finding_headline(const Finding& finding, const std::string& commit_name);

// The place without line and column: a path as it is, or "commit 3f2a1bc", "commit", "branch NAME",
// "change". What formats group by that know only files.
std::string finding_subject(const Finding& finding);

// "check" or "check/rule".
std::string rule_name(const std::string& check, const std::string& rule);
std::string rule_name(const Finding& finding);

// "moongate.toml:3: unknown key", or the message alone where the problem has no place.
std::string problem_headline(const Problem& problem);

// "check NAME was aborted: REASON" or "check NAME failed: REASON", and what to do, for each check
// that did not finish, except for those whose reason is among the report's problems.
std::vector<Problem> unfinished_checks(const Report& report);

// "this change relaxes: WHAT (PLACE)" and "skipped by: MARKER": what a reader must know where
// nothing was found.
std::vector<std::string> left_out_remarks(const Report& report);

// Commits of a push that not all checks looked at, one line a reason.
std::vector<std::string> left_out_commits(const Report& report);

// What to do about a finding: its help, and its commands, each on a line of its own.
std::string advice(const Finding& finding);

// What a finding's fix does, for a list of fixes to choose from.
std::string fix_title(const Finding& finding);

// The first seven digits of a commit's id.
std::string short_id(const std::string& id);

}  // namespace moongate
