#include "attributes/attributes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "attributes/attribute_file.h"

namespace moongate {

namespace {

// Git's own rule: beyond this it ignores the file.
constexpr std::size_t largest_file = std::size_t{100} << 20;

using FilePtr = std::shared_ptr<const AttributeFile>;

// Fills in what nothing nearer has said. A macro counts where it is set, not where it is unset or
// has a value.
class Filler {
 public:
  explicit Filler(std::map<std::string, Attribute, std::less<>>& values) : values_(values) {}

  // From the nearest file to the farthest: the first definition is the one in force.
  void know_macros(const AttributeFile& file) {
    const auto& lines = file.lines();
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
      if (!line->macro.empty()) macros_.emplace(line->macro, &line->states);
  }

  void fill(const AttributeFile& file, std::string_view path) {
    const auto& lines = file.lines();
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
      if (line->macro.empty() && file.matches(*line, path)) fill(line->states);
  }

 private:
  // A loop, not a recursion: macros may be chained as long as a file is.
  void fill(const AttributeFile::States& states) {
    std::vector<std::pair<const AttributeFile::States*, std::size_t>> open{
        {&states, states.size()}};
    while (!open.empty()) {
      auto& [list, left] = open.back();
      if (left == 0) {
        open.pop_back();
        continue;
      }
      const auto& [name, attribute] = (*list)[--left];
      if (!values_.emplace(name, attribute).second || !attribute.is_set()) continue;
      const auto macro = macros_.find(name);
      if (macro != macros_.end()) open.emplace_back(macro->second, macro->second->size());
    }
  }

  std::map<std::string, Attribute, std::less<>>& values_;
  std::map<std::string_view, const AttributeFile::States*> macros_;
};

}  // namespace

Attributes::Attributes(const TreeView& side, const std::function<Bytes(const Oid&)>& read)
    : side_(side),
      read_(read),
      built_in_(std::make_shared<const AttributeFile>("[attr]binary -diff -merge -text\n", "")) {}

Attributes::~Attributes() = default;

Attributes::FilePtr Attributes::file_in(const std::string& directory) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = files_.find(directory); known != files_.end()) return known->second;
  }
  FilePtr file;
  const std::string path = directory.empty() ? ".gitattributes" : directory + "/.gitattributes";
  const std::optional<FileVersion> version = side_.find(path);
  if (version && version->is_regular()) {  // Git does not follow a link here either
    const Bytes text = read_(version->id);
    if (text->size() < largest_file) file = std::make_shared<const AttributeFile>(*text, directory);
  }
  const std::lock_guard lock(mutex_);
  return files_.emplace(directory, std::move(file)).first->second;
}

std::vector<Attributes::FilePtr> Attributes::files_above(std::string_view path) const {
  std::vector<FilePtr> files;
  if (!side_.find) return files;
  if (FilePtr file = file_in("")) files.push_back(std::move(file));
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1))
    if (FilePtr file = file_in(std::string(path.substr(0, slash))))
      files.push_back(std::move(file));
  if (!files.empty()) files.insert(files.begin(), built_in_);
  return files;
}

Attributes::Values Attributes::values(std::vector<FilePtr> files, std::string_view path) {
  Values values;
  Filler filler(values);
  for (auto file = files.rbegin(); file != files.rend(); ++file) filler.know_macros(**file);
  for (auto file = files.rbegin(); file != files.rend(); ++file) filler.fill(**file, path);
  return values;
}

Attribute Attributes::of(std::string_view path, std::string_view name) const {
  return of(path, std::vector<std::string_view>{name}).front();
}

std::vector<Attribute> Attributes::of(std::string_view path,
                                      const std::vector<std::string_view>& names) const {
  std::vector<Attribute> found(names.size());
  std::vector<FilePtr> files = files_above(path);
  // No pattern has to be compared where none of the files names them.
  const bool named = std::any_of(files.begin(), files.end(), [&](const FilePtr& file) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return file->names(name); });
  });
  if (!named) return found;
  const Values all = values(std::move(files), path);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto value = all.find(names[i]); value != all.end()) found[i] = value->second;
  return found;
}

std::map<std::string, Attribute> Attributes::all(std::string_view path) const {
  std::map<std::string, Attribute> result;
  for (auto& [name, attribute] : values(files_above(path), path))
    if (attribute.state != Attribute::State::unspecified) result.emplace(name, attribute);
  return result;
}

}  // namespace moongate
