#include "report/sarif_paths.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "report/path_text.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

const Json* member(const Json* object, const char* key) {
  if (!object || !object->is_object()) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &*found;
}

std::string text(const Json* value) {
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

bool has_drive(std::string_view path) {
  return path.size() >= 3 && std::isalpha(static_cast<unsigned char>(path[0])) && path[1] == ':' &&
         (path[2] == '/' || path[2] == '\\');
}

// "file:///a/b", "file:/a/b", "file://localhost/a/b", "file:///C:/a", "FILE://server/share/a".
std::string without_scheme(const std::string& uri) {
  if (uri.size() < 5) return uri;
  std::string scheme = uri.substr(0, 5);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (scheme != "file:") return uri;
  std::string path = uri.substr(5);
  if (path.starts_with("//")) {
    const std::size_t end = std::min(path.find('/', 2), path.size());
    const std::string host = path.substr(2, end - 2);
    if (host.empty() || host == "localhost") path.erase(0, end);
  }
  // A drive's colon may be encoded, or a bar.
  if (path.size() >= 4 && path[0] == '/' && has_drive(path.substr(1))) path.erase(0, 1);
  return path;
}

// The location's own text, or its artifact's.
struct Location {
  std::string uri, base;
};

Location location_of(const Json& run, const Json& location) {
  Location found{text(member(&location, "uri")), text(member(&location, "uriBaseId"))};
  if (!found.uri.empty()) return found;
  const Json* index = member(&location, "index");
  const Json* artifacts = member(&run, "artifacts");
  if (!index || !index->is_number_unsigned() || !artifacts || !artifacts->is_array()) return found;
  const auto number = index->get<std::size_t>();
  if (number >= artifacts->size()) return found;
  const Json* artifact = member(&(*artifacts)[number], "location");
  return {text(member(artifact, "uri")), text(member(artifact, "uriBaseId"))};
}

std::string decoded(const std::string& uri) {
  return percent_decode(uri).value_or(uri);
}

}  // namespace

bool is_absolute_path(const std::string& path) {
  return path.starts_with('/') || has_drive(path);
}

std::string without_dots(const std::string& path) {
  std::vector<std::string_view> parts;
  const std::string_view all = path;
  for (std::size_t at = 0; at <= all.size();) {
    const std::size_t end = std::min(all.find('/', at), all.size());
    const std::string_view part = all.substr(at, end - at);
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (!part.empty() && part != ".")
      parts.push_back(part);
    at = end + 1;
  }
  std::string plain = path.starts_with('/') ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) plain += '/';
    plain += parts[i];
  }
  return plain;
}

std::string sarif_path(const Json& run, const Json& artifact_location) {
  Location location = location_of(run, artifact_location);
  if (location.uri.empty()) return {};
  std::string path = decoded(without_scheme(location.uri));
  const Json* bases = member(&run, "originalUriBaseIds");
  // A base may be relative to another one; more than this many are a circle.
  for (int depth = 0; depth < 16 && !location.base.empty() && !is_absolute_path(path); ++depth) {
    const Json* base = member(bases, location.base.c_str());
    const std::string uri = text(member(base, "uri"));
    if (!uri.empty()) {
      const std::string directory = decoded(without_scheme(uri));
      path = directory + (directory.ends_with('/') || directory.ends_with('\\') ? "" : "/") + path;
    }
    location.base = text(member(base, "uriBaseId"));
  }
  if (has_drive(path)) std::replace(path.begin(), path.end(), '\\', '/');
  const std::size_t scheme = path.find("://");
  return scheme != std::string::npos && scheme > 1 ? path : without_dots(path);
}

}  // namespace moongate
