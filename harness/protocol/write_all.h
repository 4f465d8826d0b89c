#pragma once

#include <string_view>

namespace countersign {

// WriteAll writes all bytes to a file descriptor. Returns false, with errno set, if that fails.
bool WriteAll(int descriptor, std::string_view bytes);

}  // namespace countersign
