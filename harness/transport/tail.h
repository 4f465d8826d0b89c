#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace countersign {

// Tail keeps the last bytes of a stream, at most `limit`, in at most twice that memory.
class Tail {
 public:
  explicit Tail(std::size_t limit) : limit_(limit) {}

  void Append(std::string_view bytes) {
    kept_.append(bytes);
    fresh_ += bytes.size();
    if (kept_.size() > 2 * limit_) kept_.erase(0, kept_.size() - limit_);
  }
  std::string All() const { return Last(limit_); }
  // Take returns what was appended since the last call.
  std::string Take() { return Last(std::min(limit_, std::exchange(fresh_, 0))); }

 private:
  std::string Last(std::size_t bytes) const {
    return kept_.substr(kept_.size() - std::min(kept_.size(), bytes));
  }

  std::size_t limit_;
  std::string kept_;
  std::size_t fresh_ = 0;  // bytes since the last Take
};

}  // namespace countersign
