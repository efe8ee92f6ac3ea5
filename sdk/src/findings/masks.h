// Which secrets are hidden where. Those of built-in checks and of checks from the trusted side are
// hidden everywhere. A check that the change itself brings could call everything a secret and hide
// what others say: it hides only in its own findings and in snippets of the bytes that it matched.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/declaration.h"
#include "core/finding.h"
#include "match/mask.h"

namespace moongate {

class Masks {
 public:
  // What the trusted side marked, and the forms of known secrets.
  Masker everywhere;

  // Bytes that a check from the change marked in the file `path`.
  void add_own(const Declaration& check, const std::string& path, std::string secret);
  // A pattern for secrets of such a check.
  void know_own(const Declaration& check, const Pattern& pattern);

  // Any text that is not one of the following.
  std::string said(std::string_view text) const { return everywhere.mask(text); }
  // What one check says.
  std::string said_by(const std::string& check, std::string_view text) const;
  // Bytes of a file, shown with a finding of one check, or in a patch (no check).
  std::string snippet(const std::string& check, const std::string& path, std::string_view text,
                      std::vector<Masker::Replaced>* replaced = nullptr) const;
  // Problems of a check's script are told at its file.
  std::string said_at(const std::string& path, std::string_view text) const;

 private:
  Masker& of_check(const Declaration& check);

  std::map<std::string, Masker, std::less<>> by_check_;  // all that it marked, and its patterns
  std::map<std::string, std::string, std::less<>> by_source_;  // a check's file -> its name
  std::map<std::string, Masker, std::less<>> by_path_;         // what any of them marked there
  Masker patterns_{Masker::Forms::none};                       // of all of them
};

}  // namespace moongate
