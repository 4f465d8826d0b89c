// The log lines of `serve`. Requests come from strangers, and a log is read by more people than may
// use the URLs in it.
#include "s3_server/request_log.h"

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// Parameters with which the reader of a log could use the URL or its credentials; those of SigV2
// too. They are compared decoded and in lower case.
constexpr std::string_view kSecrets[] = {"x-amz-signature", "x-amz-security-token",
                                         "x-amz-s3session-token", "signature"};

bool IsSecret(std::string_view raw_name) {
  const std::string name = LowerCase(UriDecode(raw_name, Plus::kSpace));
  for (const std::string_view secret : kSecrets) {
    if (name == secret) return true;
  }
  return false;
}

std::string RedactedTarget(std::string_view target) {
  const std::size_t mark = target.find('?');
  std::string out(target.substr(0, mark));
  if (mark == std::string_view::npos) return out;
  out += '?';
  std::string_view query = target.substr(mark + 1);
  while (true) {
    const std::string_view piece = query.substr(0, query.find('&'));
    const std::size_t equals = piece.find('=');
    if (equals != std::string_view::npos && IsSecret(piece.substr(0, equals))) {
      out.append(piece.substr(0, equals + 1)).append("[redacted]");
    } else {
      out += piece;
    }
    if (piece.size() == query.size()) return out;
    out += '&';
    query.remove_prefix(piece.size() + 1);
  }
}

// A field of the line, in printable ASCII.
std::string LogField(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  if (text.empty()) return "-";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += "\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

}  // namespace

std::string LogLine(const LogEntry& entry) {
  return LogField(entry.time) + ' ' + LogField(entry.method) + ' ' +
         LogField(RedactedTarget(entry.target)) + ' ' + std::to_string(entry.status) + ' ' +
         LogField(entry.code) + ' ' + LogField(entry.rule) + ' ' + LogField(entry.reason);
}

}  // namespace countersign
