// Why the first object of a run cannot be put, and what to do about it. LiveServer asks here before
// it gives up.
#include "live_server/first_put_advice.h"

#include <cstdint>
#include <cstdlib>
#include <optional>

#include "live_server/error_document.h"

namespace countersign {
namespace {

// A presigned URL of a clock that is wrong by more may have expired, or not begun, in seconds.
constexpr std::int64_t kLargestDifference = 300;

std::string AdviceOnCode(const std::string& code, const EndpointConfig& config) {
  if (code == "NoSuchBucket") {
    return "create the bucket " + config.bucket + " there, or name another with --bucket";
  }
  if (code == "InvalidAccessKeyId") {
    return "the server does not know the key " + config.credentials.primary.access_key_id +
           ": look at the file of --credentials";
  }
  if (code == "SignatureDoesNotMatch") {
    return "is the secret access key in the file of --credentials right?";
  }
  if (code == "InvalidToken" || code == "ExpiredToken") {
    return "get a new session token for the file of --credentials";
  }
  if (code == "AccessDenied") {
    return "the key needs permission to put, get and delete objects in the bucket";
  }
  return "look at --bucket, --region and the file of --credentials";
}

}  // namespace

FirstPutAdvice AdviceOn(const HttpResponse& response, std::chrono::seconds ahead,
                        const EndpointConfig& config) {
  if (std::abs(ahead.count()) > kLargestDifference) {
    return {"this machine's clock is wrong: by the server's Date header it is " +
                std::to_string(std::abs(ahead.count())) + " s " +
                (ahead.count() > 0 ? "behind" : "ahead"),
            true};
  }
  const std::string* of_bucket = response.Header("x-amz-bucket-region");
  if (of_bucket != nullptr && *of_bucket != config.region) {
    return {"the bucket is in " + *of_bucket + ", not in " + config.region + ": use --region",
            true};
  }
  if (response.status == 503) return {"the server asks to slow down: try again later", false};
  if (response.status >= 500 && response.status != 501) return {};
  const auto error = ParseErrorDocument(response.body);
  if (!error) return {"this is no answer of S3: is the URL of --endpoint right?", true};
  return {AdviceOnCode(error->code, config), true};
}

FirstPutAdvice AdviceOn(const ExchangeError& error, const EndpointConfig& config) {
  const std::string& reason = error.reason;
  if (reason.find("timed out") != std::string::npos) return {};
  if (reason.find("certificate") != std::string::npos) {
    return {"--insecure accepts any certificate", false};
  }
  if (reason.starts_with("cannot ")) {
    return {"is the server running, and is the URL of --endpoint right?", false};
  }
  return {config.url.scheme == "http"
              ? "this is no answer of S3: is the port right, or does it want "
                "https?"
              : "this is no answer of S3: is the port right?",
          true};
}

}  // namespace countersign
