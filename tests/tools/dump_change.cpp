// Prints a change as `git diff --raw -z` would, to be compared with it:
//
//   dump_change [-C DIR] staged | range BASE HEAD | commit REV | tree REV | message FILE
//               | push REMOTE | receive        (updates on stdin: NAME BEFORE AFTER a line)
//
// files (raw), commits (ids), lines (added lines: path, new start, count) with --files, --commits,
// --lines; --of-commits prints each commit's own files behind it; --messages the messages, --tags
// the tags.
#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "core/error.h"
#include "diff/line_diff.h"
#include "git/change/open_change.h"

using namespace moongate;

namespace {

char letter(FileStatus status) {
  switch (status) {
    case FileStatus::added:
      return 'A';
    case FileStatus::deleted:
      return 'D';
    case FileStatus::modified:
      return 'M';
    case FileStatus::renamed:
      return 'R';
    case FileStatus::copied:
      return 'C';
    case FileStatus::type_changed:
      return 'T';
  }
  return '?';
}

void print_raw(const std::vector<FileChange>& files, std::size_t hex) {
  for (const FileChange& file : files) {
    const std::string zero(hex, '0');
    std::printf(":%06o %06o %s %s %c", file.before ? file.before->mode : 0,
                file.after ? file.after->mode : 0,
                file.before ? file.before->id.hex().c_str() : zero.c_str(),
                file.after ? file.after->id.hex().c_str() : zero.c_str(), letter(file.status));
    if (file.status == FileStatus::renamed) std::printf("%03d", file.similarity);
    std::putchar(0);
    const auto path = [](const std::string& text) {
      std::fwrite(text.data(), 1, text.size(), stdout);
      std::putchar(0);
    };
    if (file.status == FileStatus::renamed) path(file.before->path);
    path(file.path());
  }
}

void print_lines(const Change& change) {
  for (const FileChange& file : change.files) {
    const auto content = [&change](const std::optional<FileVersion>& side) {
      return side && !side->is_submodule() ? change.read(side->id)
                                           : std::make_shared<const std::string>();
    };
    for (const Hunk& hunk : diff_lines(*content(file.before), *content(file.after))) {
      std::printf("%s -%u,%u +%u,%u\n", file.path().c_str(), hunk.old_start, hunk.old_count,
                  hunk.new_start, hunk.new_count);
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  Request request;
  std::vector<std::string> words;
  bool files = false, commits = false, lines = false, of_commits = false, messages = false,
       tags = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "-C" && i + 1 < argc) {
      request.directory = argv[++i];
    } else if (word == "--files") {
      files = true;
    } else if (word == "--commits") {
      commits = true;
    } else if (word == "--lines") {
      lines = true;
    } else if (word == "--of-commits") {
      of_commits = true;
    } else if (word == "--messages") {
      messages = true;
    } else if (word == "--tags") {
      tags = true;
    } else if (word == "--fetch") {
      request.fetch = true;
    } else {
      words.push_back(word);
    }
  }
  const auto word = [&words](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
  if (word(0) == "range") {
    request.kind = ChangeKind::range;
    request.base = word(1);
    request.head = word(2);
  } else if (word(0) == "commit") {
    request.kind = ChangeKind::commit;
    request.head = word(1);
  } else if (word(0) == "tree") {
    request.kind = ChangeKind::tree;
    request.head = word(1);
  } else if (word(0) == "message") {
    request.kind = ChangeKind::message;
    request.message_file = word(1);
  } else if (word(0) == "push" || word(0) == "receive") {
    request.kind = ChangeKind::push;
    request.receiving = word(0) == "receive";
    request.push_remote = word(1);
    std::string name, before, after;
    while (std::cin >> name >> before >> after) {
      request.updates.push_back(
          {name, Oid::from_hex(before).value(), Oid::from_hex(after).value()});
    }
  }
  const Change change = open_change(request);
  const std::size_t hex = change.base.size() > 40 || change.head.size() > 40 ? 64 : 40;
  if (files) print_raw(change.files, hex);
  if (lines) print_lines(change);
  for (const Commit& commit : change.commits) {
    if (commits || of_commits) std::printf("%s\n", commit.id.hex().c_str());
    if (of_commits) print_raw(change.files_of(commit), commit.id.hex().size());
    if (messages) std::fwrite(commit.message.data(), 1, commit.message.size(), stdout);
  }
  if (tags) {
    for (const Tag& tag : change.tags) {
      std::printf("%s %s %s: %s", tag.name.c_str(), tag.target.hex().c_str(),
                  tag.annotated ? tag.tagger.name.c_str() : "-", tag.message.c_str());
      if (!tag.message.ends_with('\n')) std::putchar('\n');
    }
  }
  return 0;
} catch (const Error& error) {
  const Problem& problem = error.problem();
  std::fprintf(stderr, "%s%s%s\n  %s\n", problem.path.c_str(), problem.path.empty() ? "" : ": ",
               problem.message.c_str(), problem.help.c_str());
  return 3;
}
