#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ApplySameEdit changes `live` in the way in which a case changed `original` to `variant`: to upper
// or lower case, cut at either end, with text before or after it, reversed, or with a few
// characters replaced. It returns `live` if variant is the original. It returns nullopt for any
// other change, or if the change would leave `live` as it is.
std::optional<std::string> ApplySameEdit(std::string_view original, std::string_view variant,
                                         std::string_view live);

}  // namespace countersign
