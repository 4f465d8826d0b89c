#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ApplySameEdit makes of `live` what a case made of `original` when it wrote `variant`: in upper or
// lower case, cut short at either end, with something before or after it, reversed, with a few
// octets changed in their places. It is `live` itself where variant is the original. Nothing where
// the variant has no such relation to the original, or the same would not change `live`.
std::optional<std::string> ApplySameEdit(std::string_view original, std::string_view variant,
                                         std::string_view live);

}  // namespace countersign
