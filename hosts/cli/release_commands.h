// `moongate next-version` and `moongate changelog`: what the Conventional Commits since the last
// release make of it.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace moongate::cli {

struct ReleaseOptions {
  std::string prefix = "v";       // of the tags
  std::string package;            // only commits that change files below this directory
  std::string initial = "0.1.0";  // where there is no release yet
  std::string pre_release;        // "rc": 1.2.0-rc.1
  bool all_types = false;         // changelog: list every type
  bool authors = false;           // changelog: name the authors
};

void add_release_options(CLI::App& command, ReleaseOptions& options);
void add_changelog_options(CLI::App& command, ReleaseOptions& options);

int next_version_command(const ReleaseOptions& options);
int changelog_command(const ReleaseOptions& options);

}  // namespace moongate::cli
