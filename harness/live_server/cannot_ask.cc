// The list of reasons why a case cannot be asked of a live server, each with what to do so that it
// is asked. AdaptCase and what it calls name one of them; reports and `countersign record` show it.
#include "live_server/cannot_ask.h"

#include <algorithm>
#include <iterator>

namespace countersign {
namespace {

constexpr std::string_view kGiveAClock =
    "`run --clock-file` sets the clock of a server that follows a file";
constexpr std::string_view kOnlyAnAdapter = "an adapter to the verifier can be asked";
constexpr std::string_view kOtherPort = "start the server on such a port";

constexpr CannotAskEntry kEntries[] = {
    {CannotAsk::kCertainDay, "it tests a certain day of the calendar", kGiveAClock},
    {CannotAsk::kVerySecond, "it tests the very second", kGiveAClock},
    {CannotAsk::kAfterYear9999,
     "its date would be after the year 9999 when it is moved to the present", kGiveAClock},
    {CannotAsk::kUnmovableDate, "its date cannot be moved to the present", kGiveAClock},
    {CannotAsk::kUnmovableScopeDay, "the day of its scope cannot be moved to the present",
     kGiveAClock},
    {CannotAsk::kSignedOnArrival, "it is signed for the second in which it arrives", kGiveAClock},
    {CannotAsk::kOneOfManyDays, "it is one of many days, of which a sample is asked",
     "`--level may` asks all"},

    {CannotAsk::kNoPermanentKey, "the credentials file has no permanent key",
     "put one without session_token in its first two members"},
    {CannotAsk::kNoSecondKey, "the credentials file has no \"second\"",
     "add another key as \"second\""},
    {CannotAsk::kNoInactiveKey, "the credentials file has no \"inactive\"",
     "add a key that is switched off as \"inactive\""},
    {CannotAsk::kNoTemporaryKey, "the credentials file has no \"temporary\"",
     "add a key with its session_token as \"temporary\""},
    {CannotAsk::kSecondTemporaryKey, "it needs a second temporary key", kOnlyAnAdapter},
    {CannotAsk::kTokenThatEndsNow, "it needs a session token that ends at the time of the case",
     kOnlyAnAdapter},
    {CannotAsk::kTokenWithPlus, "it needs a session token that contains a '+'",
     "give such a \"temporary\" in the credentials file"},
    {CannotAsk::kOddKeyId,
     "it needs an access key id with a character other than letters and digits", kOnlyAnAdapter},
    {CannotAsk::kOddSecret, "it needs a secret access key with white space in it", kOnlyAnAdapter},
    {CannotAsk::kSecretUnchanged,
     "the case's change would leave the endpoint's secret access key as it is",
     "give a key whose secret has letters of both cases, a '+' and a '/'"},
    {CannotAsk::kKeyIdIsKnown, "it needs an access key id that the endpoint does not know",
     "give keys with ids that are not alike"},

    {CannotAsk::kVirtualHosted, "it needs a virtual-hosted bucket", "use `--addressing virtual`"},
    {CannotAsk::kBucketInPath, "it needs a bucket in the path", "use `--addressing path`"},
    {CannotAsk::kWithoutTls, "it needs an endpoint without TLS", "give an http:// address"},
    {CannotAsk::kAnotherPort, "it needs an endpoint on a port that is not the default", kOtherPort},
    {CannotAsk::kDefaultPort, "it needs an endpoint on its scheme's default port", kOtherPort},
    {CannotAsk::kHostWithoutLetters, "the endpoint's host has no letters",
     "name it by a name, such as localhost"},
    {CannotAsk::kAnotherHost, "it names a host that the endpoint does not have", kOnlyAnAdapter},
    {CannotAsk::kNotOneHostHeader, "it does not have exactly one Host header", kOnlyAnAdapter},
    {CannotAsk::kNoRegions, "the endpoint has no regions (--no-region)",
     "leave that option out if it has"},
    {CannotAsk::kItsOwnRegion, "it needs a region that is not the endpoint's",
     "start the server in another region, and name that with `--region`"},
    {CannotAsk::kBucketElsewhere, "it needs a bucket in another region",
     "`countersign record --other-bucket` asks it of S3"},
    {CannotAsk::kBucketHere, "it needs a bucket in the endpoint's region",
     "it is asked of the endpoint of that region"},

    {CannotAsk::kPresign, "it is a presign case", "an adapter to a presigner can be asked"},
    {CannotAsk::kAnotherService, "it needs another service", kOnlyAnAdapter},
    {CannotAsk::kPathOutsideBucket, "its path is not below its bucket", kOnlyAnAdapter},
    {CannotAsk::kNoKey, "its path names no key", kOnlyAnAdapter},
    {CannotAsk::kLongKey, "its key leaves no room for the prefix", kOnlyAnAdapter},
    {CannotAsk::kDotSegments,
     "a server that resolves its dot segments would write outside of the prefix", kOnlyAnAdapter},
    {CannotAsk::kUnfinishedUpload, "it would leave an unfinished upload behind", kOnlyAnAdapter},
    {CannotAsk::kDigestsOfUpload, "its digests are about an upload that the server does not have",
     kOnlyAnAdapter},
    {CannotAsk::kVersionsOfObject, "S3 lists versions of a bucket, not of an object",
     kOnlyAnAdapter},
    {CannotAsk::kPutOfUpload, "S3 has no PUT with an uploadId and no partNumber", kOnlyAnAdapter},
    {CannotAsk::kReadOfPart, "S3 has no GET or HEAD with an uploadId and a partNumber",
     kOnlyAnAdapter},
    {CannotAsk::kNotSendable,
     "its method, target or a header has white space or control characters that HTTP does not "
     "carry",
     kOnlyAnAdapter},
    {CannotAsk::kTransferEncoding, "it has a Transfer-Encoding header", kOnlyAnAdapter},
    {CannotAsk::kContentLength, "its body and its Content-Length disagree", kOnlyAnAdapter},

    {CannotAsk::kUnknownMistake, "no known mistake repeats how its signature was computed",
     kOnlyAnAdapter},
    {CannotAsk::kSeveralMistakes, "several mistakes make its signature, and they differ here",
     kOnlyAnAdapter},
    {CannotAsk::kRightHere, "its wrong signature would be the right one here", kOnlyAnAdapter},
};

// The entries stand in the order of the enum.
static_assert(std::size(kEntries) == static_cast<std::size_t>(CannotAsk::kRightHere) + 1);

}  // namespace

std::span<const CannotAskEntry> CannotAskEntries() { return kEntries; }

std::string ReasonOf(CannotAsk why) {
  const CannotAskEntry& entry = kEntries[static_cast<std::size_t>(why)];
  return std::string(entry.reason) + ": " + std::string(entry.what_to_do);
}

}  // namespace countersign
