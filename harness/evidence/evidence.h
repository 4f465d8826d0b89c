#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// StatusAndCode is an answer of S3, as far as it is compared. There is no code if the body was no
// S3 error document.
struct StatusAndCode {
  int status = 0;
  std::optional<std::string> code;
  bool operator==(const StatusAndCode&) const = default;
};

// RecordedAnswer is one line of an evidence file: what a server answered to one verify case.
// Secrets are not in it (evidence/redact_answer.h).
struct RecordedAnswer {
  std::string case_id;
  std::string content;  // ContentDigest() of the case
  std::string suite;    // the digest of the suite
  std::string date;     // RFC 3339, by the server's clock
  std::string region;   // of the server that was asked
  std::string place;    // the kind of endpoint: "regional-path", "given-virtual"
  std::string method;
  std::string scheme;
  std::string target;  // bytes
  std::vector<NameValue> request_headers;
  StatusAndCode answer;
  std::optional<std::string> message;
  std::vector<NameValue> headers;  // those that matter
  // The answer to the same request with a wrong signature, if the first was unclear.
  std::optional<StatusAndCode> with_wrong_signature;
  std::size_t line = 0;  // in its file, from 1
};

// EvidenceHeader is the first line of an evidence file.
struct EvidenceHeader {
  std::string recorder;  // the program's version
  std::string suite;     // the digest of the suite
  std::string server;    // "aws", or the URL that was asked in its place
  std::string date;      // RFC 3339, of the beginning
};

// EvidenceFooter is the last line.
struct EvidenceFooter {
  std::size_t answers = 0;
  std::size_t unanswered = 0;  // cases without a whole answer
  bool complete = false;       // every case was asked
  std::string reason;          // why not; empty if complete
};

struct RecordedEvidence {
  EvidenceHeader header;
  std::vector<RecordedAnswer> answers;
  EvidenceFooter footer;
};

// kAws is EvidenceHeader::server of what genuine S3 answered.
inline constexpr char kAws[] = "aws";

// ContentDigest names what a case asks: "sha256:" and 64 hex digits. It stays the same if only the
// expected answer or the sources of the case change.
std::string ContentDigest(const Case& c);

// TextOf is a status and a code, for people: "403 AccessDenied".
std::string TextOf(const StatusAndCode& answer);

}  // namespace countersign
