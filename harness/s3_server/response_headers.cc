#include "s3_server/response_headers.h"

#include <chrono>
#include <cstdio>
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

// Latin1 turns UTF-8 into ISO-8859-1; nothing where a character has no place there, or is a
// control character, which could end the header.
std::optional<std::string> Latin1(std::string_view utf8) {
  if (!IsUtf8(utf8)) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto octet = static_cast<unsigned char>(utf8[i]);
    if (octet < 0x20 || octet == 0x7f || octet > 0xc3) return std::nullopt;
    if (octet < 0x80) {
      out += utf8[i];
    } else {
      const auto second = static_cast<unsigned char>(utf8[++i]);
      out += static_cast<char>((octet & 0x03) << 6 | (second & 0x3f));
    }
  }
  return out;
}

}  // namespace

std::string HttpDate(Timestamp time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

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
