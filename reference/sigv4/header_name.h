#pragma once

#include <string>
#include <string_view>

namespace countersign {

// LowerCase replaces A to Z by a to z; every other octet stays, those above 127 too.
std::string LowerCase(std::string_view name);

// SameHeaderName compares names without regard to the case of A to Z.
bool SameHeaderName(std::string_view a, std::string_view b);

// IsAmzHeader tells whether a name begins with `x-amz-`, in any case.
bool IsAmzHeader(std::string_view name);

// FindHeader returns a pointer to the first of `headers` with that name, in any case; nullptr if
// there is no such header. A header is a HeaderField or a pair of name and value.
template <typename Headers>
auto FindHeader(Headers& headers, std::string_view name) -> decltype(&*headers.begin()) {
  for (auto& header : headers) {
    const auto& [own_name, value] = header;
    if (SameHeaderName(own_name, name)) return &header;
  }
  return nullptr;
}

}  // namespace countersign
