// Writes S3's error documents, the bodies of refusals. S3Service calls it.
#include "s3_server/error_xml.h"

#include "s3_http/xml_text.h"

namespace countersign {
namespace {

void AppendElement(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  AppendXmlText(text, out);
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

std::string HexPairs(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 3);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!out.empty()) out += ' ';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace countersign
