#pragma once

#include <string>
#include <string_view>

namespace countersign {

// ShellWord returns text so that a POSIX shell reads it back as one word: as it is if it holds only
// letters, digits and -_./=:,+@%, otherwise in single quotes. An adapter's command is such a line.
std::string ShellWord(std::string_view text);

}  // namespace countersign
