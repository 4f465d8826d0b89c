#pragma once

#include <string>
#include <string_view>

namespace countersign {

// AppendXmlText appends text as the content of an XML element. What XML 1.0 cannot hold, even
// escaped (control characters, bytes that are not valid UTF-8), becomes U+FFFD.
void AppendXmlText(std::string_view text, std::string& out);

// AppendXmlReference appends, as UTF-8, the character that `name` refers to: the part of `&lt;`,
// `&#38;` or `&#x26;` between `&` and `;`. It returns false and appends nothing if the name is
// unknown or the number is not a character.
bool AppendXmlReference(std::string_view name, std::string& out);

}  // namespace countersign
