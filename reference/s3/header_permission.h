#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "s3/object_address.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"

namespace countersign {

// ActionsOfHeaders lists the permissions that the headers of a request need besides the one of its
// operation (ServiceActionOf), each once: "s3:PutObjectAcl" for an upload with x-amz-acl. They are
// about the same object or bucket as the operation.
std::vector<std::string> ActionsOfHeaders(std::string_view service, const HttpRequest& request,
                                          const ObjectAddress& address, const QueryString& query);

// CopySource is the object that a copy reads.
struct CopySource {
  ObjectAddress address;  // empty if `arn` is not
  std::string arn;        // of an object behind an access point; empty: the source names its bucket
  std::string action;     // that reading it needs
  std::string_view service;
};

// CopySourceOf returns what a CopyObject or UploadPartCopy reads; nullopt for other requests.
std::optional<CopySource> CopySourceOf(std::string_view service, const HttpRequest& request,
                                       const ObjectAddress& address, const QueryString& query);

}  // namespace countersign
