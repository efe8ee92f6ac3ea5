// One case of a check's test: what the change is, and what the check should say about it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/value.h"

namespace moongate::testing {

struct CaseFile {
  std::string text;
  std::uint32_t mode = 0100644;
  bool operator==(const CaseFile&) const = default;
};

using Tree = std::map<std::string, CaseFile>;

struct CaseCommit {
  std::string message;
  std::map<std::string, std::optional<CaseFile>> files;  // nullopt: deleted
  Signature author, committer;
  bool merge = false, root = false;
};

// A string, or `{ finding = "…", rule = "…", level = "…", help = "…", length = 4 }`.
struct Expected {
  std::string finding;
  std::optional<std::string> rule, level, help;
  std::optional<std::vector<std::string>> commands;
  std::optional<std::int64_t> length;  // in bytes, of a finding on one line
};

struct TestCase {
  std::string title;
  std::string path;        // of the test file
  std::uint32_t line = 0;  // where the case begins

  ChangeKind kind = ChangeKind::staged;
  Tree before, after;
  std::vector<CaseCommit> commits;
  std::vector<Branch> branches;
  std::vector<Tag> tags;
  std::optional<PullRequest> pull_request;
  std::int64_t now = 0;

  Map options;  // as in moongate.toml
  Value paths;  // empty where not given
  std::string level;

  std::optional<std::vector<Expected>> expect;
  std::optional<Tree> fixed;
};

// Reads a case as a test file gives it. Throws Error(check) at `path`:`line` for an unknown key
// (with the nearest known one), a value of a wrong type, or a case that expects nothing.
TestCase read_case(std::string title, std::string path, std::uint32_t line, const Map& fields);

}  // namespace moongate::testing
