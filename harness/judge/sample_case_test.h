#pragma once

#include <string>

#include "protocol/message.h"
#include "suite/case.h"
#include "translation/reference_request.h"

namespace countersign {

// AWS's published example: "Authenticating Requests: Using Query Parameters (AWS Signature
// Version 4)", Amazon S3 API reference.
inline const std::string kPublishedSignature =
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
inline const std::string kPublishedTarget =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
    "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
    "&X-Amz-SignedHeaders=host&X-Amz-Signature=" +
    kPublishedSignature;
inline const std::string kPublishedUrl =
    "https://examplebucket.s3.amazonaws.com" + kPublishedTarget;
inline const std::string kPublishedSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
inline const std::string kPublishedCanonicalRequest =
    "GET\n/test.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F"
    "20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
    "&X-Amz-SignedHeaders=host\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD";
inline const std::string kPublishedStringToSign =
    "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

inline CredentialMessage PublishedCredentials() {
  CredentialMessage credentials;
  credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  credentials.secret_access_key = kPublishedSecret;
  return credentials;
}

inline PresignMessage PublishedPresign() {
  PresignMessage message;
  message.now = "2013-05-24T00:00:00Z";
  message.method = "GET";
  message.scheme = "https";
  message.host = "examplebucket.s3.amazonaws.com";
  message.path = "/test.txt";
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = 86400;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials = PublishedCredentials();
  return message;
}

inline Case PresignCase(PresignMessage message = PublishedPresign()) {
  Case c;
  c.id = "presign/sample/case";
  c.request = std::move(message);
  c.expected.push_back({true, {}, {}, {}});
  return c;
}

inline VerifyMessage PublishedVerify() {
  VerifyMessage message;
  message.now = "2013-05-24T12:00:00Z";
  message.request.method = "GET";
  message.request.scheme = "https";
  message.request.target = kPublishedTarget;
  message.request.headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  message.server.service = "s3";
  message.server.region = "us-east-1";
  message.credentials = {PublishedCredentials()};
  return message;
}

inline Case VerifyCase(std::vector<ExpectedAnswer> expected) {
  Case c;
  c.id = "verify/sample/case";
  c.request = PublishedVerify();
  c.expected = std::move(expected);
  return c;
}

// A URL that a sound signer makes for a message: what another request's URL looks like.
inline std::string SignedUrlFor(const PresignMessage& message) {
  return Presign(std::get<PresignRequest>(ToPresignRequest(message))).value().url;
}

}  // namespace countersign
