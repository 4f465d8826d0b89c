#pragma once

#include <string_view>

namespace countersign {

// IsTestCredential tells whether an access key id or a secret is known to open nothing: AWS's own
// examples, what is made of them, and what published known answers are signed with.
bool IsTestCredential(std::string_view text);

}  // namespace countersign
