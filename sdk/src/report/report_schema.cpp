#include "report/report_schema.h"

#include "core/embedded.h"

namespace moongate {

std::string_view report_schema() {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == "docs/report.schema.json") return file.bytes;
  return {};
}

}  // namespace moongate
