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

// ExplainInput is what a user has when a presigned URL fails.
struct ExplainInput {
  std::string url;
  std::optional<std::string> method = {};  // absent: any that matches, else GET
  std::vector<HeaderField> headers = {};   // as sent; without Host, the host of the URL counts
  std::optional<std::string> secret = {};  // the secret access key
  std::optional<std::string> answer = {};  // the server's error document, XML
  Timestamp now = {};
};

// Remark is one finding about the URL that needs no secret. A suspicion is often a mistake and
// sometimes right, such as %2520 in a path.
enum class Severity { kNote, kSuspicion, kWrong };
struct Remark {
  Severity severity = Severity::kNote;
  std::string what;  // "X-Amz-Expires", "host"
  std::string text;
};

// UrlFacts is what the URL says, decoded. A text is empty if the URL does not say it.
struct UrlFacts {
  std::string method;
  std::string host;
  std::string path;  // encoded, as sent
  std::string access_key_id;
  std::string key_kind;  // "temporary", "long-term"
  std::string region;
  std::string service;
  std::string signed_at;    // RFC 3339
  std::string valid_until;  // the last valid second
  std::string signed_headers;
};

enum class SignatureState {
  kUnreadable,   // the URL has no complete inputs of a signature
  kNotChecked,   // no secret was given
  kRight,        // it is the signature of this request
  kExplained,    // it is the signature of this request with a known mistake
  kUnexplained,  // no known mistake gives it
};

// ServerView compares what the server computed, according to its error document, with what is
// expected for this request.
struct ServerView {
  std::string code;        // of the error document
  std::string message;     // of the error document
  std::string request_id;  // with host_id, what the server's support asks for
  std::string host_id;
  bool authenticated = false;  // its code comes only after the signature was found right
  bool other_request = false;  // its SignatureProvided is not the URL's signature
  // Whether canonical request and string to sign are as expected; absent if it shows neither.
  std::optional<bool> agrees = {};
  std::optional<StageDifference> difference = {};  // expected: ours; observed: the server's
  std::vector<std::string> differences = {};       // of the canonical requests, one clause each
  std::vector<MistakeMatch> matches = {};  // which give exactly the server's canonical request
  std::optional<bool> secret_fits =
      {};  // with it, the server's string to sign gives the URL's signature
};

// SaysSignatureIsWrong tells whether the server refused the signature. Object Lambda has a code of
// its own for that.
inline bool SaysSignatureIsWrong(const ServerView& view) {
  return view.code == "SignatureDoesNotMatch" || view.code == "InvalidSignature";
}

// PredictedRefusal is the refusal that S3 would give for this request, apart from a signature that
// could not be checked.
struct PredictedRefusal {
  int status = 0;
  std::string code;
  std::string message;
  std::string rule;
};

// Unknown is one input of the signature whose signed value the explanation cannot know.
struct UnknownInput {
  std::string what;  // "host", "content-length"
  std::string text;
};

// What the whole explanation amounts to. Without the secret a URL is never called sound.
enum class UrlState { kSound, kWrong, kUnknown };

struct Explanation {
  UrlState state = UrlState::kWrong;
  std::string summary;  // one to four sentences
  UrlFacts facts = {};
  std::vector<Cause> damages = {};  // of the text of the URL; undone before the rest is read
  std::vector<Remark> remarks = {};
  std::optional<PredictedRefusal> predicted_refusal = {};
  SignatureState signature = SignatureState::kUnreadable;
  Derivation expected = {};  // of the request as sent; no signature without the secret
  std::vector<MistakeMatch> matches = {};          // likeliest first
  std::vector<UnknownInput> unknowns = {};         // only if the signature is unexplained
  std::size_t tried = 0;                           // mistakes and pairs of them
  std::optional<StageDifference> difference = {};  // expected: right; observed: what was signed
  std::optional<ServerView> server = {};

  bool sound() const { return state == UrlState::kSound; }
};

}  // namespace countersign
