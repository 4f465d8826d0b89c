#pragma once

#include <string>
#include <string_view>

namespace countersign {

// VectorFile is one file of the suite: the path below the vectors' folder ("rules.json",
// "presign/path/space.json") and its octets. Both outlive what is made of them in a Suite.
struct VectorFile {
  std::string_view path;
  std::string_view text;
};

}  // namespace countersign
