#include "report/render.h"

#include <array>
#include <utility>

#include "core/error.h"
#include "report/formats.h"

namespace moongate {

namespace {

using Renderer = std::string (*)(const Report&, const RenderOptions&);

template <std::string (*Render)(const Report&)>
std::string plain(const Report& report, const RenderOptions&) {
  return Render(report);
}

constexpr std::array<std::pair<std::string_view, Renderer>, 8> formats{{
    {"checkstyle", plain<render_checkstyle>},
    {"github", render_github},
    {"gitlab", plain<render_gitlab>},
    {"json", plain<render_json>},
    {"junit", plain<render_junit>},
    {"markdown", plain<render_markdown>},
    {"sarif", plain<render_sarif>},
    {"text", render_text},
}};

}  // namespace

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, renderer] : formats) list.emplace_back(name);
    return list;
  }();
  return names;
}

std::string render(const Report& report, std::string_view format, const RenderOptions& options) {
  for (const auto& [name, renderer] : formats)
    if (name == format) return renderer(report, options);
  std::string known;
  for (const std::string& name : format_names()) known += (known.empty() ? "" : ", ") + name;
  throw Error(ProblemKind::usage, "unknown report format '" + std::string(format) + "'",
              "the formats are " + known);
}

}  // namespace moongate
