// What the credential of CreateSession may do on a directory bucket of S3 Express. authorization.cc
// calls it instead of the policies.

#include "s3/express_session.h"

#include "sigv4/header_name.h"

namespace countersign {
namespace {

bool IsRead(std::string_view method) { return method == "GET" || method == "HEAD"; }

// CreateSession and CopyObject are signed with the principal's own key. The guide says so of
// HeadBucket, too, but botocore and the Go SDK sign it with a session.
bool NeedsOwnKey(const HttpRequest& request, const ObjectAddress& address,
                 const QueryString& query) {
  if (address.key.empty()) return FindParameter(query, "session") != nullptr;
  const bool copies = FindHeader(request.headers, "x-amz-copy-source") != nullptr;
  return request.method == "PUT" && copies && FindParameter(query, "uploadId") == nullptr;
}

}  // namespace

Refusal CheckSession(const BucketSession& session, std::string_view bucket,
                     const HttpRequest& request, const ObjectAddress& address,
                     const QueryString& query) {
  //= services/s3-express-session-bucket
  if (session.bucket != bucket) {
    return Rejection{Rule::kSessionBucket, "Access Denied: the session is for another bucket"};
  }
  //= services/s3-express-iam-operations
  if (NeedsOwnKey(request, address, query)) {
    return Rejection{Rule::kIamOperation,
                     "Access Denied: this operation is not signed with a session"};
  }
  //= services/s3-express-session-mode
  if (session.mode == SessionMode::kReadOnly && !IsRead(request.method)) {
    return Rejection{Rule::kSessionMode, "Access Denied: the session is read-only"};
  }
  return std::nullopt;
}

}  // namespace countersign
