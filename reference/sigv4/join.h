#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace countersign {

// Join writes texts one after another, with `separator` between each two.
template <typename Texts = std::initializer_list<std::string_view>>
std::string Join(const Texts& texts, std::string_view separator) {
  std::size_t size = 0;
  for (const std::string_view text : texts) size += text.size() + separator.size();
  std::string joined;
  joined.reserve(size);
  std::string_view before;
  for (const std::string_view text : texts) {
    joined += before;
    joined += text;
    before = separator;
  }
  return joined;
}

}  // namespace countersign
