// Reads the elements of an S3 error document out of its text. It is not an XML parser: users paste
// documents that are cut or wrapped, so it only looks for the elements that it knows.
#include "explain/server_answer.h"

#include "s3_http/xml_text.h"

namespace countersign {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r') {  // XML's line end is a line feed
      if (at + 1 == text.size() || text[at + 1] != '\n') out += '\n';
      continue;
    }
    const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    const bool known =
        end != std::string_view::npos && AppendXmlReference(text.substr(at + 1, end - at - 1), out);
    if (known) {
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::optional<std::string> Element(std::string_view xml, const std::string& name) {
  const std::string open = "<" + name + ">";
  const std::size_t at = xml.find(open);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + open.size();
  const std::size_t end = xml.find("</" + name + ">", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Unescaped(xml.substr(begin, end - begin));
}

// Decodes hex such as "41 57 53"; nullopt if the text is something else.
std::optional<std::string> BytesOf(const std::optional<std::string>& hex) {
  if (!hex) return std::nullopt;
  std::string out;
  int high = -1;
  for (const char c : *hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = HexDigit(c);
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return high < 0 && !out.empty() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> Exact(std::string_view xml, const std::string& name) {
  auto bytes = BytesOf(Element(xml, name + "Bytes"));
  return bytes ? bytes : Element(xml, name);
}

}  // namespace

ServerAnswer ReadServerAnswer(std::string_view xml) {
  return {Element(xml, "Code"), Element(xml, "Message"), Exact(xml, "CanonicalRequest"),
          Exact(xml, "StringToSign"), Element(xml, "SignatureProvided")};
}

}  // namespace countersign
