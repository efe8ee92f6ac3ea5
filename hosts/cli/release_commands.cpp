#include "cli/release_commands.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/emit.h"
#include "core/conventional.h"
#include "core/error.h"
#include "core/quote.h"
#include "core/release_version.h"
#include "git/repository/git_program.h"
#include "git/repository/location.h"

namespace moongate::cli {

namespace {

struct ReleaseTag {
  std::string name;
  ReleaseVersion version;
};

struct LoggedCommit {
  std::string id, author, message;
  std::optional<ConventionalCommit> conventional;
};

struct Unreleased {
  std::vector<ReleaseTag> tags;
  std::optional<ReleaseTag> last;     // the last release that is no pre-release
  std::vector<LoggedCommit> commits;  // newest first
};

std::string git(const Location& location, const std::vector<std::string>& arguments) {
  GitAnswer answer = ask_git(location, arguments, GitAccess::read);
  if (!answer.found)
    throw Error(ProblemKind::repository, "the `git` program is not on PATH", "install Git");
  if (answer.status != 0)
    throw Error(ProblemKind::repository,
                "git " + arguments.front() + " failed: " + harmless(answer.err),
                "HEAD must name a commit of this repository");
  return std::move(answer.out);
}

std::vector<ReleaseTag> release_tags(const Location& location, const std::string& prefix) {
  std::vector<ReleaseTag> tags;
  std::string others;
  const std::string names =
      git(location, {"tag", "--merged", "HEAD", "--format=%(refname:strip=2)"});
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find('\n', begin), names.size());
    const std::string name = names.substr(begin, end - begin);
    begin = end + 1;
    if (!name.starts_with(prefix)) continue;
    if (const auto version = parse_release_version(std::string_view(name).substr(prefix.size())))
      tags.push_back({name, *version});
    else if (!prefix.empty() && name.size() > prefix.size() && name[prefix.size()] >= '0' &&
             name[prefix.size()] <= '9')
      others += (others.empty() ? "" : ", ") + harmless(name);
  }
  if (!others.empty())
    std::cerr << "moongate: tags that are no versions are ignored: " << others << '\n';
  std::sort(tags.begin(), tags.end(),
            [](const ReleaseTag& a, const ReleaseTag& b) { return a.version < b.version; });
  return tags;
}

std::string next_field(std::string_view& text) {
  const std::size_t end = std::min(text.find('\0'), text.size());
  std::string field(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return field;
}

Unreleased read_unreleased(const ReleaseOptions& options) {
  const Location location = find_repository(".");
  Unreleased found;
  found.tags = release_tags(location, options.prefix);
  for (const ReleaseTag& tag : found.tags)
    if (tag.version.pre_release.empty()) found.last = tag;
  std::vector<std::string> arguments = {"log", "-z", "--no-show-signature", "--no-merges",
                                        "--format=%H%x00%an%x00%B"};
  arguments.push_back(found.last ? "refs/tags/" + found.last->name + "..HEAD" : "HEAD");
  if (!options.package.empty()) {
    arguments.emplace_back("--");
    arguments.push_back(":(top,literal)" + options.package);
  }
  const std::string log = git(location, arguments);
  std::string_view rest = log;
  while (!rest.empty()) {
    LoggedCommit commit;
    commit.id = next_field(rest);
    commit.author = next_field(rest);
    commit.message = next_field(rest);
    commit.conventional = parse_conventional(commit.message);
    found.commits.push_back(std::move(commit));
  }
  return found;
}

Bump bump_of(const LoggedCommit& commit) {
  if (!commit.conventional) return Bump::patch;
  if (commit.conventional->breaking) return Bump::major;
  return commit.conventional->type == "feat" ? Bump::minor : Bump::patch;
}

ReleaseVersion version_or_fail(const std::string& text, const std::string& what) {
  const auto version = parse_release_version(text);
  if (!version)
    throw Error(ProblemKind::usage, what + " " + in_quotes(text) + " is not a version",
                "write three numbers, such as 1.2.3");
  return *version;
}

ReleaseVersion next_of(const Unreleased& found, const ReleaseOptions& options) {
  for (const LoggedCommit& commit : found.commits)
    if (commit.conventional)
      if (const std::string* stated = commit.conventional->footer("Release-As"))
        return version_or_fail(stated->starts_with('v') ? stated->substr(1) : *stated,
                               "Release-As of commit " + commit.id.substr(0, 12));
  if (!found.last) return version_or_fail(options.initial, "--initial");
  Bump bump = Bump::none;
  for (const LoggedCommit& commit : found.commits) bump = std::max(bump, bump_of(commit));
  return found.last->version.next(bump);
}

void number_pre_release(const Unreleased& found, const std::string& name, ReleaseVersion& version) {
  std::uint64_t number = 0;
  for (const ReleaseTag& tag : found.tags) {
    ReleaseVersion plain = tag.version;
    plain.pre_release.clear();
    if (plain != version || !tag.version.pre_release.starts_with(name + ".")) continue;
    const std::string digits = tag.version.pre_release.substr(name.size() + 1);
    std::uint64_t own = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), own);
    number = std::max(number, own);
  }
  version.pre_release = name + "." + std::to_string(number + 1);
}

