#include "script/declaration_codec.h"

#include <cstring>
#include <stdexcept>
#include <type_traits>

namespace moongate {

namespace {

// One description of the fields serves both ways: a Writer appends what a Reader takes off.
class Writer {
 public:
  template <class Number>
  void number(const Number& value) {
    static_assert(std::is_arithmetic_v<Number> || std::is_enum_v<Number>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(const std::string& value) {
    number(static_cast<std::uint32_t>(value.size()));
    out += value;
  }
  template <class List, class Each>
  void list(const List& values, Each each) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) each(value);
  }
  template <class Held, class Each>
  void optional(const std::optional<Held>& value, Each each) {
    number(value.has_value());
    if (value) each(*value);
  }

  std::string out;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left(bytes) {}

  template <class Number>
  void number(Number& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void text(std::string& value) {
    std::uint32_t size = 0;
    number(size);
    value = take(size);
  }
  template <class List, class Each>
  void list(List& values, Each each) {
    std::uint32_t size = 0;
    number(size);
    if (size > left.size()) throw std::runtime_error("a packed declaration is damaged");
    values.resize(size);
    for (auto& value : values) each(value);
  }
  template <class Held, class Each>
  void optional(std::optional<Held>& value, Each each) {
    bool present = false;
    number(present);
    if (present) each(value.emplace());
  }

  std::string_view left;

 private:
  std::string_view take(std::size_t size) {
    if (size > left.size()) throw std::runtime_error("a packed declaration is damaged");
    const std::string_view taken = left.substr(0, size);
    left.remove_prefix(size);
    return taken;
  }
};

void any_value(Writer& writer, const Value& whole);
void any_value(Reader& reader, Value& whole);

void any_value(Writer& writer, const Value& whole) {
  writer.number(static_cast<std::uint8_t>(whole.is.index()));
  const auto each = [&](const Value& item) { any_value(writer, item); };
  if (const bool* const flag = whole.get_if<bool>()) writer.number(*flag);
  if (const auto* const integer = whole.get_if<std::int64_t>()) writer.number(*integer);
  if (const auto* const number = whole.get_if<double>()) writer.number(*number);
  if (const auto* const text = whole.get_if<std::string>()) writer.text(*text);
  if (const auto* const list = whole.get_if<List>()) writer.list(*list, each);
  if (const auto* const map = whole.get_if<Map>())
    writer.list(*map, [&](const auto& entry) {
      writer.text(entry.first);
      each(entry.second);
    });
}

template <class Held>
Held taken(Reader& reader) {
  Held held{};
  reader.number(held);
  return held;
}

void any_value(Reader& reader, Value& whole) {
  switch (taken<std::uint8_t>(reader)) {
    case 0:
      whole = Value();
      break;
    case 1:
      whole = taken<bool>(reader);
      break;
    case 2:
      whole = taken<std::int64_t>(reader);
      break;
    case 3:
      whole = taken<double>(reader);
      break;
    case 4: {
      std::string text;
      reader.text(text);
      whole = std::move(text);
      break;
    }
    case 5: {
      List list;
      reader.list(list, [&](Value& item) { any_value(reader, item); });
      whole = std::move(list);
      break;
    }
    default: {
      std::vector<std::pair<std::string, Value>> entries;
      reader.list(entries, [&](auto& entry) {
        reader.text(entry.first);
        any_value(reader, entry.second);
      });
      whole = Map(entries.begin(), entries.end());
    }
  }
}

template <class Codec, class One>
void option_fields(Codec& codec, One& option) {
  const auto any = [&](auto& item) { any_value(codec, item); };
  codec.text(option.name);
  codec.number(option.type);
  codec.optional(option.items, [&](auto& item) { codec.number(item); });
  any(option.fallback);
  codec.text(option.doc);
  codec.optional(option.min, any);
  codec.optional(option.max, any);
  codec.list(option.one_of, any);
  codec.text(option.pattern);
  codec.list(option.fields, [&](auto& field) { option_fields(codec, field); });
  codec.number(option.required);
}

// `Declared` is a Declaration, const for a Writer.
template <class Codec, class Declared>
void fields(Codec& codec, Declared& declared) {
  const auto text = [&](auto& item) { codec.text(item); };
  const auto number = [&](auto& item) { codec.number(item); };

  text(declared.name);
  text(declared.source_path);
  number(declared.built_in);
  number(declared.api);
  text(declared.summary);
  text(declared.doc);
  text(declared.url);
  number(declared.level);
  codec.list(declared.stages, number);
  number(declared.scope);
  codec.list(declared.options, [&](auto& option) { option_fields(codec, option); });
  codec.list(declared.rules, [&](auto& rule) {
    text(rule.id);
    text(rule.summary);
    text(rule.help);
    text(rule.url);
    codec.optional(rule.level, number);
  });
  codec.list(declared.paths.include, text);
  codec.list(declared.paths.exclude, text);
  codec.list(declared.languages, text);
  number(declared.binary);
  number(declared.style);
  codec.list(declared.queries, [&](auto& query) {
    text(query.language);
    text(query.text);
  });
  codec.list(declared.patterns, [&](auto& pattern) {
    text(pattern.id);
    text(pattern.regex);
    codec.list(pattern.keywords, text);
    number(pattern.entropy);
    text(pattern.checksum);
    number(pattern.secret);
  });
  codec.list(declared.visitors, number);
}

}  // namespace

std::string pack_declaration(const Declaration& declaration) {
  Writer writer;
  fields(writer, declaration);
  return std::move(writer.out);
}

Declaration unpack_declaration(std::string_view bytes) {
  Reader reader(bytes);
  Declaration declaration;
  fields(reader, declaration);
  if (!reader.left.empty()) throw std::runtime_error("a packed declaration is damaged");
  return declaration;
}

}  // namespace moongate
