// Range headers of downloads. S3Service calls it.
#include "s3_server/byte_range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <system_error>

namespace countersign {
namespace {

// Reads a number of decimal digits only. One above 64 bits becomes the largest of 64 bits.
std::optional<std::uint64_t> Number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  return value;
}

RangeChoice LastBytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0 || size == 0) return Unsatisfiable{};
  count = std::min(count, size);
  return ByteRange{size - count, count};
}

}  // namespace

RangeChoice ChooseRange(std::string_view value, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!value.starts_with(kUnit)) return WholeObject{};
  value.remove_prefix(kUnit.size());
  const std::size_t dash = value.find('-');
  if (dash == std::string_view::npos) return WholeObject{};
  const std::string_view end_text = value.substr(dash + 1);
  const auto first = Number(value.substr(0, dash));
  const auto last = Number(end_text);
  if (dash == 0) return last ? LastBytes(*last, size) : RangeChoice(WholeObject{});
  if (!first || (!last && !end_text.empty()) || (last && *last < *first)) return WholeObject{};
  if (*first >= size) return Unsatisfiable{};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return ByteRange{*first, end - *first + 1};
}

}  // namespace countersign
