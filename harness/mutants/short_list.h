#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

namespace countersign {

// ShortList holds up to kMost values inside itself, so that tables of mutants are constants. One
// value too many in a constexpr table does not compile.
template <typename T, std::size_t kMost>
class ShortList {
 public:
  constexpr ShortList() = default;
  constexpr ShortList(std::initializer_list<T> values) {
    for (const T& value : values) push_back(value);
  }

  constexpr void push_back(const T& value) { values_.at(size_++) = value; }

  constexpr const T* begin() const { return values_.data(); }
  constexpr const T* end() const { return values_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<T, kMost> values_ = {};
  std::size_t size_ = 0;
};

}  // namespace countersign
