#pragma once

#include <string>
#include <utility>
#include <vector>

#include "protocol/message.h"
#include "sigv4/published_example.h"
#include "suite/case.h"

// AWS's published example (sigv4/published_example.h) as messages and cases. Only tests and
// benchmarks include this.
namespace countersign {

inline CredentialMessage PublishedCredentials() {
  CredentialMessage credentials;
  credentials.access_key_id = example::kAccessKeyId;
  credentials.secret_access_key = example::kSecret;
  return credentials;
}

// PublishedPresign asks for the published URL by host and path. It names no bucket and key.
inline PresignMessage PublishedPresign() {
  PresignMessage message;
  message.now = "2013-05-24T00:00:00Z";
  message.method = example::kMethod;
  message.scheme = "https";
  message.host = example::kHost;
  message.path = example::kPath;
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = 86400;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials = PublishedCredentials();
  return message;
}

// PresignOfKey asks for the same with another key, and names bucket and key.
inline PresignMessage PresignOfKey(const std::string& key) {
  PresignMessage message = PublishedPresign();
  message.addressing = "virtual";
  message.bucket = "examplebucket";
  message.key = key;
  message.path = "/" + key;
  return message;
}

// VerifyOfTarget asks about the target, a second after the published URL was signed. The server
// knows no keys.
inline VerifyMessage VerifyOfTarget(const std::string& target) {
  VerifyMessage message;
  message.now = "2013-05-24T00:00:01Z";
  message.request.method = example::kMethod;
  message.request.scheme = "https";
  message.request.target = target;
  message.request.headers = {{"Host", std::string(example::kHost)}};
  message.server = {"s3", "us-east-1", {"s3.us-east-1.amazonaws.com", "s3.amazonaws.com"}, {}, {}};
  return message;
}

inline VerifyMessage PublishedVerify() {
  VerifyMessage message = VerifyOfTarget(std::string(example::kTarget));
  message.credentials = {PublishedCredentials()};
  return message;
}

// CaseOf is a case with these answers.
inline Case CaseOf(std::string id, RequestMessage request, std::vector<ExpectedAnswer> expected) {
  Case c;
  c.id = std::move(id);
  c.request = std::move(request);
  c.expected = std::move(expected);
  return c;
}

// AcceptedCase passes if the implementation accepts the request.
inline Case AcceptedCase(std::string id, RequestMessage request) {
  return CaseOf(std::move(id), std::move(request), {{true, {}, {}, {}}});
}

}  // namespace countersign
