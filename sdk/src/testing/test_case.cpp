#include "testing/test_case.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/suggest.h"

namespace moongate::testing {

namespace {

// 2026-01-01: a case that does not care about time must not depend on when it runs.
constexpr std::int64_t default_now = 1767225600;
constexpr std::int64_t day = 24 * 60 * 60;

// Reads one table of a case. Every message names the field from the case's point of view, as in
// `commits[2].author`.
class Fields {
 public:
  Fields(const TestCase& test, std::string where, const Map& map)
      : test_(test), where_(std::move(where)), map_(map) {}

  [[noreturn]] void fail(const std::string& message, std::string help = {}) const {
    throw Error(Problem{ProblemKind::check, "case \"" + test_.title + "\": " + message, test_.path,
                        test_.line, std::move(help)});
  }

  void allow(const std::vector<std::string>& known) const {
    for (const auto& [key, value] : map_)
      if (std::find(known.begin(), known.end(), key) == known.end())
        fail("unknown key `" + named(key) + "`", did_you_mean(key, known));
  }

  const Value* find(const std::string& key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? nullptr : &found->second;
  }

  std::string named(const std::string& key) const {
    return where_.empty() ? key : where_ + "." + key;
  }

  template <class T>
  const T* typed(const std::string& key, const char* wanted) const {
    const Value* value = find(key);
    if (!value) return nullptr;
    const T* content = value->get_if<T>();
    if (!content) fail("`" + named(key) + "` is not " + wanted);
    return content;
  }

  std::string text(const std::string& key, const std::string& fallback = {}) const {
    const auto* content = typed<std::string>(key, "a string");
    return content ? *content : fallback;
  }
  bool flag(const std::string& key) const {
    const auto* content = typed<bool>(key, "true or false");
    return content && *content;
  }
  std::int64_t number(const std::string& key, std::int64_t fallback) const {
    const auto* content = typed<std::int64_t>(key, "a whole number");
    return content ? *content : fallback;
  }
  const Map* map(const std::string& key) const {
    return typed<Map>(key, "a table with named fields");
  }

  // Lua does not tell an empty list from an empty map.
  const List* list(const std::string& key) const {
    static const List none;
    const Value* value = find(key);
    if (value && value->get_if<Map>() && value->get_if<Map>()->empty()) return &none;
    return typed<List>(key, "a list");
  }

  std::vector<std::string> strings(const std::string& key) const {
    std::vector<std::string> result;
    const List* content = list(key);
    if (!content) return result;
    for (const Value& item : *content) {
      const auto* entry = item.get_if<std::string>();
      if (!entry) fail("`" + named(key) + "` is not a list of strings");
      result.push_back(*entry);
    }
    return result;
  }

  // Seconds since 1970, or `2026-03-01`.
  std::int64_t time(const std::string& key, std::int64_t fallback) const {
    const Value* value = find(key);
    if (!value) return fallback;
    if (const auto* seconds = value->get_if<std::int64_t>()) return *seconds;
    const auto* date = value->get_if<std::string>();
    std::array<int, 3> parts{};
    if (!date || !read_date(*date, parts))
      fail("`" + named(key) + "` is neither seconds since 1970 nor a date such as \"2026-03-01\"");
    const std::chrono::year_month_day read{std::chrono::year(parts[0]),
                                           std::chrono::month(static_cast<unsigned>(parts[1])),
                                           std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!read.ok()) fail("`" + named(key) + "`: there is no such date");
    return std::chrono::sys_days(read).time_since_epoch().count() * day;
  }

 private:
  static bool read_date(std::string_view date, std::array<int, 3>& parts) {
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
    const auto read = [&](std::size_t at, std::size_t size, int& out) {
      const char* end = date.data() + at + size;
      const auto [stop, error] = std::from_chars(date.data() + at, end, out);
      return error == std::errc() && stop == end && out >= 0;
    };
    return read(0, 4, parts[0]) && read(5, 2, parts[1]) && read(8, 2, parts[2]);
  }

