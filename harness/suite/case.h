#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/message.h"
#include "suite/source.h"

namespace countersign {

enum class Level { kMust, kShould, kMay };

// CaseStatus: a disputed case is run and shown, never counted.
enum class CaseStatus { kActive, kDisputed };

// ExpectedAnswer is one answer that a case allows.
struct ExpectedAnswer {
  bool accept = false;
  std::optional<std::string> rejection_class;  // as in protocol.md; absent: judged at outcome only
  std::optional<int> status;                   // verify only; absent: not judged at level code
  std::optional<std::string> code;
  // Of an accept of presign: the URL may live that long at most, and less than was asked.
  std::optional<std::int64_t> longest_life = std::nullopt;  // in seconds
};

struct Stages {
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;  // empty for SigV4A: any signature is right that the public key verifies
  bool operator==(const Stages&) const = default;
};

// Signed is what the signer of a verify case signed, if it differs from the request: each member
// replaces the request's own. "The method was changed" is {method: "PUT"} beside a GET request.
struct Signed {
  std::optional<std::string> method;
  std::optional<std::string> target;  // without X-Amz-Signature
  std::optional<std::vector<NameValue>> headers;
  std::optional<std::string> payload;  // the payload line
  std::optional<std::string> secret_access_key;
};

// SignatureSource: whether the signature in a verify case's target is computed from the request and
// `signed` (and can be rewritten), or is literal because its spelling is what the case tests.
enum class SignatureSource { kComputed, kLiteral };

// Case is one vector as a value. Its id is its path under vectors/, without ".json"; the members of
// a generated family append "/" and a name.
struct Case {
  std::string id;
  std::string why;  // one sentence: what breaks in practice if this is wrong
  std::vector<std::string> rules;
  Level level = Level::kMust;
  CaseStatus status = CaseStatus::kActive;
  std::vector<std::string> features;  // "requires" in the file
  RequestMessage request;
  std::optional<std::string> refused_by;  // the rule that must refuse first
  std::vector<ExpectedAnswer> expected;   // preferred first; never empty
  std::optional<std::string> pinned_url;  // presign, level may only
  std::vector<std::string> absent = {};   // presign: parameters that the URL must not have
  std::optional<Stages> stages;           // absent for members of families
  std::optional<Signed> signed_as;        // verify: if it differs from the request
  SignatureSource signature_source = SignatureSource::kComputed;
  std::optional<TransferScenario> live;  // verify
  Provenance provenance;
  std::string file;  // where it came from, for messages
  // Only a settable clock can answer it: the case means a day of the calendar. Presigners on the
  // machine's clock are not asked, and a live server is asked at no other time.
  bool needs_exact_clock = false;
};

inline Op OpOf(const Case& c) {
  return std::holds_alternative<PresignMessage>(c.request) ? Op::kPresign : Op::kVerify;
}

// RuleEntry is one rule of vectors/rules.json.
struct RuleEntry {
  std::string id;
  std::string text;        // our words
  std::string source;      // document and section, or repository#number
  std::string link;        // URL of the source; empty if it has none
  std::string confidence;  // A, B, C, D
  Level level = Level::kMust;
};

// Family is a generated family's known answer: SHA-256 over the lines "id signature\n" of its
// members in order, agreed on by independent implementations.
struct FamilyDigest {
  std::string id;
  std::string sha256;  // 64 lower-case hex digits
  std::vector<std::string> members;
};

struct Suite {
  std::vector<Case> cases;  // sorted by id
  std::vector<RuleEntry> rules;
  Provenance sources;  // sorted by id
  std::vector<FamilyDigest> families;
  std::string digest;  // "sha256:…" over the vector files
};

}  // namespace countersign
