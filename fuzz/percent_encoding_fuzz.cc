// Property: what is encoded decodes to itself, in one alphabet, however it was spelt before.
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

// InAlphabet: unreserved characters and %XX with upper-case hex, of octets that need it.
bool InAlphabet(std::string_view text, Slash slash) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsUnreserved(text[i]) || (text[i] == '/' && slash == Slash::kKeep)) continue;
    if (text[i] != '%' || i + 2 >= text.size()) return false;
    if (!IsUpperHex(text[i + 1]) || !IsUpperHex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

void CheckEncoding(std::string_view octets, Slash slash) {
  const std::string encoded = UriEncode(octets, slash);
  const auto details = [&] { return Shown(octets) + " was encoded as " + Shown(encoded); };
  Require(InAlphabet(encoded, slash), "encoding-leaves-the-alphabet", details);
  Require(!HasMalformedEscape(encoded), "encoding-makes-malformed-escapes", details);
  for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) {
    Require(UriDecode(encoded, plus) == octets, "decode-after-encode", details);
    Require(DecodesTo(encoded, plus, octets), "decodes-to-itself", details);
  }
}

// CheckSpelling takes the octets as something that is encoded already, in any way.
void CheckSpelling(std::string_view octets, Plus plus) {
  const std::string decoded = UriDecode(octets, plus);
  const auto details = [&] { return Shown(octets) + " decodes to " + Shown(decoded); };
  Require(DecodesTo(octets, plus, decoded), "decodes-to-what-it-decodes-to", details);
  for (const Slash slash : {Slash::kKeep, Slash::kEncode}) {
    std::string reencoded;
    AppendReencoded(octets, plus, slash, reencoded);
    Require(reencoded == UriEncode(decoded, slash), "one-pass-is-two-passes", details);
    std::string again;
    AppendReencoded(reencoded, plus, slash, again);
    Require(again == reencoded, "reencoding-settles", details);
  }
}

}  // namespace

Taken Execute(Input input) {
  for (const Slash slash : {Slash::kKeep, Slash::kEncode}) CheckEncoding(input, slash);
  for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) CheckSpelling(input, plus);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
