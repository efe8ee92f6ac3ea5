// The fields of a finding in moongate.report/1, once, in the order of the document: the writer, the
// reader, the test of the schema and the test of the C interface are visitors of this list.
#pragma once

#include <string>

#include "core/finding.h"
#include "report/headline.h"

namespace moongate {

enum class Presence : unsigned char { always, unless_empty };

// `F` is Finding or const Finding. A visitor has
//   text(key, string, presence)      level(key, level)     path(key, string)
//   place(key, number)               1-based, or an offset that is not 0
//   derived(key, string)             written from other fields, not read; nothing where empty
//   masked(key, spans)               commands(key, strings)
//   fixes(key, the edits of one fix, its title)                      the title is not read
//   number(key, optional double)     flag(key, bool, written)        only `written` is a value
template <class F, class Visitor>
void visit_fields(F& finding, Visitor&& visitor) {
  visitor.text("check", finding.check, Presence::always);
  visitor.text("rule", finding.rule, Presence::unless_empty);
  visitor.level("level", finding.level);
  visitor.text("message", finding.message, Presence::always);
  visitor.path("path", finding.path);
  visitor.place("line", finding.line);
  // Without a path nothing else would tell what the line is a line of.
  visitor.derived("line_of", finding.line == 0 || !finding.path.empty() ? std::string()
                             : finding.tag.empty()                      ? "commit message"
                                                                        : "tag message");
  visitor.place("column", finding.column);
  visitor.place("end_line", finding.end_line);
  visitor.place("end_column", finding.end_column);
  visitor.place("utf16_column", finding.utf16_column);
  visitor.place("utf16_end_column", finding.utf16_end_column);
  visitor.place("changed_line", finding.changed_line);
  visitor.text("snippet", finding.snippet, Presence::unless_empty);
  visitor.place("snippet_offset", finding.snippet_offset);
  visitor.masked("masked", finding.masked);
  visitor.text("commit", finding.commit, Presence::unless_empty);
  visitor.text("branch", finding.branch, Presence::unless_empty);
  visitor.text("tag", finding.tag, Presence::unless_empty);
  visitor.text("fingerprint", finding.fingerprint, Presence::always);
  visitor.text("help", finding.help, Presence::unless_empty);
  visitor.commands("commands", finding.commands);
  visitor.fixes("fixes", finding.fix, fix_title(finding));
  visitor.number("value", finding.value);
  visitor.flag("changed", finding.in_change, false);
  visitor.flag("known", finding.known, true);
}

}  // namespace moongate
