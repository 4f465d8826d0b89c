// The headers that a presigned URL may request for its response. S3Service calls it for downloads.
#include "s3_server/response_headers.h"

#include <optional>

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

struct Override {
  std::string_view parameter;
  std::string_view header;
};
constexpr Override kOverrides[] = {
    {"response-content-type", "Content-Type"},
    {"response-content-language", "Content-Language"},
    {"response-expires", "Expires"},
    {"response-cache-control", "Cache-Control"},
    {"response-content-disposition", "Content-Disposition"},
    {"response-content-encoding", "Content-Encoding"},
};

// UTF-8 as ISO-8859-1. It returns nullopt if a character does not exist there, or is a control
// character, which could end the header.
std::optional<std::string> Latin1(std::string_view utf8) {
  if (!IsUtf8(utf8)) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20 || byte == 0x7f || byte > 0xc3) return std::nullopt;
    if (byte < 0x80) {
      out += utf8[i];
    } else {
      const auto second = static_cast<unsigned char>(utf8[++i]);
      out += static_cast<char>((byte & 0x03) << 6 | (second & 0x3f));
    }
  }
  return out;
}

}  // namespace

std::variant<std::vector<HeaderField>, BadOverride> ResponseOverrides(std::string_view raw_query) {
  const QueryString query = ParseQueryString(raw_query);
  std::vector<HeaderField> headers;
  for (const Override& known : kOverrides) {
    const std::optional<std::string> value = DecodedValue(query, known.parameter);
    if (!value) continue;
    std::optional<std::string> latin1 = Latin1(*value);
    if (!latin1) return BadOverride{std::string(known.parameter), *value};
    headers.push_back({std::string(known.header), *std::move(latin1)});
  }
  return headers;
}

void SetHeader(std::vector<HeaderField>& headers, HeaderField header) {
  std::erase_if(headers,
                [&](const HeaderField& old) { return SameHeaderName(old.name, header.name); });
  headers.push_back(std::move(header));
}

}  // namespace countersign