  const TestCase& test_;
  std::string where_;
  const Map& map_;
};

CaseFile read_file(const Fields& fields, const std::string& where, const TestCase& test,
                   const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return {*text};
  const Map* map = value.get_if<Map>();
  if (!map) fields.fail("`" + where + "` is neither a text nor a table with `text` or `symlink`");
  const Fields file(test, where, *map);
  file.allow({"text", "executable", "symlink"});
  if (file.find("symlink")) return {file.text("symlink"), 0120000};
  return {file.text("text"), file.flag("executable") ? 0100755u : 0100644u};
}

void require_path(const Fields& fields, const std::string& key, const std::string& path) {
  if (path.empty() || path.front() == '/' || path.back() == '/' ||
      path.find("//") != std::string::npos ||
      ("/" + path + "/").find("/../") != std::string::npos ||
      ("/" + path + "/").find("/./") != std::string::npos)
    fields.fail("`" + key + "`: '" + path + "' is not a path as Git has them",
                "write it from the repository's root, as in \"src/a.c\"");
}

std::optional<Tree> read_tree(const Fields& fields, const TestCase& test, const std::string& key) {
  const Map* map = fields.map(key);
  if (!map) return std::nullopt;
  Tree tree;
  for (const auto& [path, value] : *map) {
    require_path(fields, key, path);
    tree.emplace(path, read_file(fields, key + "[\"" + path + "\"]", test, value));
  }
  for (const auto& [path, file] : tree)
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1))
      if (tree.contains(path.substr(0, slash)))
        fields.fail("`" + key + "`: '" + path.substr(0, slash) + "' is a file and a directory");
  return tree;
}

// `Name <email>`
Signature read_person(const Fields& fields, const std::string& key, std::int64_t time) {
  Signature person{"A Developer", "dev@example.org", time, 0};
  if (!fields.find(key)) return person;
  const std::string text = fields.text(key);
  const std::size_t open = text.rfind('<');
  if (open == std::string::npos || text.back() != '>')
    fields.fail("`" + fields.named(key) + "` is not `Name <email>`");
  person.name = text.substr(0, open);
  while (person.name.ends_with(' ')) person.name.pop_back();
  person.email = text.substr(open + 1, text.size() - open - 2);
  return person;
}

CaseCommit read_commit(const TestCase& test, const Fields& outer, const std::string& where,
                       const Value& value) {
  CaseCommit commit;
  if (const auto* message = value.get_if<std::string>()) {
    commit.message = *message;
    const Map none;
    const Fields fields(test, where, none);
    commit.author = commit.committer = read_person(fields, "author", test.now);
    return commit;
  }
  const Map* map = value.get_if<Map>();
  if (!map) outer.fail("`" + where + "` is neither a message nor a table");
  const Fields fields(test, where, *map);
  fields.allow({"message", "files", "author", "committer", "time", "merge", "root"});
  if (!fields.find("message")) fields.fail("`" + where + "` has no `message`");
  commit.message = fields.text("message");
  const std::int64_t time = fields.time("time", test.now);
  commit.author = read_person(fields, "author", time);
  commit.committer =
      fields.find("committer") ? read_person(fields, "committer", time) : commit.author;
  commit.merge = fields.flag("merge");
  commit.root = fields.flag("root");
  if (const Map* files = fields.map("files"))
    for (const auto& [path, content] : *files) {
      require_path(fields, fields.named("files"), path);
      const bool* gone = content.get_if<bool>();
      if (gone && !*gone)
        commit.files.emplace(path, std::nullopt);
      else
        commit.files.emplace(
            path, read_file(fields, fields.named("files") + "[\"" + path + "\"]", test, content));
    }
  return commit;
}

Oid id_of(const std::string& name, std::uint32_t seed) {
  // Any 20 bytes that depend on the name will do.
  std::array<unsigned char, 20> raw{};
  std::uint64_t hash = 14695981039346656037ull ^ seed;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    hash = (hash ^ i) * 1099511628211ull;
    raw[i] = static_cast<unsigned char>(hash >> 32);
  }
  return Oid::from_raw(raw.data(), raw.size());
}

Oid read_id(const Fields& fields, const std::string& key, const Oid& fallback) {
  if (!fields.find(key)) return fallback;
  const std::optional<Oid> id = Oid::from_hex(fields.text(key));
  if (!id) fields.fail("`" + fields.named(key) + "` is not an id of 40 or 64 hexadecimal digits");
  return *id;
}

std::uint32_t small(const Fields& fields, const std::string& key) {
  const std::int64_t number = fields.number(key, 0);
  if (number < 0 || number > 1000000000) fields.fail("`" + fields.named(key) + "` is not a count");
  return static_cast<std::uint32_t>(number);
}

