#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ServerAnswer has the elements of an S3 error document. A missing element is absent.
struct ServerAnswer {
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;
  std::optional<std::string> string_to_sign;
  std::optional<std::string> signature_provided;
  std::optional<std::string> access_key_id = {};  // AWSAccessKeyId
  std::optional<std::string> bucket = {};         // BucketName or Bucket
  std::optional<std::string> key = {};
  std::optional<std::string> resource = {};
  std::optional<std::string> region = {};
  std::optional<std::string> endpoint = {};
  std::optional<std::string> headers_not_signed = {};
  std::optional<std::string> server_time = {};
  std::optional<std::string> expires = {};
  std::optional<std::string> argument_name = {};
  std::optional<std::string> request_id = {};
  std::optional<std::string> host_id = {};
  std::string problem = {};  // why the text is not a whole S3 error document; empty if it is one
};

// ReadServerAnswer finds the elements anywhere in XML text. For CanonicalRequest and StringToSign
// it prefers CanonicalRequestBytes and StringToSignBytes (hex), because XML cannot hold every byte.
// White space around the other elements is removed: browsers add it when they show a document.
ServerAnswer ReadServerAnswer(std::string_view xml);

}  // namespace countersign
