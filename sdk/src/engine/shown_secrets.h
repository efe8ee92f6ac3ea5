// What only a check's decision tells from ordinary text, such as `password = "…"`, and what a
// report is about to show: an snippet of another check's finding, or of a run without that check.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "engine/engine.h"

namespace moongate {

struct ShownText {
  std::string path;  // decides what the text is taken for; empty: prose
  std::string text;
  bool operator<(const ShownText& other) const {
    return std::tie(path, text) < std::tie(other.path, other.text);
  }
};

// Every text of a report that could hold an assignment, equal ones once. The lines of findings by
// the built-in checks for secrets are left out: what is secret in them was marked when they were
// found.
std::vector<ShownText> shown_texts(const Report& report, const std::vector<LoadedCheck>& checks);

// The secrets in the texts by the built-in checks' own decision, as this configuration has their
// options, whatever its levels and paths are and whichever checks ran. A text that could not be
// judged is a secret as a whole.
std::vector<std::string> shown_secrets(std::vector<ShownText> texts,
                                       const std::vector<LoadedCheck>& checks,
                                       const Config& config);

}  // namespace moongate