ReleaseVersion next_version(const Unreleased& found, const ReleaseOptions& options) {
  ReleaseVersion version = next_of(found, options);
  if (!options.pre_release.empty() && (!found.last || version != found.last->version))
    number_pre_release(found, options.pre_release, version);
  return version;
}

// Nothing that Markdown, HTML or a terminal would take for its own.
std::string markdown(std::string_view text) {
  std::string out;
  for (const char byte : harmless(text)) {
    if (std::string_view("\\`*_[]<>").find(byte) != std::string_view::npos) out += '\\';
    out += byte;
  }
  return out;
}

void print_group(const std::string& title, const std::vector<const LoggedCommit*>& commits,
                 bool authors) {
  if (commits.empty()) return;
  std::cout << "\n### " << title << "\n\n";
  for (const LoggedCommit* commit : commits) {
    const ConventionalCommit& parsed = *commit->conventional;
    std::cout << "- " << (parsed.scope.empty() ? "" : "**" + markdown(parsed.scope) + ":** ")
              << markdown(parsed.description) << " (" << commit->id.substr(0, 7)
              << (authors ? ", " + markdown(commit->author) : "") << ")\n";
  }
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> titles{
    {{"feat", "Features"}, {"fix", "Fixes"}, {"perf", "Performance"}, {"revert", "Reverts"}}};

std::string_view title_of(const std::string& type) {
  for (const auto& [name, title] : titles)
    if (name == type) return title;
  return {};
}

}  // namespace

void add_release_options(CLI::App& command, ReleaseOptions& options) {
  command
      .add_option("--tag-prefix", options.prefix,
                  "What stands before the version in a tag (default: v)")
      ->type_name("TEXT");
  command
      .add_option(
          "--package", options.package,
          "Only commits that change files below DIR; give each package a tag prefix of its own")
      ->type_name("DIR");
  command.add_option("--initial", options.initial, "The first version (default: 0.1.0)")
      ->type_name("VERSION");
  command
      .add_option("--pre-release", options.pre_release,
                  "A pre-release, such as rc: 1.2.0-rc.1, then 1.2.0-rc.2")
      ->type_name("NAME");
}

void add_changelog_options(CLI::App& command, ReleaseOptions& options) {
  add_release_options(command, options);
  command.add_flag("--all-types", options.all_types, "List commits of every type");
  command.add_flag("--authors", options.authors, "Name the authors");
}

int next_version_command(const ReleaseOptions& options) {
  const Unreleased found = read_unreleased(options);
  if (found.last && found.commits.empty())
    std::cerr << inert("moongate: no commits since " + found.last->name) << '\n';
  std::cout << next_version(found, options).text() << '\n';
  return 0;
}

int changelog_command(const ReleaseOptions& options) {
  const Unreleased found = read_unreleased(options);
  std::vector<const LoggedCommit*> breaking;
  std::vector<std::pair<std::string_view, std::vector<const LoggedCommit*>>> groups;
  for (const auto& [type, title] : titles)
    groups.emplace_back(title, std::vector<const LoggedCommit*>());
  groups.emplace_back("Other changes", std::vector<const LoggedCommit*>());
  for (const LoggedCommit& commit : found.commits) {
    if (!commit.conventional) continue;
    if (commit.conventional->breaking) {
      breaking.push_back(&commit);
      continue;
    }
    const std::string_view title = title_of(commit.conventional->type);
    for (auto& [name, commits] : groups)
      if (name == title || (title.empty() && options.all_types && name == "Other changes"))
        commits.push_back(&commit);
  }
  std::cout << "## " << next_version(found, options).text() << '\n';
  print_group("Breaking changes", breaking, options.authors);
  for (const auto& [title, commits] : groups)
    print_group(std::string(title), commits, options.authors);
  return 0;
}

}  // namespace moongate::cli
