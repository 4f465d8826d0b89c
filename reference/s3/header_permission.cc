// The permissions that headers of a request need: to set an ACL, tags or a lock with an upload, and
// to read the source of a copy. authorization.cc asks the policies about each of them.

#include "s3/header_permission.h"

#include <algorithm>

#include "policy/wildcard.h"
#include "s3/action.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// Operation tells on which requests a header has a meaning.
enum class Operation { kNewObject, kRemoval, kNewBucket, kOther };

struct HeaderRow {
  Operation operation;
  std::string_view header;
  std::string_view action;
};

constexpr HeaderRow kHeaders[] = {
    {Operation::kNewObject, "x-amz-acl", "PutObjectAcl"},
    {Operation::kNewObject, "x-amz-grant-read", "PutObjectAcl"},
    {Operation::kNewObject, "x-amz-grant-read-acp", "PutObjectAcl"},
    {Operation::kNewObject, "x-amz-grant-write-acp", "PutObjectAcl"},
    {Operation::kNewObject, "x-amz-grant-full-control", "PutObjectAcl"},
    {Operation::kNewObject, "x-amz-tagging", "PutObjectTagging"},
    {Operation::kNewObject, "x-amz-object-lock-mode", "PutObjectRetention"},
    {Operation::kNewObject, "x-amz-object-lock-retain-until-date", "PutObjectRetention"},
    {Operation::kNewObject, "x-amz-object-lock-legal-hold", "PutObjectLegalHold"},
    {Operation::kNewBucket, "x-amz-acl", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-grant-read", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-grant-write", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-grant-read-acp", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-grant-write-acp", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-grant-full-control", "PutBucketAcl"},
    {Operation::kNewBucket, "x-amz-object-ownership", "PutBucketOwnershipControls"},
    {Operation::kNewBucket, "x-amz-bucket-object-lock-enabled", "PutBucketObjectLockConfiguration"},
    {Operation::kNewBucket, "x-amz-bucket-object-lock-enabled", "PutBucketVersioning"},
};
constexpr std::string_view kBypass = "x-amz-bypass-governance-retention";
constexpr std::string_view kCopySource = "x-amz-copy-source";
constexpr std::string_view kExpressService = "s3express";

bool IsPart(const QueryString& query) { return FindParameter(query, "uploadId") != nullptr; }

Operation OperationOf(const HttpRequest& request, const ObjectAddress& address,
                      const QueryString& query) {
  const std::string action = ActionOf(request.method, address, query);
  // The ACL, tags and lock of a multipart upload are set when it is begun.
  if (action == "s3:PutObject") return IsPart(query) ? Operation::kOther : Operation::kNewObject;
  if (action == "s3:CreateBucket") return Operation::kNewBucket;
  const bool removes = action == "s3:DeleteObject" || action == "s3:DeleteObjectVersion" ||
                       action == "s3:PutObjectRetention";
  return removes ? Operation::kRemoval : Operation::kOther;
}

std::string ActionOn(std::string_view service, std::string_view name) {
  return std::string(service) + ":" + std::string(name);
}

bool IsDirectoryBucket(std::string_view bucket) { return bucket.ends_with("--x-s3"); }

// A directory bucket has the action of S3 Express, at whatever endpoint the copy is asked for.
std::string_view SourceService(std::string_view service, std::string_view bucket) {
  if (IsDirectoryBucket(bucket)) return kExpressService;
  return service == kExpressService ? std::string_view("s3") : service;
}

}  // namespace

std::vector<std::string> ActionsOfHeaders(std::string_view service, const HttpRequest& request,
                                          const ObjectAddress& address, const QueryString& query) {
  // Directory buckets have neither ACLs nor tags nor locks.
  if (service == kExpressService) return {};
  std::vector<std::string> actions;
  const Operation operation = OperationOf(request, address, query);
  //= policy/action-of-a-header
  for (const HeaderRow& row : kHeaders) {
    if (row.operation != operation) continue;
    const auto value = SignedValue(row.header, request.headers, query);
    if (!value || SameText(*value, "false", LetterCase::kInsensitive)) continue;
    std::string action = ActionOn(service, row.action);
    if (std::find(actions.begin(), actions.end(), action) != actions.end()) continue;
    actions.push_back(std::move(action));
  }
  if (operation != Operation::kRemoval) return actions;
  //= policy/action-of-a-bypass
  const auto bypass = SignedValue(kBypass, request.headers, query);
  if (bypass && SameText(*bypass, "true", LetterCase::kInsensitive)) {
    actions.push_back(ActionOn(service, "BypassGovernanceRetention"));
  }
  return actions;
}

std::optional<CopySource> CopySourceOf(std::string_view service, const HttpRequest& request,
                                       const ObjectAddress& address, const QueryString& query) {
  const bool writes = request.method == "PUT" && !address.key.empty();
  const auto named = SignedValue(kCopySource, request.headers, query);
  if (!writes || !named || ActionOf(request.method, address, query) != "s3:PutObject") {
    return std::nullopt;
  }
  // `/BUCKET/KEY?versionId=ID`, escaped like a path; the slash at the beginning may be absent.
  const Target target = SplitTarget(*named);
  std::string path = UriDecode(target.raw_path, Plus::kSpace);
  if (path.starts_with('/')) path.erase(0, 1);
  CopySource source;
  if (path.starts_with("arn:")) {
    source.arn = path;
  } else {
    const std::size_t slash = std::min(path.find('/'), path.size());
    source.address = {path.substr(0, slash), path.substr(std::min(slash + 1, path.size()))};
  }
  source.service = SourceService(service, source.address.bucket);
  const bool of_version = FindParameter(ParseQueryString(target.raw_query), "versionId") != nullptr;
  //= policy/action-of-a-copy
  source.action = source.service == kExpressService ? "s3express:CreateSession"
                  : of_version                      ? ActionOn(source.service, "GetObjectVersion")
                                                    : ActionOn(source.service, "GetObject");
  return source;
}

}  // namespace countersign
