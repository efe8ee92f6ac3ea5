// JSON Schema of moongate.toml, made from what the checks declare: an editor that knows it
// completes names, shows what an option means and marks a wrong value while it is typed.
#pragma once

#include <string>
#include <vector>

#include "core/declaration.h"

namespace moongate {

enum class SchemaFor { repository, policy };  // a policy file has [policy] and `locked` too

// Draft 7, the latest that the common editor plugins for TOML read. It accepts what load_config
// accepts; what no schema can say (globs, versions, one option against another) load_config judges.
// Ends with a newline.
std::string config_schema(const std::vector<Declaration>& checks,
                          SchemaFor file = SchemaFor::repository);

}  // namespace moongate