Branch read_branch(const TestCase& test, const Fields& fields) {
  fields.allow({"name", "remote", "head", "age_days", "last_author", "merged_into", "merged_how",
                "upstream", "upstream_gone", "ahead", "behind", "is_current", "is_default",
                "is_protected", "is_stale", "reverted", "begun_days"});
  Branch branch;
  branch.name = fields.text("name");
  if (branch.name.empty()) fields.fail("`" + fields.named("name") + "` is missing");
  branch.remote = fields.text("remote");
  branch.head = read_id(fields, "head", id_of(branch.remote + "/" + branch.name, 1));
  branch.time = test.now - fields.number("age_days", 0) * day;
  branch.last_author = fields.text("last_author", "A Developer");
  branch.merged_into = fields.text("merged_into");
  branch.merged_how = fields.text("merged_how", branch.merged_into.empty() ? "" : "merge");
  branch.upstream = fields.text("upstream");
  branch.upstream_gone = fields.flag("upstream_gone");
  branch.ahead = small(fields, "ahead");
  branch.behind = small(fields, "behind");
  branch.is_current = fields.flag("is_current");
  branch.is_default = fields.flag("is_default");
  branch.is_protected = fields.flag("is_protected");
  branch.is_stale = fields.flag("is_stale");
  branch.reverted = fields.flag("reverted");
  if (fields.find("begun_days")) branch.begun = test.now - fields.number("begun_days", 0) * day;
  return branch;
}

Tag read_tag(const TestCase& test, const Fields& fields) {
  fields.allow({"name", "head", "age_days", "message", "annotated", "tagger"});
  Tag tag;
  tag.name = fields.text("name");
  if (tag.name.empty()) fields.fail("`" + fields.named("name") + "` is missing");
  tag.target = read_id(fields, "head", id_of(tag.name, 2));
  tag.time = test.now - fields.number("age_days", 0) * day;
  tag.message = fields.text("message");
  tag.annotated = fields.flag("annotated") || !tag.message.empty() || fields.find("tagger");
  if (tag.annotated) tag.tagger = read_person(fields, "tagger", tag.time);
  return tag;
}

PullRequest read_pull_request(const Fields& fields) {
  fields.allow({"number", "title", "body", "labels", "base", "head", "author", "draft"});
  PullRequest request;
  request.number = fields.number("number", 1);
  request.title = fields.text("title");
  request.body = fields.text("body");
  request.base = fields.text("base", "main");
  request.head = fields.text("head", "topic");
  request.author = fields.text("author", "dev");
  request.labels = fields.strings("labels");
  request.draft = fields.flag("draft");
  return request;
}

template <class Item, class Read>
std::vector<Item> read_list(const TestCase& test, const Fields& fields, const std::string& key,
                            const Read& read) {
  std::vector<Item> items;
  const List* list = fields.list(key);
  if (!list) return items;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string where = key + "[" + std::to_string(i + 1) + "]";
    const Map* map = (*list)[i].get_if<Map>();
    if (!map) fields.fail("`" + where + "` is not a table with named fields");
    items.push_back(read(test, Fields(test, where, *map)));
  }
  return items;
}

std::vector<Expected> read_expected(const TestCase& test, const Fields& fields) {
  std::vector<Expected> result;
  const List* list = fields.list("expect");
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (const auto* text = (*list)[i].get_if<std::string>()) {
      result.push_back({*text, {}, {}, {}, {}, {}});
      continue;
    }
    const std::string where = "expect[" + std::to_string(i + 1) + "]";
    const Map* map = (*list)[i].get_if<Map>();
    if (!map) fields.fail("`" + where + "` is neither a string nor a table with `finding`");
    const Fields entry(test, where, *map);
    entry.allow({"finding", "rule", "level", "help", "commands", "length"});
    if (!entry.find("finding")) fields.fail("`" + where + "` has no `finding`");
    Expected expected;
    expected.finding = entry.text("finding");
    if (entry.find("rule")) expected.rule = entry.text("rule");
    if (entry.find("level")) expected.level = entry.text("level");
    if (entry.find("help")) expected.help = entry.text("help");
    if (entry.find("commands")) expected.commands = entry.strings("commands");
    if (entry.find("length")) expected.length = entry.number("length", 0);
    result.push_back(std::move(expected));
  }
  return result;
}

