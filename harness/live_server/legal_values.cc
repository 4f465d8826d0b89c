// Storage classes, version ids and the like of a case are those of AWS's documentation. Other
// servers have other classes and ids of another form, and some say so before they verify anything:
// MinIO answers 400 to STANDARD_IA and to a version id that is no UUID. adapt_case.cc calls this.
#include "live_server/legal_values.h"

#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

// Of an object that was put when its bucket had no versions; S3 and the servers that copy it know
// it.
constexpr std::string_view kNullVersion = "null";
constexpr std::string_view kAnUploadId = "VXBsb2FkIElE";  // AWS's example

// A UUID made from a text, so that two texts stay two ids.
std::string UuidOf(std::string_view text) {
  std::string uuid = Hex(Sha256(text)).substr(0, 32);
  uuid[12] = '4';
  uuid[16] = '8';
  for (const std::size_t at : {20, 16, 12, 8}) uuid.insert(at, "-");
  return uuid;
}

}  // namespace

LegalValues::LegalValues(std::string_view sent_target) {
  for (const QueryParameter& one :
       ParseQueryString(SplitTarget(sent_target).raw_query).parameters) {
    const std::string name = LowerCase(UriDecode(one.raw_name, Plus::kSpace));
    if (name == "versionid") version_id_ = one.raw_value;
  }
}

std::string LegalValues::VersionId(std::string_view raw) const {
  return raw == version_id_ ? std::string(kNullVersion) : UuidOf(raw);
}

std::string LegalValues::For(std::string_view name, std::string_view raw) const {
  if (raw.empty()) return "";
  if (name == "x-amz-storage-class") return "STANDARD";
  if (name == "versionid") return VersionId(raw);
  if (name == "uploadid") return std::string(kAnUploadId);
  if (name == "partnumber" && raw == "0") return "1";
  return std::string(raw);
}

std::optional<CannotAsk> WhyNoOperation(std::string_view method, std::string_view target) {
  const QueryString query = ParseQueryString(SplitTarget(target).raw_query);
  const auto has = [&query](std::string_view name) {
    return FindParameter(query, name) != nullptr;
  };
  if (has("versions")) return CannotAsk::kVersionsOfObject;
  if (!has("uploadId")) return std::nullopt;
  if (method == "PUT" && !has("partNumber")) {
    return CannotAsk::kPutOfUpload;
  }
  if ((method == "GET" || method == "HEAD") && has("partNumber")) {
    return CannotAsk::kReadOfPart;
  }
  return std::nullopt;
}

}  // namespace countersign
