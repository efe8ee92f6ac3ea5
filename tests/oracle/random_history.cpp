#include "random_history.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace {

struct File {
  std::string mode;     // as fast-import writes it
  std::string content;  // of a submodule: the commit's id
};
using Tree = std::map<std::string, File>;

class Maker {
 public:
  Maker(std::mt19937_64& random, std::size_t id_digits) : random_(random), id_digits_(id_digits) {}

  RandomHistory make(std::size_t count) {
    std::vector<Tree> trees;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::size_t> parents;
      Tree tree;
      if (i > 0 && !one_in(40)) {  // now and then a second root
        // Mostly a line, with branches and merges.
        parents.push_back(one_in(4) ? below(i) : i - 1);
        tree = trees[parents[0]];
        if (i > 3 && one_in(5)) {
          const std::size_t other = below(i);
          if (other != parents[0]) {
            parents.push_back(other);
            merge(tree, trees[other]);
          }
        }
      }
      const std::size_t edits = i == 0 ? 12 + below(20) : below(6);
      for (std::size_t edit = 0; edit < edits; ++edit) change(tree, i == 0);
      write_commit(i, parents, tree);
      trees.push_back(std::move(tree));
    }
    return {std::move(stream_), count};
  }

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string path() {
    static const std::vector<std::string> names = {
        "a",    "b",         "c.txt",       "main.cpp",  "util.h", "read me", "a.b", "a-b",
        "x\ny", "q\"uote\\", "caf\xc3\xa9", "latin\xe9", "tab\t",  ".hidden", "zz",  "Makefile"};
    static const std::vector<std::string> directories = {"",     "",     "src/", "src/deep/",
                                                         "lib/", "a.d/", "a/",   "src/deep/er/"};
    return directories[below(directories.size())] + names[below(names.size())] +
           (one_in(3) ? std::to_string(below(4)) : "");
  }

  std::string line() {
    // Many equal lines on purpose: they are what makes differences ambiguous.
    static const std::vector<std::string> common = {
        "", "{", "}", "  }", "    return;", "  if (x) {", "  else", "\tbreak;", "end", "/* */"};
    if (one_in(2)) return common[below(common.size())];
    std::string text(below(6), ' ');
    for (std::size_t words = 1 + below(5); words > 0; --words) {
      text += "word" + std::to_string(below(40)) + " ";
    }
    if (one_in(30)) text.append(100 + below(100), 'x');
    return text;
  }

  std::string text() {
    if (one_in(15)) return "";
    if (one_in(12)) {  // binary
      std::string bytes;
      for (std::size_t size = 1 + below(400); size > 0; --size) {
        bytes.push_back(static_cast<char>(random_()));
      }
      bytes[below(bytes.size())] = '\0';
      return bytes;
    }
    const std::string ending = one_in(8) ? "\r\n" : "\n";
    std::string result;
    for (std::size_t lines = one_in(6) ? below(400) : below(40); lines > 0; --lines) {
      result += line() + ending;
    }
    if (one_in(6)) result += line();  // no newline at the end
    return result;
  }

  void edit(std::string& content) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < content.size();) {
      std::size_t end = content.find('\n', begin);
      end = end == content.npos ? content.size() : end + 1;
      lines.push_back(content.substr(begin, end - begin));
      begin = end;
    }
    for (std::size_t times = 1 + below(one_in(5) ? 30 : 4); times > 0; --times) {
      const std::size_t at = below(lines.size() + 1);
      switch (below(5)) {
        case 0:
          if (at < lines.size()) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 1:
          if (at < lines.size()) lines[at] = line() + "\n";
          break;
        case 2:
          if (at < lines.size()) {  // a block again: sliding hunks
            const std::size_t end = std::min(lines.size(), at + 1 + below(5));
            const std::vector<std::string> block(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                                 lines.begin() + static_cast<std::ptrdiff_t>(end));
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), block.begin(),
                         block.end());
          }
          break;
        default:
          lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), line() + "\n");
      }
    }
    content.clear();
    for (const std::string& part : lines) content += part;
  }

  static bool is_regular(const File& file) { return file.mode[0] == '1' && file.mode[1] == '0'; }

  void put(Tree& tree, const std::string& path, File file) {
    // A path cannot be a file and a directory at once.
    for (auto entry = tree.begin(); entry != tree.end();) {
      const bool below_it = entry->first.rfind(path + "/", 0) == 0;
      const bool above_it = path.rfind(entry->first + "/", 0) == 0;
      entry = below_it || above_it ? tree.erase(entry) : std::next(entry);
    }
    tree[path] = std::move(file);
  }

  Tree::iterator any(Tree& tree) {
    return std::next(tree.begin(), static_cast<std::ptrdiff_t>(below(tree.size())));
  }

  File new_file() {
    if (one_in(12)) return {"120000", "target" + std::to_string(below(5))};
    if (one_in(15)) {
      std::string id;
      for (std::size_t i = 0; i < id_digits_; ++i) id.push_back("0123456789abcdef"[below(16)]);
      return {"160000", id};
    }
    return {one_in(6) ? "100755" : "100644", text()};
  }

  void change(Tree& tree, bool only_add) {
    if (tree.empty() || only_add) {
      put(tree, path(), new_file());
      return;
    }
    const auto entry = any(tree);
    switch (below(12)) {
      case 0:
        put(tree, path(), new_file());
        break;
      case 1:
        tree.erase(entry);
        break;
      case 2:
        if (is_regular(entry->second)) entry->second.mode = one_in(2) ? "100755" : "100644";
        break;
      case 3:
        entry->second = new_file();
        break;  // often another type
      case 4:
      case 5:
      case 6: {  // moved, mostly with edits
        File file = entry->second;
        tree.erase(entry);
        if (is_regular(file) && !one_in(3)) edit(file.content);
        put(tree, path(), std::move(file));
        break;
      }
      case 7: {  // copied
        File file = entry->second;
        if (is_regular(file) && one_in(2)) edit(file.content);
        put(tree, path(), std::move(file));
        break;
      }
      case 8: {  // a whole directory moved
        const std::string from = entry->first.substr(0, entry->first.find('/') + 1);
        if (from.empty()) break;
        std::vector<std::pair<std::string, File>> moved;
        for (auto other = tree.begin(); other != tree.end();) {
          if (other->first.rfind(from, 0) == 0) {
            moved.emplace_back("moved" + std::to_string(below(3)) + "/" + other->first,
                               other->second);
            other = tree.erase(other);
          } else {
            ++other;
          }
        }
        for (auto& [name, file] : moved) put(tree, name, std::move(file));
        break;
      }
      default:
        if (is_regular(entry->second)) edit(entry->second.content);
    }
  }

  void merge(Tree& tree, const Tree& other) {
    for (const auto& [name, file] : other) {
      if (one_in(2)) put(tree, name, file);
    }
  }

  static std::string quoted(const std::string& path) {
    std::string result = "\"";
    for (const char c : path) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\') {
        result += '\\';
        result += static_cast<char>('0' + (byte >> 6));
        result += static_cast<char>('0' + ((byte >> 3) & 7));
        result += static_cast<char>('0' + (byte & 7));
      } else {
        result += c;
      }
    }
    return result + "\"";
  }

  std::string mark_of(const std::string& content) {
    const auto [entry, added] = marks_.try_emplace(content, ":" + std::to_string(next_mark_));
    if (added) {
      stream_ += "blob\nmark " + entry->second + "\ndata " + std::to_string(content.size()) + "\n" +
                 content + "\n";
      ++next_mark_;
    }
    return entry->second;
  }

  void write_commit(std::size_t number, const std::vector<std::size_t>& parents, const Tree& tree) {
    std::string files;
    for (const auto& [name, file] : tree) {
      files += "M " + file.mode + " " +
               (file.mode == "160000" ? file.content : mark_of(file.content)) + " " + quoted(name) +
               "\n";
    }
    // Clocks stand still, and now and then run backwards.
    if (!one_in(4)) time_ += below(100);
    const std::size_t time = one_in(12) ? time_ - below(300) : time_;
    const std::string name = "refs/commits/" + std::to_string(number);
    stream_ += "reset " + name + "\ncommit " + name +
               "\nmark :" + std::to_string(1000000 + number) + "\ncommitter A <a@example.com> " +
               std::to_string(time) + " +0000\ndata 3\nabc\n";
    for (std::size_t i = 0; i < parents.size(); ++i) {
      stream_ += (i == 0 ? "from :" : "merge :") + std::to_string(1000000 + parents[i]) + "\n";
    }
    stream_ += "deleteall\n" + files + "\n";
  }

  std::mt19937_64& random_;
  std::size_t id_digits_;
  std::string stream_;
  std::map<std::string, std::string> marks_;
  std::size_t next_mark_ = 1;
  std::size_t time_ = 1700000000;
};

}  // namespace

RandomHistory make_history(std::mt19937_64& random, std::size_t commits, std::size_t id_digits) {
  return Maker(random, id_digits).make(commits);
}
