#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace countersign {

// ByteRange is a part of an object, in bytes.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool operator==(const ByteRange&) const = default;
};
struct WholeObject {};
struct Unsatisfiable {};
using RangeChoice = std::variant<WholeObject, ByteRange, Unsatisfiable>;

// ChooseRange reads a Range header's value for an object of `size` bytes. As on S3, several ranges,
// a unit other than bytes, and malformed ranges are ignored: the whole object is sent.
RangeChoice ChooseRange(std::string_view value, std::uint64_t size);

}  // namespace countersign
