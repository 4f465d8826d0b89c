#pragma once

#include <string>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// LogEntry is the content of a request's line in the log. Texts may have any bytes.
struct LogEntry {
  std::string time;  // RFC 3339; "-" if the clock could not be read
  std::string method;
  std::string target;
  int status = 0;
  std::string code;    // of S3's error; empty without an error
  std::string rule;    // the id of the rule that refused, or empty
  std::string reason;  // for people; never a secret
};

// LogLine writes one line, without a line feed: time, method, target, status, code, rule, reason.
// An empty field is "-". Signatures and tokens are replaced by [redacted]. Control characters are
// escaped, so that no request can end the line or control a terminal.
std::string LogLine(const LogEntry& entry);

}  // namespace countersign
