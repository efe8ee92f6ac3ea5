#include "git/objects/loose.h"

#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include "git/objects/damage.h"
#include "git/objects/inflate.h"

namespace moongate {

namespace {

struct ParsedHeader {
  ObjectHeader header;
  std::size_t bytes = 0;
};

std::optional<ParsedHeader> parse_header(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view type = text.substr(0, blank);
  ParsedHeader parsed;
  if (type == "commit") {
    parsed.header.type = ObjectType::commit;
  } else if (type == "tree") {
    parsed.header.type = ObjectType::tree;
  } else if (type == "blob") {
    parsed.header.type = ObjectType::blob;
  } else if (type == "tag") {
    parsed.header.type = ObjectType::tag;
  } else {
    return std::nullopt;
  }
  std::size_t at = blank + 1;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    if (parsed.header.size > std::numeric_limits<std::uint64_t>::max() / 10 - 1)
      return std::nullopt;
    parsed.header.size = parsed.header.size * 10 + static_cast<std::uint64_t>(text[at] - '0');
  }
  if (at == blank + 1 || at == text.size() || text[at] != '\0') return std::nullopt;
  parsed.bytes = at + 1;
  return parsed;
}

}  // namespace

std::optional<LooseObject> LooseObject::open(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::nullopt;
  if (file->size() == 0) {
    throw damaged(path, "the file is empty, as a crash of the machine leaves it");
  }
  std::array<char, 64> start{};
  const std::size_t length =
      inflate_prefix({file->data(), file->size()}, start.data(), start.size());
  const auto parsed = parse_header({start.data(), length});
  if (!parsed) throw damaged(path, "it does not begin as a loose object does");
  if (!plausible_size(file->size(), parsed->header.size)) {
    throw damaged(path, "it declares more bytes than its data can hold");
  }
  LooseObject object;
  object.path_ = path;
  object.file_ = std::move(*file);
  object.header_ = parsed->header;
  object.header_bytes_ = parsed->bytes;
  return object;
}

Bytes LooseObject::read() const {
  auto bytes = std::make_shared<std::string>();
  if (!inflate_into({file_.data(), file_.size()}, *bytes, header_bytes_ + header_.size,
                    header_bytes_)) {
    throw damaged(path_, "its data does not inflate to its declared size");
  }
  return bytes;
}

std::string loose_path(const std::string& directory, const Oid& id) {
  const std::string hex = id.hex();
  std::string path;
  path.reserve(directory.size() + hex.size() + 2);
  path.append(directory).append("/").append(hex, 0, 2).append("/").append(hex, 2);
  return path;
}

std::vector<Oid> loose_ids(const std::string& directory, unsigned first, std::size_t id_size) {
  static constexpr char digits[] = "0123456789abcdef";
  const std::string start{digits[first >> 4 & 15], digits[first & 15]};
  std::vector<Oid> ids;
  std::error_code error;
  std::filesystem::directory_iterator file(directory + "/" + start, error);
  if (error) {
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
      return ids;
    }
    throw Error(ProblemKind::repository,
                "cannot list " + directory + "/" + start + ": " + error.message(),
                "give this user read permission on it");
  }
  for (const std::filesystem::directory_iterator end; file != end; file.increment(error)) {
    const auto id = Oid::from_hex(start + file->path().filename().string());
    if (id && id->size == id_size) ids.push_back(*id);
  }
  if (error) {
    throw Error(ProblemKind::repository,
                "cannot list " + directory + "/" + start + ": " + error.message(),
                "check the disk it is on");
  }
  return ids;
}

}  // namespace moongate