ChangeKind read_kind(const Fields& fields, ChangeKind fallback) {
  if (!fields.find("kind")) return fallback;
  const std::string name = fields.text("kind");
  std::vector<std::string> known;
  for (const ChangeKind kind :
       {ChangeKind::staged, ChangeKind::working, ChangeKind::message, ChangeKind::range,
        ChangeKind::commit, ChangeKind::push, ChangeKind::tree, ChangeKind::history,
        ChangeKind::refs, ChangeKind::buffer}) {
    if (name_of(kind) == name) return kind;
    known.emplace_back(name_of(kind));
  }
  fields.fail("there is no kind of change `" + name + "`", did_you_mean(name, known));
}

// What the kind of change cannot hold would be left out, and the case would show nothing.
void require_fitting(const Fields& fields, ChangeKind kind) {
  const auto refuse = [&](const char* field) {
    if (fields.find(field))
      fields.fail(std::string("a change of kind `") + std::string(name_of(kind)) + "` has no `" +
                  field + "`");
  };
  if (kind == ChangeKind::message && !fields.find("message"))
    fields.fail("a change of kind `message` needs a `message`");
  if (kind != ChangeKind::message) refuse("message");
  if (kind != ChangeKind::refs) refuse("branches");
  if (kind == ChangeKind::refs)
    for (const char* const field : {"before", "after", "staged", "commits", "fixed"}) refuse(field);
}

}  // namespace

TestCase read_case(std::string title, std::string path, std::uint32_t line, const Map& map) {
  TestCase test;
  test.title = std::move(title);
  test.path = std::move(path);
  test.line = line;
  const Fields fields(test, "", map);
  fields.allow({"before", "after", "staged", "commits", "message", "branches", "tags",
                "pull_request", "kind", "options", "paths", "level", "now", "expect", "fixed"});
  test.now = fields.time("now", default_now);

  test.before = read_tree(fields, test, "before").value_or(Tree{});
  if (fields.find("after") && fields.find("staged"))
    fields.fail("`after` and `staged` both say what the new tree is");
  std::optional<Tree> after = read_tree(fields, test, fields.find("staged") ? "staged" : "after");

  if (const List* commits = fields.list("commits"))
    for (std::size_t i = 0; i < commits->size(); ++i)
      test.commits.push_back(
          read_commit(test, fields, "commits[" + std::to_string(i + 1) + "]", (*commits)[i]));
  const bool range = !test.commits.empty();
  if (fields.find("message")) {
    if (range)
      fields.fail("`message` is a commit being written, `commits` are commits: choose one");
    const Map none;
    CaseCommit commit;
    commit.message = fields.text("message");
    commit.author = commit.committer = read_person(Fields(test, "", none), "author", test.now);
    test.commits.push_back(std::move(commit));
  }
  test.branches = read_list<Branch>(test, fields, "branches", read_branch);
  test.tags = read_list<Tag>(test, fields, "tags", read_tag);
  if (const Map* request = fields.map("pull_request"))
    test.pull_request = read_pull_request(Fields(test, "pull_request", *request));

  if (!after) {
    after = test.before;
    for (const CaseCommit& commit : test.commits)
      for (const auto& [name, file] : commit.files) {
        after->erase(name);
        if (file) after->emplace(name, *file);
      }
  }
  test.after = std::move(*after);

  const bool refs = fields.find("branches") || fields.find("tags");
  test.kind = read_kind(fields, refs                         ? ChangeKind::refs
                                : fields.find("message")     ? ChangeKind::message
                                : range || test.pull_request ? ChangeKind::range
                                                             : ChangeKind::staged);
  require_fitting(fields, test.kind);

  if (const Map* options = fields.map("options")) test.options = *options;
  if (const Value* paths = fields.find("paths")) test.paths = *paths;
  test.level = fields.text("level");
  if (fields.find("expect")) test.expect = read_expected(test, fields);
  test.fixed = read_tree(fields, test, "fixed");
  if (!test.expect && !test.fixed)
    fields.fail("it has neither `expect` nor `fixed`, so that it cannot fail",
                "write `expect = {}` where no finding is expected");
  return test;
}

}  // namespace moongate::testing
