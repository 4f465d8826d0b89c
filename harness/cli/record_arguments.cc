// The options of `record`, and the variables from which AWS's own tools read keys and region.
#include "cli/record_arguments.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "cli/command.h"
#include "cli/endpoint_arguments.h"
#include "live_server/endpoint.h"

namespace countersign {
namespace {

std::optional<std::string> Variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

bool FailRecording(const std::string& why) {
  PrintError(why);
  return false;
}

bool ReadKeysOfEnvironment(EndpointCredentials& credentials) {
  for (const auto& [name, value] :
       {std::pair{"AWS_ACCESS_KEY_ID", &credentials.primary.access_key_id},
        std::pair{"AWS_SECRET_ACCESS_KEY", &credentials.primary.secret_access_key}}) {
    const std::optional<std::string> found = Variable(name);
    if (!found) return FailRecording(std::string("--credentials env: ") + name + " is not set");
    *value = *found;
  }
  credentials.primary.session_token = Variable("AWS_SESSION_TOKEN");
  if (credentials.primary.session_token) credentials.temporary = credentials.primary;
  credentials.region = Variable("AWS_REGION");
  if (!credentials.region) credentials.region = Variable("AWS_DEFAULT_REGION");
  return true;
}

bool ReadKeys(const RecordArguments& arguments, EndpointCredentials& credentials) {
  if (arguments.credentials == "env") return ReadKeysOfEnvironment(credentials);
  auto read = ReadCredentialsFile(arguments.credentials);
  if (const auto* why = std::get_if<std::string>(&read)) {
    return FailRecording("--credentials " + *why);
  }
  credentials = std::get<EndpointCredentials>(std::move(read));
  return true;
}

// The certificates of S3 cover one label before its own name.
bool CheckBucket(const char* option, const std::string& name, bool is_aws) {
  if (!IsBucketName(name)) return FailRecording(std::string(option) + ' ' + name + kBucketNameForm);
  if (is_aws && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != name.npos) {
    return FailRecording(std::string(option) + ' ' + name +
                         ": expected lower-case letters, digits and hyphens: with a dot in the "
                         "bucket's name, S3's certificate does not fit its host");
  }
  return true;
}

bool ReadServer(const RecordArguments& arguments, RecordingTarget& target) {
  if (arguments.aws == arguments.endpoint.has_value()) {
    return FailRecording("expected either --aws or --endpoint URL");
  }
  if (arguments.aws) return true;
  auto url = ParseEndpointUrl(*arguments.endpoint);
  if (const auto* why = std::get_if<std::string>(&url)) {
    return FailRecording("--endpoint " + *arguments.endpoint + ": " + *why);
  }
  target.in_place_of_aws = std::get<EndpointUrl>(std::move(url));
  if (arguments.addressing == "virtual") target.addressing = Addressing::kVirtualHosted;
  return true;
}

bool ReadBuckets(const RecordArguments& arguments, RecordingTarget& target) {
  if (!CheckBucket("--bucket", arguments.bucket, arguments.aws)) return false;
  target.bucket = {arguments.bucket,
                   arguments.region.value_or(target.credentials.region.value_or("us-east-1"))};
  if (!arguments.other_bucket) return true;
  if (!CheckBucket("--other-bucket", *arguments.other_bucket, arguments.aws)) return false;
  if (*arguments.other_bucket == arguments.bucket ||
      *arguments.other_region == target.bucket.region) {
    return FailRecording("--other-bucket " + *arguments.other_bucket +
                         ": expected another bucket than --bucket, in another region than " +
                         target.bucket.region);
  }
  target.other = AskedBucket{*arguments.other_bucket, *arguments.other_region};
  return true;
}

}  // namespace

std::optional<RecordingTarget> ReadRecordingTarget(const RecordArguments& arguments) {
  RecordingTarget target;
  if (!ReadServer(arguments, target) || !ReadKeys(arguments, target.credentials) ||
      !ReadBuckets(arguments, target)) {
    return std::nullopt;
  }
  target.prefix = RandomPrefix();
  return target;
}

}  // namespace countersign
