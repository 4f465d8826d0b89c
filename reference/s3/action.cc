// The S3 permission that a request needs, from its method, its address and its query. Policies are
// written in these names; authorization.cc calls it.

#include "s3/action.h"

#include <algorithm>
#include <string>
#include <vector>

#include "s3/endpoint.h"

namespace countersign {
namespace {

enum class About { kService, kBucket, kObject };

struct ActionRow {
  About about;
  std::string_view method;       // HEAD needs the same as GET
  std::string_view subresource;  // a query parameter; empty: without any of them
  std::string_view action;
  std::string_view of_version = {};  // if versionId is given too; empty: the same action
};

constexpr ActionRow kActions[] = {
    {About::kService, "GET", "", "ListAllMyBuckets"},
    {About::kBucket, "GET", "", "ListBucket"},
    {About::kBucket, "GET", "versions", "ListBucketVersions"},
    {About::kBucket, "GET", "uploads", "ListBucketMultipartUploads"},
    {About::kBucket, "GET", "location", "GetBucketLocation"},
    {About::kBucket, "GET", "acl", "GetBucketAcl"},
    {About::kBucket, "GET", "cors", "GetBucketCORS"},
    {About::kBucket, "GET", "lifecycle", "GetLifecycleConfiguration"},
    {About::kBucket, "GET", "policy", "GetBucketPolicy"},
    {About::kBucket, "GET", "tagging", "GetBucketTagging"},
    {About::kBucket, "GET", "versioning", "GetBucketVersioning"},
    {About::kBucket, "PUT", "", "CreateBucket"},
    {About::kBucket, "PUT", "acl", "PutBucketAcl"},
    {About::kBucket, "PUT", "cors", "PutBucketCORS"},
    {About::kBucket, "PUT", "lifecycle", "PutLifecycleConfiguration"},
    {About::kBucket, "PUT", "policy", "PutBucketPolicy"},
    {About::kBucket, "PUT", "tagging", "PutBucketTagging"},
    {About::kBucket, "PUT", "versioning", "PutBucketVersioning"},
    {About::kBucket, "POST", "delete", "DeleteObject"},
    {About::kBucket, "DELETE", "", "DeleteBucket"},
    {About::kBucket, "DELETE", "policy", "DeleteBucketPolicy"},
    {About::kObject, "GET", "", "GetObject", "GetObjectVersion"},
    {About::kObject, "GET", "acl", "GetObjectAcl", "GetObjectVersionAcl"},
    {About::kObject, "GET", "attributes", "GetObjectAttributes", "GetObjectVersionAttributes"},
    {About::kObject, "GET", "legal-hold", "GetObjectLegalHold"},
    {About::kObject, "GET", "retention", "GetObjectRetention"},
    {About::kObject, "GET", "tagging", "GetObjectTagging", "GetObjectVersionTagging"},
    {About::kObject, "GET", "torrent", "GetObjectTorrent", "GetObjectVersionTorrent"},
    {About::kObject, "GET", "uploadId", "ListMultipartUploadParts"},
    {About::kObject, "PUT", "", "PutObject"},
    {About::kObject, "PUT", "uploadId", "PutObject"},
    {About::kObject, "PUT", "acl", "PutObjectAcl", "PutObjectVersionAcl"},
    {About::kObject, "PUT", "legal-hold", "PutObjectLegalHold"},
    {About::kObject, "PUT", "retention", "PutObjectRetention"},
    {About::kObject, "PUT", "tagging", "PutObjectTagging", "PutObjectVersionTagging"},
    {About::kObject, "POST", "uploads", "PutObject"},
    {About::kObject, "POST", "uploadId", "PutObject"},
    {About::kObject, "POST", "restore", "RestoreObject"},
    {About::kObject, "POST", "select", "GetObject"},
    {About::kObject, "DELETE", "", "DeleteObject", "DeleteObjectVersion"},
    {About::kObject, "DELETE", "tagging", "DeleteObjectTagging", "DeleteObjectVersionTagging"},
    {About::kObject, "DELETE", "uploadId", "AbortMultipartUpload"},
};

// Subresources without an action above. Other query parameters do not change the operation.
constexpr std::string_view kOthers[] = {
    "accelerate",   "analytics",         "encryption",   "intelligent-tiering", "inventory",
    "logging",      "metrics",           "notification", "object-lock",         "ownershipControls",
    "policyStatus", "publicAccessBlock", "replication",  "requestPayment",      "website",
};

About WhatIsAbout(const ObjectAddress& address) {
  if (address.bucket.empty()) return About::kService;
  return address.key.empty() ? About::kBucket : About::kObject;
}

using Names = std::vector<std::string>;  // of a query's parameters, decoded

Names NamesOf(const QueryString& query) {
  Names names;
  for (const QueryParameter& one : query.parameters) names.push_back(DecodedName(one));
  return names;
}

bool Has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// SubresourceIn returns the subresource that a query names; empty if it names none.
std::string_view SubresourceIn(const Names& names) {
  for (const ActionRow& row : kActions) {
    if (!row.subresource.empty() && Has(names, row.subresource)) return row.subresource;
  }
  for (const std::string_view other : kOthers) {
    if (Has(names, other)) return other;
  }
  return {};
}

}  // namespace

std::string ActionOf(std::string_view method, const ObjectAddress& address,
                     const QueryString& query) {
  //= policy/action-of-the-request
  const std::string_view asked = method == "HEAD" ? "GET" : method;
  const About about = WhatIsAbout(address);
  const Names names = NamesOf(query);
  const std::string_view subresource = SubresourceIn(names);
  const auto row =
      std::find_if(std::begin(kActions), std::end(kActions), [&](const ActionRow& one) {
        return one.about == about && one.method == asked && one.subresource == subresource;
      });
  if (row == std::end(kActions)) return "s3:UnknownOperation";
  //= policy/action-of-a-version
  const bool of_version = !row->of_version.empty() && Has(names, "versionId");
  return "s3:" + std::string(of_version ? row->of_version : row->action);
}

std::string ServiceActionOf(std::string_view service, std::string_view host,
                            std::string_view method, const ObjectAddress& address,
                            const QueryString& query) {
  std::string action = ActionOf(method, address, query);
  //= policy/actions-of-the-service
  action.replace(0, action.find(':'), service);
  if (service != "s3express") return action;
  //= services/s3-express-create-session
  if (!IsDirectoryBucketControl(host)) return "s3express:CreateSession";
  //= services/s3-express-control
  const bool lists = action == "s3express:ListAllMyBuckets";
  return lists ? "s3express:ListAllMyDirectoryBuckets" : action;
}

}  // namespace countersign
