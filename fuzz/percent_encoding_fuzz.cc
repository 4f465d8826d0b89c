// Property: encoded text uses one alphabet and decodes to the original, however that was spelled.
#include <algorithm>
#include <string>
#include <string_view>

#include "engine/target.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

bool IsUpperHex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

bool IsUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// InAlphabet tells whether a text has only unreserved characters and %XX with upper-case hex.
bool InAlphabet(std::string_view text, Slash slash) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsUnreserved(text[i]) || (text[i] == '/' && slash == Slash::kKeep)) continue;
    if (text[i] != '%' || i + 2 >= text.size()) return false;
    if (!IsUpperHex(text[i + 1]) || !IsUpperHex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

void CheckEncoding(std::string_view bytes, Slash slash) {
  const std::string encoded = UriEncode(bytes, slash);
  const auto details = [&] { return Shown(bytes) + " was encoded as " + Shown(encoded); };
  Require(InAlphabet(encoded, slash), "encoding-leaves-the-alphabet", details);
  Require(!HasMalformedEscape(encoded), "encoding-makes-malformed-escapes", details);
  for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) {
    Require(UriDecode(encoded, plus) == bytes, "decode-after-encode", details);
  }
}

// CheckSpelling treats the bytes as text that is already encoded in some way.
void CheckSpelling(std::string_view bytes, Plus plus) {
  const std::string decoded = UriDecode(bytes, plus);
  const auto details = [&] { return Shown(bytes) + " decodes to " + Shown(decoded); };
  for (const Slash slash : {Slash::kKeep, Slash::kEncode}) {
    const std::string encoded = UriEncode(decoded, slash);
    const std::string again = UriEncode(UriDecode(encoded, plus), slash);
    Require(again == encoded, "reencoding-twice-changes-nothing", details);
  }
}

}  // namespace

Taken Execute(Input input) {
  for (const Slash slash : {Slash::kKeep, Slash::kEncode}) CheckEncoding(input, slash);
  for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) CheckSpelling(input, plus);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
