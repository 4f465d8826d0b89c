#include "s3_server/error_xml.h"

#include <cstddef>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// SequenceSize is the number of octets of the UTF-8 sequence at the front; 0 where there is none.
std::size_t SequenceSize(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (IsUtf8(text.substr(0, size))) return size;
  }
  return 0;
}

// XML 1.0 has no place for these, not even escaped.
bool IsForbidden(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (first < 0x20) return first != '\t' && first != '\n' && first != '\r';
  return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF";
}

void AppendEscaped(std::string_view sequence, std::string& out) {
  switch (sequence[0]) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '\r':  // a parser would make a line feed of it
      out += "&#13;";
      break;
    default:
      out += sequence;
  }
}

void AppendText(std::string_view octets, std::string& out) {
  while (!octets.empty()) {
    const std::size_t size = SequenceSize(octets);
    const std::string_view sequence = octets.substr(0, size == 0 ? 1 : size);
    if (size == 0 || IsForbidden(sequence)) {
      out += kReplacement;
    } else {
      AppendEscaped(sequence, out);
    }
    octets.remove_prefix(sequence.size());
  }
}

void AppendElement(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  AppendText(text, out);
  out.append("</").append(name).append(">");
}

}  // namespace

std::string ErrorXml(const ErrorDocument& document, std::string_view request_id,
                     std::string_view host_id) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>";
  AppendElement("Code", document.code, out);
  AppendElement("Message", document.message, out);
  for (const XmlElement& element : document.details) {
    AppendElement(element.name, element.text, out);
  }
  AppendElement("RequestId", request_id, out);
  AppendElement("HostId", host_id, out);
  return out + "</Error>";
}

std::string HexPairs(std::string_view octets) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(octets.size() * 3);
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (!out.empty()) out += ' ';
    out += kDigits[octet >> 4];
    out += kDigits[octet & 15];
  }
  return out;
}

}  // namespace countersign
