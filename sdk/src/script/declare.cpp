#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "core/language.h"
#include "core/suggest.h"
#include "core/units.h"
#include "lua.h"
#include "match/glob.h"
#include "match/regex.h"
#include "script/check.h"
#include "script/declaration_codec.h"
#include "script/key_lines.h"
#include "script/lua_values.h"
#include "script/sandbox.h"
#include "syntax/grammars.h"

namespace moongate {

namespace {

constexpr int oldest_api = 1, current_api = 1;

constexpr Visitor all_visitors[] = {
    Visitor::added_line,   Visitor::changed_file, Visitor::file,   Visitor::match,
    Visitor::changed_node, Visitor::commit,       Visitor::branch, Visitor::tag,
    Visitor::pull_request, Visitor::change,       Visitor::finish};

constexpr ChangeKind all_kinds[] = {ChangeKind::staged, ChangeKind::working, ChangeKind::message,
                                    ChangeKind::range,  ChangeKind::commit,  ChangeKind::push,
                                    ChangeKind::tree,   ChangeKind::history, ChangeKind::refs,
                                    ChangeKind::buffer};

constexpr OptionType all_types[] = {OptionType::boolean, OptionType::integer, OptionType::number,
                                    OptionType::string,  OptionType::size,    OptionType::duration,
                                    OptionType::glob,    OptionType::list,    OptionType::map};

constexpr ItemType all_items[] = {ItemType::boolean, ItemType::integer, ItemType::number,
                                  ItemType::string,  ItemType::glob,    ItemType::regex};

const std::vector<std::string> field_names = {
    "api",   "summary", "doc",       "url",    "level", "stages",  "scope",   "options",
    "rules", "paths",   "languages", "binary", "style", "queries", "patterns"};

template <class Enum, std::size_t count>
std::vector<std::string> names_of(const Enum (&values)[count]) {
  std::vector<std::string> names;
  for (const Enum value : values) names.emplace_back(name_of(value));
  return names;
}

template <class Enum, std::size_t count>
const Enum* find_name(const Enum (&values)[count], std::string_view name) {
  for (const Enum& value : values)
    if (name_of(value) == name) return &value;
  return nullptr;
}

std::string quoted(std::string_view text) {
  return "`" + std::string(text.substr(0, 100)) + "`";
}

std::string kind_of(const Value& value) {
  switch (value.is.index()) {
    case 0:
      return "nothing";
    case 1:
      return "a boolean";
    case 2:
      return "an integer";
    case 3:
      return "a number";
    case 4:
      return "a string";
    case 5:
      return "a list";
    default:
      return "a map";
  }
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && id.front() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

// Whether a check with these visitors could be called at all on a change of that kind.
bool could_see(const Declaration& check, ChangeKind kind) {
  const auto has = [&](Visitor visitor) { return check.has(visitor); };
  if (has(Visitor::change) || has(Visitor::pull_request)) return true;
  switch (kind) {
    case ChangeKind::refs:
      return has(Visitor::branch) || has(Visitor::tag);
    case ChangeKind::message:
      return has(Visitor::commit);
    case ChangeKind::push:
      if (has(Visitor::tag)) return true;
      [[fallthrough]];
    case ChangeKind::range:
    case ChangeKind::commit:
    case ChangeKind::history:
      if (has(Visitor::commit)) return true;
      [[fallthrough]];
    case ChangeKind::staged:
    case ChangeKind::working:
    case ChangeKind::tree:
    case ChangeKind::buffer:
      break;
  }
  return has(Visitor::added_line) || has(Visitor::changed_file) || has(Visitor::file) ||
         has(Visitor::match) || has(Visitor::changed_node);
}

class Reader {
 public:
  Reader(const CheckSource& source, Declaration& out) : source_(source), out_(out) {}

  // The check's table is on the top.
  void read(lua_State* lua);

 private:
  [[noreturn]] void wrong(std::string_view path, std::string message, std::string help) const {
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message = std::move(message);
    problem.path = source_.path;
    problem.line = lines_.line_of(path);
    problem.help = std::move(help);
    throw Error(std::move(problem));
  }

  const std::string& text(const std::string& path, const Value& value) const {
    const auto* const found = value.get_if<std::string>();
    if (!found)
      wrong(path, quoted(path) + " is " + kind_of(value) + ", not a string", "write it in quotes");
    return *found;
  }

  bool flag(const std::string& path, const Value& value) const {
    const bool* const found = value.get_if<bool>();
    if (!found)
      wrong(path, quoted(path) + " is " + kind_of(value) + ", not a boolean",
            "write true or false");
    return *found;
  }

  double number(const std::string& path, const Value& value) const {
    if (const auto* const integer = value.get_if<std::int64_t>())
      return static_cast<double>(*integer);
    if (const auto* const found = value.get_if<double>()) return *found;
    wrong(path, quoted(path) + " is " + kind_of(value) + ", not a number", "write a number");
  }

  // An empty table is an empty map, too.
  const Map& map(const std::string& path, const Value& value) const {
    static const Map none;
    if (const auto* const found = value.get_if<Map>()) return *found;
    if (const auto* const list = value.get_if<List>(); list && list->empty()) return none;
    wrong(path, quoted(path) + " is " + kind_of(value) + ", not a table with named values",
          "write " + path + " = { name = … }");
  }

  std::vector<std::string> texts(const std::string& path, const Value& value) const {
    const auto* const list = value.get_if<List>();
    if (!list)
      wrong(path, quoted(path) + " is " + kind_of(value) + ", not a list of strings",
            "write " + path + " = { \"…\", \"…\" }");
    std::vector<std::string> found;
    std::set<std::string_view> seen;
    for (const Value& item : *list) {
      found.push_back(text(path, item));
      if (!seen.insert(text(path, item)).second)
        wrong(path, quoted(path) + " names " + quoted(found.back()) + " twice", "name it once");
    }
    return found;
  }

  void known(const std::string& path, const std::string& key, const std::string& what,
             const std::vector<std::string>& names) const {
    if (std::find(names.begin(), names.end(), key) != names.end()) return;
    wrong(path.empty() ? key : path + "." + key, what + " has no field " + quoted(key),
          did_you_mean(key, names));
  }

  Level level(const std::string& path, const Value& value) const {
    const std::string& name = text(path, value);
    const std::optional<Level> found = level_from(name);
    if (!found)
      wrong(path, quoted(name) + " is not a level",
            did_you_mean(name, {"error", "warning", "note", "off"}));
    return *found;
  }

  void one_line(const std::string& path, const std::string& value) const {
    if (value.find_first_of("\r\n") != std::string::npos)
      wrong(path, quoted(path) + " has more than one line", "say the rest in `doc`");
  }

  std::vector<std::string> globs(const std::string& path, const Value& value) const {
    std::vector<std::string> found;
    if (const auto* const one = value.get_if<std::string>())
      found.push_back(*one);
    else
      found = texts(path, value);
    for (const std::string& glob : found) check_glob(path, glob);
    return found;
  }

  void check_glob(const std::string& path, const std::string& glob) const {
    try {
      const Glob compiled(glob);
    } catch (const Error& error) {
      wrong(path, error.problem().message, error.problem().help);
    }
  }

  void read_field(const std::string& key, const Value& value);
  void read_paths(const Value& value);
  void read_option(const std::string& name, const Value& value);
  void read_rule(const std::string& id, const Value& value);
  void read_pattern(const std::string& id, const Value& value);
  OptionType type_of(const std::string& path, const Value& fallback) const;
  Value typed(const std::string& path, OptionType type, const Value& value) const;
  Option option_of(const std::string& path, const std::string& name, const Value& value,
                   bool is_field) const;
  void read_fields(Option& option, const std::string& path, const Value& value) const;
  void read_items(Option& option, const std::string& path, const Value* declared) const;
  void check_bounds(const Option& option, const std::string& path) const;
  void check_whole() const;

  const CheckSource& source_;
  Declaration& out_;
  KeyLines lines_;
};

void Reader::read(lua_State* lua) {
  lines_ = find_key_lines(source_.text);
  if (!lines_.duplicate.empty()) {
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message = quoted(lines_.duplicate) + " stands twice, first on line " +
                      std::to_string(lines_.duplicate_first);
    problem.path = source_.path;
    problem.line = lines_.duplicate_line;
    problem.help = "Lua keeps only one of them: remove the other";
    throw Error(std::move(problem));
  }
  // `api` first: another level may well have other fields.
  lua_pushliteral(lua, "api");
  lua_rawget(lua, -2);
  const Value api = lua_type(lua, -1) == LUA_TNIL ? Value() : read_value(lua, -1, "`api`");
  lua_pop(lua, 1);
  const std::string levels =
      oldest_api == current_api ? std::to_string(current_api)
                                : std::to_string(oldest_api) + " to " + std::to_string(current_api);
  const auto* const asked = api.get_if<std::int64_t>();
  if (api.empty()) wrong("api", "`api` is missing", "write api = " + std::to_string(current_api));
  if (!asked)
    wrong("api", "`api` is " + kind_of(api) + ", not an integer",
          "write api = " + std::to_string(current_api));
  if (*asked < oldest_api || *asked > current_api)
    wrong("api", "api " + std::to_string(*asked) + " is not known here: accepted is " + levels,
          *asked > current_api ? "use a newer moongate" : "adapt the check to api " + levels);
  out_.api = static_cast<int>(*asked);

  std::vector<std::string> names = field_names;
  for (const Visitor visitor : all_visitors) names.emplace_back(name_of(visitor));
  std::map<std::string, Value> fields;
  lua_pushnil(lua);
  while (lua_next(lua, -2)) {
    if (lua_type(lua, -2) != LUA_TSTRING)
      wrong("", "the check's table has a value without a name", "give each value a name");
    std::size_t size = 0;
    const char* const data = lua_tolstring(lua, -2, &size);
    const std::string key(data, size);
    known("", key, "a check", names);
    if (const Visitor* const visitor = find_name(all_visitors, key)) {
      if (lua_type(lua, -1) != LUA_TFUNCTION)
        wrong(key,
              "the visitor " + quoted(key) + " is a " + lua_typename(lua, lua_type(lua, -1)) +
                  ", not a function",
              "write " + key + " = function(…) … end");
      out_.visitors.push_back(*visitor);
    } else {
      try {
        fields.emplace(key, read_value(lua, -1, quoted(key)));
      } catch (const Error& error) {
        const Problem& problem = error.problem();
        wrong(key, problem.message,
              problem.help.empty() ? "write plain values there" : problem.help);
      }
    }
    lua_pop(lua, 1);
  }
  std::sort(out_.visitors.begin(), out_.visitors.end());
  for (const auto& [key, value] : fields) read_field(key, value);
  check_whole();
}

// Whether a query names a node so: not in its strings and comments.
bool has_capture(std::string_view query, std::string_view name) {
  const auto in_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (query[i] == ';') {
      i = std::min(query.find('\n', i), query.size());
    } else if (query[i] == '"') {
      for (++i; i < query.size() && query[i] != '"'; ++i)
        if (query[i] == '\\') ++i;
    } else if (query[i] == '@') {
      std::size_t end = i + 1;
      while (end < query.size() && in_name(query[end])) ++end;
      if (query.substr(i + 1, end - i - 1) == name) return true;
    }
  }
  return false;
}

void Reader::read_field(const std::string& key, const Value& value) {
  if (key == "summary") {
    out_.summary = text(key, value);
    one_line(key, out_.summary);
  } else if (key == "doc") {
    out_.doc = text(key, value);
  } else if (key == "url") {
    out_.url = text(key, value);
    one_line(key, out_.url);
  } else if (key == "level") {
    out_.level = level(key, value);
  } else if (key == "stages") {
    for (const std::string& name : texts(key, value)) {
      const ChangeKind* const kind = find_name(all_kinds, name);
      if (!kind)
        wrong(key, quoted(name) + " is not a kind of change",
              did_you_mean(name, names_of(all_kinds)));
      out_.stages.push_back(*kind);
    }
    if (out_.stages.empty())
      wrong(key, "`stages` is empty: the check would never run", "name a kind, or leave it out");
  } else if (key == "scope") {
    const std::string& name = text(key, value);
    if (name != "net" && name != "commits")
      wrong(key, quoted(name) + " is not a scope", did_you_mean(name, {"net", "commits"}));
    out_.scope = name == "net" ? Scope::net : Scope::commits;
  } else if (key == "options") {
    for (const auto& [name, option] : map(key, value)) read_option(name, option);
  } else if (key == "rules") {
    for (const auto& [id, rule] : map(key, value)) read_rule(id, rule);
  } else if (key == "paths") {
    read_paths(value);
  } else if (key == "languages") {
    out_.languages = texts(key, value);
    for (const std::string& id : out_.languages)
      if (!is_language(id))
        wrong(key, quoted(id) + " is not a language", did_you_mean(id, language_ids()));
  } else if (key == "binary") {
    out_.binary = flag(key, value);
  } else if (key == "style") {
    out_.style = flag(key, value);
  } else if (key == "queries") {
    for (const auto& [language, query] : map(key, value)) {
      const std::string path = key + "." + language;
      if (!is_language(language))
        wrong(path, quoted(language) + " is not a language",
              did_you_mean(language, language_ids()));
      // It would never be called, and silent for the wrong reason.
      if (!grammar(language)) {
        const std::vector<std::string_view>& parsed = parsed_languages();
        wrong(path, "there is no grammar for " + quoted(language),
              did_you_mean(language, {parsed.begin(), parsed.end()}));
      }
      const std::string& written = text(path, query);
      for (const char* const own : {"report", "file", "language"})
        if (has_capture(written, own))
          wrong(path, "the capture `@" + std::string(own) + "` would hide `node." + own + "`",
                "call the capture something else");
      out_.queries.push_back({language, written, lines_.line_of(path)});
    }
  } else if (key == "patterns") {
    for (const auto& [id, pattern] : map(key, value)) read_pattern(id, pattern);
  }
}

void Reader::read_paths(const Value& value) {
  const auto* const parts = value.get_if<Map>();
  if (!parts) {
    out_.paths.include = globs("paths", value);
    return;
  }
  for (const auto& [key, list] : *parts) {
    known("paths", key, "`paths`", {"include", "exclude"});
    (key == "include" ? out_.paths.include : out_.paths.exclude) = globs("paths." + key, list);
  }
}

OptionType Reader::type_of(const std::string& path, const Value& fallback) const {
  switch (fallback.is.index()) {
    case 1:
      return OptionType::boolean;
    case 2:
      return OptionType::integer;
    case 3:
      return OptionType::number;
    case 4:
      return OptionType::string;
    case 5:
      return OptionType::list;
    case 6:
      return OptionType::map;
    default:
      wrong(path, quoted(path) + " has no default", "write default = …: it also gives the type");
  }
}

// The value as an option of that type holds it: sizes in bytes, durations in seconds.
Value Reader::typed(const std::string& path, OptionType type, const Value& value) const {
  const auto refuse = [&](const std::string& help) {
    wrong(path,
          quoted(path) + " is " + kind_of(value) + ", not of type " + std::string(name_of(type)),
          help);
  };
  try {
    switch (type) {
      case OptionType::boolean:
        if (!value.get_if<bool>()) refuse("write true or false");
        return value;
      case OptionType::integer:
        if (!value.get_if<std::int64_t>()) refuse("write a whole number");
        return value;
      case OptionType::number:
        return number(path, value);
      case OptionType::string:
        text(path, value);
        return value;
      case OptionType::glob:
        check_glob(path, text(path, value));
        return value;
      case OptionType::size:
        if (const auto* const bytes = value.get_if<std::int64_t>(); bytes && *bytes >= 0)
          return value;
        if (!value.get_if<std::string>()) refuse("write it as \"512KiB\"");
        return static_cast<std::int64_t>(parse_size(text(path, value)));
      case OptionType::duration:
        if (!value.get_if<std::string>()) refuse("write it as \"90d\"");
        return parse_duration(text(path, value));
      case OptionType::list:
        if (!value.get_if<List>()) refuse("write { …, … }");
        return value;
      case OptionType::map:
        return map(path, value);
    }
  } catch (const Error& error) {
    if (error.problem().kind != ProblemKind::config) throw;
    wrong(path, quoted(path) + ": " + error.problem().message, error.problem().help);
  }
  return value;
}

void Reader::read_option(const std::string& name, const Value& value) {
  for (const char* const reserved : {"level", "paths", "stages", "scope"})
    if (name == reserved)
      wrong("options." + name, "an option cannot be called " + quoted(name),
            "that key means something for every check: choose another name");
  out_.options.push_back(option_of("options." + name, name, value, false));
}

Option Reader::option_of(const std::string& path, const std::string& name, const Value& value,
                         bool is_field) const {
  if (!is_id(name))
    wrong(path, quoted(name) + " is no name for an option",
          "use lower-case letters, digits, `_` and `-`");
  const Map& fields = map(path, value);
  for (const auto& [key, field] : fields)
    known(path, key, "an option",
          {"default", "doc", "type", "items", "min", "max", "one_of", "pattern", "fields"});
  const auto get = [&](const char* key) -> const Value* {
    const auto found = fields.find(key);
    return found == fields.end() ? nullptr : &found->second;
  };
  Option option;
  option.name = name;
  const Value* const fallback = get("default");
  if (const Value* const type = get("type")) {
    const std::string& type_name = text(path + ".type", *type);
    const OptionType* const found = find_name(all_types, type_name);
    if (!found)
      wrong(path + ".type", quoted(type_name) + " is not a type of option",
            did_you_mean(type_name, names_of(all_types)));
    option.type = *found;
  } else {
    option.type = type_of(path, fallback ? *fallback : Value());
  }
  // A field that has a type and no default has to be given.
  option.required = is_field && !fallback;
  if (!option.required) {
    if (!fallback || fallback->empty()) type_of(path, Value());
    option.fallback = typed(path + ".default", option.type, *fallback);
  }
  if (const Value* const doc = get("doc")) option.doc = text(path + ".doc", *doc);

  for (const char* const bound : {"min", "max"}) {
    const Value* const limit = get(bound);
    if (!limit) continue;
    const std::string limit_path = path + "." + bound;
    switch (option.type) {
      case OptionType::integer:
      case OptionType::number:
      case OptionType::size:
      case OptionType::duration:
        break;
      default:
        wrong(limit_path,
              quoted(bound) + " does not apply to a " + std::string(name_of(option.type)),
              "remove it");
    }
    (bound[1] == 'i' ? option.min : option.max) = typed(limit_path, option.type, *limit);
  }
  read_items(option, path, get("items"));
  if (const Value* const choices = get("one_of")) {
    const auto* const list = choices->get_if<List>();
    if (!list || list->empty())
      wrong(path + ".one_of",
            quoted(path + ".one_of") + " is " +
                (list ? "an empty list" : kind_of(*choices) + ", not a list"),
            "write one_of = { …, … }");
    // A list's elements are strings in all that configuration can say about choices.
    for (const Value& choice : *list)
      option.one_of.push_back(option.type == OptionType::list || option.type == OptionType::map
                                  ? Value(text(path + ".one_of", choice))
                                  : typed(path + ".one_of", option.type, choice));
  }
  if (const Value* const pattern = get("pattern")) {
    option.pattern = text(path + ".pattern", *pattern);
    if (option.type != OptionType::string && option.type != OptionType::list)
      wrong(path + ".pattern", "`pattern` does not apply to a " + std::string(name_of(option.type)),
            "remove it");
  }
  if (const Value* const inner = get("fields")) read_fields(option, path, *inner);
  check_bounds(option, path);
  return option;
}

void Reader::read_fields(Option& option, const std::string& path, const Value& value) const {
  const std::string place = path + ".fields";
  if (option.type != OptionType::map)
    wrong(place, "`fields` does not apply to a " + std::string(name_of(option.type)), "remove it");
  if (!option.one_of.empty()) wrong(place, "`one_of` does not apply to tables", "remove it");
  if (const Map* const given = option.fallback.get_if<Map>(); given && !given->empty())
    wrong(path + ".default", "the default of a map with `fields` must be empty",
          "write default = {}");
  for (const auto& [name, field] : map(place, value)) {
    option.fields.push_back(option_of(place + "." + name, name, field, true));
    if (!option.fields.back().fields.empty())
      wrong(place + "." + name, "a field cannot have `fields` of its own", "use a list or a map");
  }
  if (option.fields.empty()) wrong(place, "`fields` is empty", "name a field, or remove it");
}

// What the default's own items are is checked too: nobody else will look at them.
void Reader::read_items(Option& option, const std::string& path, const Value* declared) const {
  if (!declared) return;
  const std::string place = path + ".items";
  if (option.type != OptionType::list)
    wrong(place, "`items` does not apply to a " + std::string(name_of(option.type)), "remove it");
  const std::string& name = text(place, *declared);
  const ItemType* const found = find_name(all_items, name);
  if (!found)
    wrong(place, quoted(name) + " is not a type of item", did_you_mean(name, names_of(all_items)));
  option.items = *found;
  const std::string whole = path + ".default";
  // All but a regex are types of options, too, under the same name.
  const OptionType* const type = find_name(all_types, name);
  if (option.required) return;
  for (Value& item : std::get<List>(option.fallback.is)) {
    if (type) {
      item = typed(whole, *type, item);
      continue;
    }
    try {
      (void)Regex(text(whole, item));
    } catch (const Error& error) {
      if (!error.problem().path.empty()) throw;
      wrong(whole, quoted(whole) + ": " + error.problem().message, error.problem().help);
    }
  }
}

void Reader::check_bounds(const Option& option, const std::string& path) const {
  if (option.min && option.max && number(path, *option.min) > number(path, *option.max))
    wrong(path + ".min", quoted(path) + ": `min` is larger than `max`", "exchange them");
  if (!option.required &&
      ((option.min && number(path, option.fallback) < number(path, *option.min)) ||
       (option.max && number(path, option.fallback) > number(path, *option.max))))
    wrong(path + ".default", quoted(path) + ": the default is outside of `min` and `max`",
          "choose a default that its own bounds allow");

  std::vector<Value> one;
  if (!option.required) one.push_back(option.fallback);
  const auto* const list = option.fallback.get_if<List>();
  const std::vector<Value>& values = list ? *list : one;
  if (!option.one_of.empty())
    for (const Value& value : values)
      if (std::find(option.one_of.begin(), option.one_of.end(), value) == option.one_of.end())
        wrong(path + ".default", quoted(path) + ": the default is not in `one_of`",
              "choose a default that is");
  if (option.pattern.empty()) return;
  RE2::Options settings;
  settings.set_log_errors(false);
  const RE2 regex(option.pattern, settings);
  if (!regex.ok())
    wrong(path + ".pattern", quoted(path + ".pattern") + ": " + regex.error(),
          "it is a regex in RE2's syntax");
  for (const Value& value : values)
    if (!RE2::FullMatch(text(path + ".default", value), regex))
      wrong(path + ".default", quoted(path) + ": the default does not match `pattern`",
            "choose a default that does");
}

void Reader::read_rule(const std::string& id, const Value& value) {
  const std::string path = "rules." + id;
  if (!is_id(id))
    wrong(path, quoted(id) + " is no name for a rule",
          "use lower-case letters, digits, `_` and `-`");
  Rule rule;
  rule.id = id;
  for (const auto& [key, field] : map(path, value)) {
    known(path, key, "a rule", {"summary", "level", "help", "url"});
    const std::string place = path + "." + key;
    if (key == "level")
      rule.level = level(place, field);
    else
      (key == "summary" ? rule.summary : key == "help" ? rule.help : rule.url) = text(place, field);
  }
  one_line(path + ".summary", rule.summary);
  out_.rules.push_back(std::move(rule));
}

void Reader::read_pattern(const std::string& id, const Value& value) {
  const std::string path = "patterns." + id;
  if (!is_id(id))
    wrong(path, quoted(id) + " is no name for a pattern",
          "use lower-case letters, digits, `_` and `-`");
  Pattern pattern;
  pattern.id = id;
  for (const auto& [key, field] : map(path, value)) {
    known(path, key, "a pattern", {"regex", "keywords", "entropy", "checksum", "secret"});
    const std::string place = path + "." + key;
    if (key == "regex") {
      pattern.regex = text(place, field);
    } else if (key == "keywords") {
      pattern.keywords = texts(place, field);
      for (std::string& keyword : pattern.keywords) {
        if (keyword.empty()) wrong(place, quoted(place) + " has an empty keyword", "remove it");
        for (char& c : keyword)
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      }
    } else if (key == "entropy") {
      pattern.entropy = number(place, field);
      if (!(pattern.entropy >= 0 && pattern.entropy <= 8))
        wrong(place, quoted(place) + " is not between 0 and 8 bits a character",
              "typical is 3 to 4");
    } else if (key == "checksum") {
      pattern.checksum = text(place, field);
    } else {
      pattern.secret = flag(place, field);
    }
  }
  if (pattern.regex.empty()) wrong(path, quoted(path) + " has no regex", "write regex = [[…]]");
  pattern.line = lines_.line_of(path + ".regex");
  out_.patterns.push_back(std::move(pattern));
}

void Reader::check_whole() const {
  if (out_.summary.empty())
    wrong("summary", "`summary` is missing",
          "write summary = \"what holds when the check is silent\"");
  if (out_.visitors.empty()) {
    std::string all;
    for (const std::string& name : names_of(all_visitors)) all += (all.empty() ? "" : ", ") + name;
    wrong("", "the check has no visitor: it would never be called", "add one of " + all);
  }
  if (out_.visitors == std::vector<Visitor>{Visitor::finish})
    wrong("finish", "`finish` without a visitor would get no facts",
          "add a visitor that calls subject:fact(name, value), or use `change`");
  if (!out_.stages.empty() && std::none_of(out_.stages.begin(), out_.stages.end(),
                                           [&](ChangeKind kind) { return could_see(out_, kind); }))
    wrong("stages", "`stages` names no kind of change that the visitors are called for",
          "name one that they see, or leave `stages` out");
  const auto pair = [&](bool has_data, const std::string& data, Visitor visitor) {
    const std::string name(name_of(visitor));
    if (out_.has(visitor) && !has_data)
      wrong(name, "the visitor " + quoted(name) + " needs " + quoted(data), "declare " + data);
    if (!out_.has(visitor) && has_data)
      wrong(data, quoted(data) + " without the visitor " + quoted(name) + " find nothing",
            "add " + name + " = function(" + (name == "match" ? name : "node") + ") … end");
  };
  pair(!out_.patterns.empty(), "patterns", Visitor::match);
  pair(!out_.queries.empty(), "queries", Visitor::changed_node);
}

}  // namespace

Declaration declare_check(const CheckSource& source, const Limits& limits) {
  if (!source.declaration.empty()) return unpack_declaration(source.declaration);
  Declaration declaration;
  declaration.name = source.name;
  declaration.source_path = source.path;
  declaration.built_in = source.built_in;
  Meter meter;
  Sandbox sandbox(source, limits, meter);
  struct Context {
    const CheckSource& source;
    Declaration& declaration;
  } context{source, declaration};
  sandbox.run(
      [](lua_State* lua, void* data) {
        Context& given = *static_cast<Context*>(data);
        Sandbox::of(lua).load_check(lua);
        Reader(given.source, given.declaration).read(lua);
      },
      &context, [](void*) { return std::string(); });
  return declaration;
}

}  // namespace moongate
