#include "git/objects/commit_object.h"

#include <charconv>
#include <string>

#include "core/error.h"

namespace moongate {
namespace {

[[noreturn]] void malformed(const char* kind, const Oid& id, const char* what) {
  throw Error(ProblemKind::repository,
              std::string(kind) + " " + id.hex() + " is malformed: " + what,
              "`git fsck` shows more; fetch the object again from a healthy repository");
}

// Header lines, one by one: "key value". Ends at the empty line.
class Headers {
 public:
  explicit Headers(std::string_view bytes) : rest_(bytes) {}

  bool next(std::string_view& key, std::string_view& value) {
    if (rest_.empty()) return false;
    if (rest_.front() == '\n') {
      rest_.remove_prefix(1);
      return false;
    }
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    const std::size_t space = std::min(line.find(' '), line.size());
    key = line.substr(0, space);
    value = space < line.size() ? line.substr(space + 1) : std::string_view();
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<Oid> id_like(const Oid& id, std::string_view hex) {
  const auto parsed = Oid::from_hex(hex);
  if (!parsed || (id.size != 0 && parsed->size != id.size)) return std::nullopt;
  return parsed;
}

std::string_view read_links(const Oid& id, std::string_view bytes, CommitLinks& links,
                            std::string_view* author, std::string_view* committer) {
  Headers headers(bytes);
  std::string_view key;
  std::string_view value;
  if (!headers.next(key, value) || key != "tree") malformed("commit", id, "it names no tree");
  const auto tree = id_like(id, value);
  if (!tree) malformed("commit", id, "it names no tree");
  links.tree = *tree;
  bool in_parents = true;  // Git takes no parent that stands after another header
  bool has_committer = false;
  while (headers.next(key, value)) {
    if (in_parents && key == "parent") {
      const auto parent = id_like(id, value);
      if (!parent) malformed("commit", id, "a parent is no object id");
      links.parents.push_back(*parent);
      continue;
    }
    in_parents = false;
    if (key == "author" && author && author->empty()) *author = value;
    if (key == "committer" && !has_committer) {
      has_committer = true;
      links.time = parse_signature(value).time;
      if (committer) *committer = value;
      if (!author) break;  // nothing else is wanted
    }
  }
  return headers.rest();
}

}  // namespace

Signature parse_signature(std::string_view text) {
  Signature result;
  const std::size_t open = text.find('<');
  const std::size_t close = open == text.npos ? text.npos : text.find('>', open);
  std::string_view name = text.substr(0, open);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  result.name = std::string(name);
  if (close != text.npos) result.email = std::string(text.substr(open + 1, close - open - 1));
  const std::size_t last = text.rfind('>');
  if (last == text.npos) return result;
  std::string_view rest = text.substr(last + 1);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), result.time);
  if (code != std::errc()) {
    result.time = 0;
    return result;
  }
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.size() < 5 || (rest[0] != '+' && rest[0] != '-')) return result;
  int zone = 0;
  std::from_chars(rest.data() + 1, rest.data() + 5, zone);
  result.offset_minutes = (zone / 100 * 60 + zone % 100) * (rest[0] == '-' ? -1 : 1);
  return result;
}

ParsedCommit parse_commit(const Oid& id, std::string_view bytes) {
  ParsedCommit result;
  CommitLinks links;
  std::string_view author;
  std::string_view committer;
  const std::string_view message = read_links(id, bytes, links, &author, &committer);
  result.tree = links.tree;
  result.commit.id = id;
  result.commit.parents = std::move(links.parents);
  result.commit.author = parse_signature(author);
  result.commit.committer = parse_signature(committer);
  result.commit.message = std::string(message);
  return result;
}

CommitLinks parse_commit_links(const Oid& id, std::string_view bytes) {
  CommitLinks links;
  read_links(id, bytes, links, nullptr, nullptr);
  return links;
}

ParsedTag parse_tag(const Oid& id, std::string_view bytes) {
  Headers headers(bytes);
  ParsedTag result;
  std::string_view key;
  std::string_view value;
  if (!headers.next(key, value) || key != "object") malformed("tag", id, "it names no object");
  const auto target = id_like(id, value);
  if (!target) malformed("tag", id, "it names no object");
  result.target = *target;
  if (!headers.next(key, value) || key != "type") malformed("tag", id, "its object has no type");
  if (value == "commit") {
    result.target_type = ObjectType::commit;
  } else if (value == "tree") {
    result.target_type = ObjectType::tree;
  } else if (value == "blob") {
    result.target_type = ObjectType::blob;
  } else if (value == "tag") {
    result.target_type = ObjectType::tag;
  } else {
    malformed("tag", id, "its object has an unknown type");
  }
  return result;
}

}  // namespace moongate
