// How Moongate asks RE2 to read an expression. Apart from regex.h because it needs RE2's header.
#pragma once

#include <re2/re2.h>

namespace moongate {

RE2::Options regex_options();

}  // namespace moongate
