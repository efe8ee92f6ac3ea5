#include "targets.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <vector>

#include "core/error.h"
#include "diff/line_diff.h"
#include "git/index/index_file.h"
#include "git/objects/commit_object.h"
#include "git/objects/delta.h"
#include "git/objects/objects.h"
#include "git/objects/pack_index.h"
#include "git/repository/config_file.h"
#include "git/repository/message_file.h"
#include "git/repository/refs_store.h"
#include "git/trees/tree.h"
#include "lua_grammar.h"
#include "lua_targets.h"

namespace moongate::fuzz {

namespace {

class Scratch {
 public:
  Scratch() {
    std::string name = std::filesystem::is_directory("/dev/shm") ? "/dev/shm/moongate-fuzz.XXXXXX"
                                                                 : "/tmp/moongate-fuzz.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
    std::filesystem::create_directories(path_ + "/objects/pack");
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A promise of the reader was broken, in a way that no sanitizer sees.
void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

// A result may be as large as damaged data can make it without lying; every byte of it is there.
std::size_t touch(std::string_view bytes) {
  std::size_t sum = 0;
  for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
  return sum;
}

void tolerate(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "an error says something");
  }
}

void fuzz_index(std::string_view input) {
  // The first byte chooses the hash; a base of a split index follows behind a marker, if at all.
  if (input.empty()) return;
  const std::size_t id_size = input[0] == '2' ? 32 : 20;
  input.remove_prefix(1);
  const std::string path = scratch_directory() + "/index";
  static constexpr std::string_view marker = "=SHARED=";
  const std::size_t split = input.find(marker);
  write_file(path, input.substr(0, split));
  if (split != std::string_view::npos) {
    // The base is found by the id in `link`; the corpus's is left as it is in most mutations.
    const std::size_t link = input.substr(0, split).rfind("link");
    if (link != std::string_view::npos && link + 8 + id_size <= split) {
      const Oid base = Oid::from_raw(input.data() + link + 8, id_size);
      write_file(scratch_directory() + "/sharedindex." + base.hex(),
                 input.substr(split + marker.size()));
    }
  }
  tolerate([&] {
    const IndexFile index = IndexFile::open(path, id_size);
    std::uint64_t entries = 0;
    std::string last;
    index.for_each([&](const IndexEntry& entry) {
      ++entries;
      touch(entry.path);
      last = entry.path;
      return true;
    });
    require(entries == index.entry_count(), "every entry is visited");
    index.find(last);
    index.cached_root_tree();
    // A tree that names itself: whatever the index says must come to an end.
    const auto tree = std::make_shared<const std::string>(std::string("40000 d1") + '\0' +
                                                          std::string(id_size, 'x') + "100644 f" +
                                                          '\0' + std::string(id_size, 'y'));
    const auto empty = std::make_shared<const std::string>();
    int reads = 0;
    const Oid root = Oid::from_raw(std::string(id_size, 'r').data(), id_size);
    index.changed_against(root, [&](const Oid&) { return ++reads > 20 ? empty : tree; });
    index.changed_against(std::nullopt, [&](const Oid&) { return empty; });
    index.all_files([&](const Oid&) { return empty; });
  });
  for (const auto& file : std::filesystem::directory_iterator(scratch_directory())) {
    if (file.path().filename().string().starts_with("sharedindex.")) {
      std::filesystem::remove(file.path());
    }
  }
}

// Four bytes: the size of the index; the index; the pack.
void fuzz_pack(std::string_view input) {
  if (input.size() < 4) return;
  std::uint32_t size = 0;
  std::memcpy(&size, input.data(), 4);
  input.remove_prefix(4);
  if (size > input.size()) return;
  const std::string_view index = input.substr(0, size);
  std::string pack(input.substr(size));
  // What ties the two together is made to fit, or little but that check would be reached.
  if (index.size() > 1100 && pack.size() > 40) {
    const bool has_magic = index.starts_with("\377tOc");
    std::memcpy(pack.data() + 8, index.data() + (has_magic ? 8 : 0) + 255 * 4, 4);
    std::memcpy(pack.data() + pack.size() - 20, index.data() + index.size() - 40, 20);
  }
  const std::string stem = scratch_directory() + "/objects/pack/pack-fuzz";
  write_file(stem + ".idx", index);
  write_file(stem + ".pack", pack);
  tolerate([&] {
    ObjectStoreOptions options;
    options.directory = scratch_directory() + "/objects";
    options.cache_bytes = 1 << 16;
    const ObjectStore store(options);
    ScanOptions scan;
    scan.memory_bytes = 1 << 12;
    tolerate([&] {
      store.for_each_object(scan,
                            [](const Oid&, ObjectType, std::string_view bytes) { touch(bytes); });
    });
    const auto opened = PackIndex::open(stem + ".idx", 20);
    for (std::uint32_t i = 0; opened && i < opened->ids().size() && i < 64; ++i) {
      const Oid id = opened->ids().id(i);
      tolerate([&] {
        const auto object = store.read(id);
        if (object) touch(*object->bytes);
      });
      tolerate([&] { store.header(id); });
    }
  });
}

void fuzz_idx(std::string_view input) {
  const std::string path = scratch_directory() + "/some.idx";
  write_file(path, input);
  for (const std::size_t id_size : {std::size_t{20}, std::size_t{32}}) {
    tolerate([&] {
      const auto index = PackIndex::open(path, id_size);
      if (!index) return;
      for (std::uint32_t i = 0; i < index->ids().size(); ++i) {
        index->ids().find(index->ids().id(i));
        index->offset(i);
      }
      touch({reinterpret_cast<const char*>(index->pack_checksum()), id_size});
    });
    const auto multi = MultiPackIndex::open(path, id_size);
    for (std::uint32_t i = 0; multi && i < multi->ids().size(); ++i) {
      multi->ids().find(multi->ids().id(i));
      const auto place = multi->place(i);
      require(!place || place->pack < multi->pack_names().size(), "a pack that is listed");
    }
  }
}

// Two bytes: the size of the base; the base; the delta.
void fuzz_delta(std::string_view input) {
  if (input.size() < 2) return;
  const std::size_t size = static_cast<unsigned char>(input[0]) * std::size_t{256} +
                           static_cast<unsigned char>(input[1]);
  input.remove_prefix(2);
  if (size > input.size()) return;
  // Copied, so that the sanitizer sees a step beyond either end.
  const std::vector<char> base(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size));
  const std::vector<char> delta(input.begin() + static_cast<std::ptrdiff_t>(size), input.end());
  const std::string_view delta_view(delta.data(), delta.size());
  const auto sizes = delta_sizes(delta_view);
  if (!sizes) return;
  const bool fits = delta_makes_its_size(delta_view, *sizes);
  if (sizes->result > (std::uint64_t{1} << 24)) return;
  std::vector<char> result(sizes->result);
  const bool applied = apply_delta({base.data(), base.size()}, delta_view, *sizes, result.data());
  require(!applied || fits, "what can be applied makes its size");
}

void fuzz_loose(std::string_view input) {
  const std::string directory = scratch_directory() + "/loose";
  std::filesystem::create_directories(directory + "/61");
  const Oid id = *Oid::from_hex(std::string("61") + std::string(38, '0'));
  write_file(directory + "/61/" + std::string(38, '0'), input);
  tolerate([&] {
    ObjectStoreOptions options;
    options.directory = directory;
    const ObjectStore store(options);
    const auto header = store.header(id);
    const auto object = store.read(id);
    require(
        header && object && header->size == object->bytes->size() && header->type == object->type,
        "header and content agree");
    touch(*object->bytes);
  });
}

void fuzz_tree(std::string_view input) {
  for (const std::size_t id_size : {std::size_t{20}, std::size_t{32}}) {
    const std::vector<char> copy(input.begin(), input.end());
    tolerate([&] {
      TreeCursor cursor({copy.data(), copy.size()}, id_size);
      for (TreeEntry entry; cursor.next(entry);) {
        require(!entry.name.empty(), "entries have names");
        require(!entry.id().empty(), "entries have ids");
      }
    });
  }
}

void fuzz_commit(std::string_view input) {
  const Oid id = *Oid::from_hex(std::string(40, 'a'));
  tolerate([&] { parse_commit(id, input); });
  tolerate([&] { parse_commit_links(id, input); });
  tolerate([&] { parse_tag(id, input); });
}

void fuzz_config(std::string_view input) {
  tolerate([&] {
    GitConfig config;
    config.add_text(input, scratch_directory() + "/config", scratch_directory());
    for (const std::string& key : config.keys("")) {
      config.get(key);
      config.get_bool(key);
    }
  });
}

// packed-refs, and behind a marker HEAD.
void fuzz_refs(std::string_view input) {
  static constexpr std::string_view marker = "=HEAD=";
  Location location;
  location.git_dir = location.common_dir = scratch_directory() + "/refs";
  std::filesystem::create_directories(location.git_dir + "/refs/heads");
  const std::size_t split = std::min(input.find(marker), input.size());
  write_file(location.git_dir + "/packed-refs", input.substr(0, split));
  write_file(location.git_dir + "/HEAD",
             split == input.size() ? "" : input.substr(split + marker.size()));
  for (const std::size_t id_size : {std::size_t{20}, std::size_t{32}}) {
    location.id_size = id_size;
    tolerate([&] {
      const RefsStore refs(location);
      for (const Reference& reference : refs.all()) {
        require(is_safe_reference_name(reference.name),
                "names stay below the directory of references");
        require(reference.target.size == id_size, "a reference is an id");
        require(refs.resolve(reference.name).has_value(), "what is listed can be resolved");
      }
    });
    tolerate([&] {
      const RefsStore refs(location);
      if (const auto name = refs.symbolic("HEAD")) {
        require(is_safe_reference_name(*name), "HEAD names a reference");
      }
      refs.resolve("HEAD");
    });
  }
}

// How to clean and a comment character, then a message.
void fuzz_message(std::string_view input) {
  if (input.size() < 2) return;
  MessageRules rules;
  rules.cleanup = static_cast<MessageCleanup>(static_cast<unsigned char>(input[0]) % 4);
  rules.comment = input.substr(1, 1);
  rules.edited = (input[0] & 4) != 0;
  const std::string once = clean_message(input.substr(2), rules);
  require(once.size() <= input.size(), "a message gets no longer than by a newline");
  if (rules.cleanup == MessageCleanup::whitespace) {
    require(clean_message(once, rules) == once, "what is clean stays as it is");
  }
}

// Two texts, each byte a line (of sixteen that stand often, or by itself), parted by the byte 0xff.
// Around them stand lines that both have, so that only a part of the whole is compared.
void fuzz_lines(std::string_view input) {
  const auto line = [](char c, std::size_t number) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 4) return std::string("\n");
    if (byte < 128) return std::string(byte % 4, ' ') + "often " + std::to_string(byte / 8) + "\n";
    return "once " + std::to_string(byte) + " " + std::to_string(number) + "\n";
  };
  const auto text = [&line](std::string_view bytes, std::size_t number) {
    std::string lines;
    for (const char byte : bytes) lines += line(byte, number++);
    return lines;
  };
  const std::size_t middle = std::min(input.find('\xff'), input.size());
  std::string above;
  for (std::size_t i = 0; i < 500; ++i)
    above += input.empty() ? "\n" : line(input[i * 7 % input.size()], i);
  std::string before = above + text(input.substr(0, middle), 1000);
  std::string after = above + text(input.substr(std::min(middle + 1, input.size())), 1010);
  if (input.size() % 3 != 0) {
    before += text(input.substr(0, 20), 3000);
    after += text(input.substr(0, 20), 3000);
  }
  if (input.size() % 5 == 0) before.pop_back();
  require(diff_lines(before, after) == diff_all_lines(before, after),
          "a part of two texts gives the hunks that the whole gives");
}

constexpr Target all_targets[] = {
    {"index", fuzz_index},
    {"pack", fuzz_pack},
    {"idx", fuzz_idx},
    {"delta", fuzz_delta},
    {"loose", fuzz_loose},
    {"tree", fuzz_tree},
    {"commit", fuzz_commit},
    {"config", fuzz_config},
    {"refs", fuzz_refs},
    {"message", fuzz_message},
    {"lines", fuzz_lines},
    {"lua", fuzz_lua, generated_lua},
    {"changes", fuzz_changes, generated_change},
};

}  // namespace

std::span<const Target> targets() {
  return all_targets;
}

const std::string& scratch_directory() {
  static const Scratch scratch;
  return scratch.path();
}

void write_file(const std::string& path, std::string_view content) {
  // Anew each time: the last reader's mapping of the old file stays whole.
  std::error_code error;
  std::filesystem::remove(path, error);
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file) throw std::runtime_error("cannot write " + path);
}

}  // namespace moongate::fuzz
