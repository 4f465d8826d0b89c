#pragma once

#include <string_view>

namespace countersign {

// AccessKeyPair is what a signature is made with. Raw bytes: nothing in it is ever decoded.
struct AccessKeyPair {
  std::string_view access_key_id;
  std::string_view secret_access_key;
};

}  // namespace countersign
