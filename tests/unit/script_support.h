// A change made of texts, and one check over it: what the tests of script/ share.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/change.h"
#include "script/check.h"

namespace script_test {

using namespace moongate;

// Holds the texts by made-up object ids.
class Texts {
 public:
  Oid add(const std::string& text) {
    std::string raw(20, '\0');
    const std::size_t number = texts_->size() + 1;
    for (std::size_t i = 0; i < 8; ++i) raw[i] = static_cast<char>(number >> (8 * i));
    const Oid id = Oid::from_raw(raw.data(), raw.size());
    (*texts_)[id.hex()] = std::make_shared<const std::string>(text);
    return id;
  }
  void serve(Change& change) const {
    change.read = [texts = texts_](const Oid& id) { return texts->at(id.hex()); };
    change.size_of = [texts = texts_](const Oid& id) {
      return std::uint64_t{texts->at(id.hex())->size()};
    };
  }

 private:
  std::shared_ptr<std::map<std::string, Bytes>> texts_ =
      std::make_shared<std::map<std::string, Bytes>>();
};

inline FileChange file_change(Texts& texts, const std::string& path,
                              const std::optional<std::string>& before,
                              const std::optional<std::string>& after) {
  FileChange file;
  file.status = !before ? FileStatus::added : !after ? FileStatus::deleted : FileStatus::modified;
  if (before) file.before = FileVersion{path, 0100644, texts.add(*before)};
  if (after) file.after = FileVersion{path, 0100644, texts.add(*after)};
  return file;
}

// One check in Lua, declared and loaded with its default options.
struct Check {
  using Library = std::optional<ModuleText> (*)(std::string_view name);

  explicit Check(const std::string& text, const Limits& given = {},
                 std::map<std::string, std::string> modules = {}, Library library = nullptr)
      : limits(given) {
    source.name = "check";
    source.path = "check.lua";
    source.text = text;
    source.module = [modules, library](std::string_view name) -> std::optional<ModuleText> {
      if (library && name.starts_with("moongate.")) return library(name);
      const auto module_found = modules.find(std::string(name));
      if (module_found == modules.end()) return std::nullopt;
      return ModuleText{module_found->first + ".lua", module_found->second};
    };
    declaration = declare_check(source, limits);
    for (const Option& option : declaration.options) options[option.name] = option.fallback;
    instance = std::make_unique<CheckInstance>(source, declaration, options, limits, meter);
  }

  std::vector<RawFinding> added_lines(const std::string& before, const std::string& after,
                                      const std::string& path = "a.c") {
    return on_file(before, after, path,
                   [&](FileContext& file) { instance->added_lines(file, found); });
  }
  std::vector<RawFinding> changed_file(const std::optional<std::string>& before,
                                       const std::optional<std::string>& after,
                                       const std::string& path = "a.c") {
    return on_file(before, after, path,
                   [&](FileContext& file) { instance->changed_file(file, found); });
  }
  // The whole change: one file and one commit that introduces it.
  std::vector<RawFinding> change(const std::string& text) {
    Texts texts;
    Change whole;
    texts.serve(whole);
    whole.files.push_back(file_change(texts, "a.c", std::nullopt, text));
    Commit one;
    one.id = texts.add("commit");
    one.message = "feat: it";
    whole.commits.push_back(one);
    whole.files_of = [files = whole.files](const Commit&) { return files; };
    const ChangeSummary counts;
    found.clear();
    instance->change(
        whole, [&]() -> const ChangeSummary& { return counts; }, found);
    return found;
  }
  std::vector<RawFinding> commit(const std::string& message) {
    Change change;
    Commit commit;
    commit.message = message;
    found.clear();
    instance->commit(change, commit, found);
    return found;
  }

  template <class Visit>
  std::vector<RawFinding> on_file(const std::optional<std::string>& before,
                                  const std::optional<std::string>& after, const std::string& path,
                                  Visit visit) {
    Texts texts;
    Change change;
    texts.serve(change);
    change.files.push_back(file_change(texts, path, before, after));
    FileContext context(change, change.files.front());
    found.clear();
    visit(context);
    return found;
  }

  CheckSource source;
  Limits limits;
  Meter meter;
  Declaration declaration;
  Map options;
  std::unique_ptr<CheckInstance> instance;
  std::vector<RawFinding> found;
};

// A whole check around one visitor's body.
inline std::string with_visitor(const std::string& visitor, const std::string& parameters,
                                const std::string& body) {
  return "return {\n  api = 1,\n  summary = \"test\",\n  " + visitor + " = function(" + parameters +
         ")\n" + body + "\n  end,\n}\n";
}

}  // namespace script_test
