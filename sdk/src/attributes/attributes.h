// What .gitattributes says of a path, read from one side of a change: never from the working tree,
// info/attributes or the user's own file, so that the answer is the same everywhere.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"

namespace moongate {

struct Attribute {
  // `attr`, `-attr`, `attr=value`; neither of them, or `!attr`, is unspecified.
  enum class State : std::uint8_t { unspecified, set, unset, value };
  State state = State::unspecified;
  std::string value;

  bool is_set() const { return state == State::set; }
  bool is_unset() const { return state == State::unset; }
  bool is(std::string_view wanted) const { return state == State::value && value == wanted; }
  bool operator==(const Attribute&) const = default;
};

class AttributeFile;  // one .gitattributes, parsed

// As `git check-attr --cached` (or `--source`) answers without files of the machine's own: macros
// (`binary`, and `[attr]` in the root's file), nearer directories before farther ones, later lines
// before earlier ones. Names are compared with case.
//
// Each directory's file is looked up once, when a path below it is first asked for, and shared: all
// calls are safe from several threads. Where there are no such files that lookup is all it costs.
class Attributes {
 public:
  // The files are found through `side` and read through `read`; both must outlive this. A side that
  // knows no files (`find` is empty) has no attributes.
  Attributes(const TreeView& side, const std::function<Bytes(const Oid&)>& read);
  ~Attributes();
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  // Throws Error(repository) where a .gitattributes cannot be read.
  Attribute of(std::string_view path, std::string_view name) const;
  // Several at once, in their order.
  std::vector<Attribute> of(std::string_view path,
                            const std::vector<std::string_view>& names) const;
  // All that are not unspecified, macros among them.
  std::map<std::string, Attribute> all(std::string_view path) const;

 private:
  using FilePtr = std::shared_ptr<const AttributeFile>;
  using Values = std::map<std::string, Attribute, std::less<>>;

  FilePtr file_in(const std::string& directory) const;
  std::vector<FilePtr> files_above(std::string_view path) const;  // from the root to the nearest
  static Values values(std::vector<FilePtr> files, std::string_view path);

  const TreeView& side_;
  const std::function<Bytes(const Oid&)>& read_;
  FilePtr built_in_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, FilePtr, std::less<>> files_;  // null: there is none
};

}  // namespace moongate
