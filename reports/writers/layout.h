#pragma once

#include <string>
#include <string_view>

namespace countersign {

// kColumns is the width for which the console's text is set.
inline constexpr std::size_t kColumns = 100;

// Columns returns how many columns printable text takes.
std::size_t Columns(std::string_view text);

// Clipped cuts printable text to a number of columns, with "…" at its end if something was cut.
std::string Clipped(std::string_view text, std::size_t columns);

// Wrapped sets printable text below each other in lines of at most kColumns columns, broken at
// spaces: the first behind `first`, the others behind as many spaces. If it takes more than
// `most` lines, the last one is cut. 0: no limit.
std::string Wrapped(std::string_view first, std::string_view text, std::size_t most = 0);

// LinesTaken returns how many lines of a screen of kColumns columns the text takes.
std::size_t LinesTaken(std::string_view text);

}  // namespace countersign
