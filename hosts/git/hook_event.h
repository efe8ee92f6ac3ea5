// What Git tells a hook becomes a request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/request.h"

namespace moongate::git_host {

// The hooks that `moongate hook` answers.
const std::vector<std::string>& hook_names();

// Whether Git gives this hook ref updates on stdin.
bool reads_stdin(std::string_view hook);

// What a hook judges; `staged` for one that nobody knows.
ChangeKind kind_of(std::string_view hook);

// Throws Error(usage) for an unknown hook, missing arguments or a malformed line of input.
Request request_for_hook(const std::string& hook, const std::vector<std::string>& arguments,
                         const std::string& input);

}  // namespace moongate::git_host
