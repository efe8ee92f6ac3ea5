// The names of what subjects show.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace moongate {

enum class Field : std::uint8_t {
  none,
  text,
  number,
  file,
  ending,
  path,
  old_path,
  status,
  mode,
  old_mode,
  size,
  old_size,
  is_binary,
  is_generated,
  is_symlink,
  is_submodule,
  language,
  old_text,
  line_count,
  added_line_count,
  rule,
  line,
  column,
  end_line,
  end_column,
  entropy,
  captures,
  name,
  kind,
  id,
  message,
  subject,
  body,
  trailers,
  author,
  committer,
  is_merge,
  parents,
  files,
  remote,
  head,
  age_days,
  last_author,
  merged_into,
  merged_how,
  upstream,
  upstream_gone,
  ahead,
  behind,
  is_current,
  is_default,
  is_protected,
  is_stale,
  reverted,
  begun_days,
  time,
  annotated,
  tagger,
  title,
  labels,
  base,
  draft,
  why,
  now,
  commits,
  added_lines,
  removed_lines,
  counts,
  config,
  report,
  lines,
  similarity,
  branches,
  tags,
  value,
  commit,
  fact,
  collisions
};

struct NamedField {
  const char* name;
  Field field;
};

inline constexpr NamedField all_fields[] = {
    {"text", Field::text},
    {"number", Field::number},
    {"file", Field::file},
    {"ending", Field::ending},
    {"path", Field::path},
    {"old_path", Field::old_path},
    {"status", Field::status},
    {"mode", Field::mode},
    {"old_mode", Field::old_mode},
    {"size", Field::size},
    {"old_size", Field::old_size},
    {"is_binary", Field::is_binary},
    {"is_generated", Field::is_generated},
    {"is_symlink", Field::is_symlink},
    {"is_submodule", Field::is_submodule},
    {"language", Field::language},
    {"old_text", Field::old_text},
    {"line_count", Field::line_count},
    {"added_line_count", Field::added_line_count},
    {"rule", Field::rule},
    {"line", Field::line},
    {"column", Field::column},
    {"end_line", Field::end_line},
    {"end_column", Field::end_column},
    {"entropy", Field::entropy},
    {"captures", Field::captures},
    {"name", Field::name},
    {"kind", Field::kind},
    {"id", Field::id},
    {"message", Field::message},
    {"subject", Field::subject},
    {"body", Field::body},
    {"trailers", Field::trailers},
    {"author", Field::author},
    {"committer", Field::committer},
    {"is_merge", Field::is_merge},
    {"parents", Field::parents},
    {"files", Field::files},
    {"remote", Field::remote},
    {"head", Field::head},
    {"age_days", Field::age_days},
    {"last_author", Field::last_author},
    {"merged_into", Field::merged_into},
    {"merged_how", Field::merged_how},
    {"upstream", Field::upstream},
    {"upstream_gone", Field::upstream_gone},
    {"ahead", Field::ahead},
    {"behind", Field::behind},
    {"is_current", Field::is_current},
    {"is_default", Field::is_default},
    {"is_protected", Field::is_protected},
    {"is_stale", Field::is_stale},
    {"reverted", Field::reverted},
    {"begun_days", Field::begun_days},
    {"time", Field::time},
    {"annotated", Field::annotated},
    {"tagger", Field::tagger},
    {"title", Field::title},
    {"labels", Field::labels},
    {"base", Field::base},
    {"draft", Field::draft},
    {"why", Field::why},
    {"now", Field::now},
    {"commits", Field::commits},
    {"added_lines", Field::added_lines},
    {"removed_lines", Field::removed_lines},
    {"counts", Field::counts},
    {"config", Field::config},
    {"report", Field::report},
    {"lines", Field::lines},
    {"similarity", Field::similarity},
    {"branches", Field::branches},
    {"tags", Field::tags},
    {"value", Field::value},
    {"commit", Field::commit},
    {"fact", Field::fact},
    {"collisions", Field::collisions},
};

// Lua keeps each short string once, so that a field's name is known by its address. The names are
// anchored in the registry.
class FieldNames {
 public:
  void add(const char* name, Field field) {
    std::size_t at = slot(name);
    while (slots_[at].name) at = (at + 1) % slots_.size();
    slots_[at] = {name, field};
  }
  Field find(const char* name) const {
    for (std::size_t at = slot(name); slots_[at].name; at = (at + 1) % slots_.size())
      if (slots_[at].name == name) return slots_[at].field;
    return Field::none;
  }

 private:
  static std::size_t slot(const char* name) {
    return (reinterpret_cast<std::uintptr_t>(name) >> 4) % 256;
  }
  std::array<NamedField, 256> slots_{};
};

}  // namespace moongate
