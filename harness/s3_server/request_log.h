#pragma once

#include <string>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// LogEntry is what a request's line says. Texts may hold any octets.
struct LogEntry {
  std::string time;  // RFC 3339; "-" where the clock could not be read
  std::string method;
  std::string target;
  int status = 0;
  std::string code;    // S3's; empty where all went well
  std::string rule;    // the id of the rule that refused
  std::string reason;  // for people; never a secret
};

// LogLine writes one line, without its line feed: time, method, target, status, code, rule, reason.
// Fields that are empty are "-". Signature and tokens are replaced by [redacted], and no octet gets
// into the line that could end it or move a terminal's cursor.
std::string LogLine(const LogEntry& entry);

}  // namespace countersign
