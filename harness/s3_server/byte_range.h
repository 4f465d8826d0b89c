#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace countersign {

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // octets
  bool operator==(const ByteRange&) const = default;
};
struct WholeObject {};
struct Unsatisfiable {};
using RangeChoice = std::variant<WholeObject, ByteRange, Unsatisfiable>;

// ChooseRange reads a Range header's value for an object of that size. As on S3, several ranges, a
// unit other than bytes, and what is no range at all are ignored: the whole object.
RangeChoice ChooseRange(std::string_view value, std::uint64_t size);

}  // namespace countersign
