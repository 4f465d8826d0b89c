#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sigv4/algorithm.h"
#include "sigv4/credential_scope.h"
#include "sigv4/query_string.h"

namespace countersign {

// Finding is one way in which a URL departs from what was asked: a sentence for people, and the
// two values that differ (what was expected is empty where something is there that should not be).
struct Finding {
  std::string text;
  std::string what;  // "X-Amz-Expires", "path"
  std::string expected = {};
  std::string observed = {};
};

inline constexpr const char* kSignedHeaders = "X-Amz-SignedHeaders";

// UrlParts is an absolute URL taken apart at its delimiters; nothing is decoded. The views point
// into the text.
struct UrlParts {
  std::string_view scheme;
  std::string_view authority;  // without user information
  std::string_view raw_path;   // may be empty
  std::string_view raw_query;
  bool has_user_info = false;
  bool has_fragment = false;
};
std::optional<UrlParts> SplitUrl(std::string_view url);

// SignedUrl is a presigned URL with the parameters that sign it, each decoded. The views and the
// query point into the text that was read.
struct SignedUrl {
  UrlParts url;
  QueryString query;
  std::string algorithm;
  std::string credential;
  std::string date;
  std::string expires;
  std::string signed_headers;
  std::string signature;
  SigningAlgorithm signed_with = SigningAlgorithm::kHmacSha256;  // what `algorithm` names
};

// ReadSignedUrl reads a URL: the mistakes in its form, or all six parameters.
std::variant<SignedUrl, std::vector<Finding>> ReadSignedUrl(std::string_view url);

}  // namespace countersign
