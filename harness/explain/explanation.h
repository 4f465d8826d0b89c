#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diagnose/mistake_match.h"
#include "judge/verdict.h"
#include "sigv4/derivation.h"
#include "sigv4/http_request.h"
#include "sigv4/timestamp.h"

namespace countersign {

// ExplainInput is what somebody has when a presigned URL fails.
struct ExplainInput {
  std::string url;
  std::optional<std::string> method = {};  // absent: the one it was signed for, GET if that fails
  std::vector<HeaderField> headers = {};   // as sent; Host is the URL's unless it is here
  std::optional<std::string> secret = {};  // the secret access key, octets
  std::optional<std::string> answer = {};  // the server's error document, XML
  Timestamp now = {};
};

// Remark is one thing that the URL tells by itself.
enum class Severity { kNote, kWrong };
struct Remark {
  Severity severity = Severity::kNote;
  std::string what;  // "X-Amz-Expires", "host"
  std::string text;
};

// UrlFacts is what the URL says, decoded; empty where it does not say so.
struct UrlFacts {
  std::string method;
  std::string host;
  std::string path;  // encoded, as it travels
  std::string access_key_id;
  std::string key_kind;  // "temporary", "long-term"
  std::string region;
  std::string service;
  std::string signed_at;    // RFC 3339
  std::string valid_until;  // that second included
  std::string signed_headers;
};

enum class SignatureState {
  kUnreadable,   // there is nothing to compute a signature from
  kNotChecked,   // no secret was given
  kRight,        // it is the signature of this request
  kExplained,    // it is that of a request with a known mistake
  kUnexplained,  // no known mistake gives it: most likely another secret does
};

// ServerView compares what the server says it computed with what this request calls for.
struct ServerView {
  std::string code;                 // of the error document
  std::string message;              // its words
  bool other_request = false;       // its SignatureProvided is not the URL's
  std::optional<bool> agrees = {};  // canonical request and string to sign; absent: not told
  std::optional<StageDifference> difference = {};  // expected: ours; observed: the server's
  std::vector<MistakeMatch> readings = {};  // what gives exactly the server's canonical request
  std::optional<bool> secret_fits = {};     // signs the server's string to sign as the URL does
};

// PredictedRefusal is the refusal that S3 has for this request before it looks at the signature, or
// after a signature that is right.
struct PredictedRefusal {
  int status = 0;
  std::string code;
  std::string message;
  std::string rule;
};

struct Explanation {
  bool sound = false;
  std::string summary;  // for people, a sentence or two
  UrlFacts facts = {};
  std::vector<Cause> damages = {};  // what happened to the URL's text; undone for all the rest
  std::vector<Remark> remarks = {};
  std::optional<PredictedRefusal> predicted_refusal = {};
  SignatureState signature = SignatureState::kUnreadable;
  Derivation expected = {};  // of the request as sent; secret needed for the signature
  std::vector<MistakeMatch> readings = {};         // likeliest first
  std::size_t tried = 0;                           // mistakes and pairs, where none fits
  std::optional<StageDifference> difference = {};  // expected: right; observed: what was signed
  std::optional<ServerView> server = {};
};

}  // namespace countersign
