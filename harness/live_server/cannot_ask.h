#pragma once

#include <span>
#include <string>
#include <string_view>

namespace countersign {

// CannotAsk is why a case cannot be asked of a live server. cannot_ask.cc has the list.
enum class CannotAsk {
  // Time
  kCertainDay,
  kVerySecond,
  kAfterYear9999,
  kUnmovableDate,
  kUnmovableScopeDay,
  kSignedOnArrival,
  kOneOfManyDays,
  // Keys
  kNoPermanentKey,
  kNoSecondKey,
  kNoInactiveKey,
  kNoTemporaryKey,
  kSecondTemporaryKey,
  kTokenThatEndsNow,
  kTokenWithPlus,
  kOddKeyId,
  kOddSecret,
  kSecretUnchanged,
  kKeyIdIsKnown,
  // Host, port and region
  kVirtualHosted,
  kBucketInPath,
  kWithoutTls,
  kAnotherPort,
  kDefaultPort,
  kHostWithoutLetters,
  kAnotherHost,
  kNotOneHostHeader,
  kNoRegions,
  kItsOwnRegion,
  kBucketElsewhere,
  kBucketHere,
  // The request
  kPresign,
  kAnotherService,
  kPathOutsideBucket,
  kNoKey,
  kLongKey,
  kDotSegments,
  kUnfinishedUpload,
  kDigestsOfUpload,
  kVersionsOfObject,
  kPutOfUpload,
  kReadOfPart,
  kNotSendable,
  kTransferEncoding,
  kContentLength,
  // The signature
  kUnknownMistake,
  kSeveralMistakes,
  kRightHere,
};

struct CannotAskEntry {
  CannotAsk why;
  std::string_view reason;      // what the case is or needs
  std::string_view what_to_do;  // so that it is asked
};
std::span<const CannotAskEntry> CannotAskEntries();

// ReasonOf says why and what to do, for people: 'it tests the very second: give --clock-file'.
std::string ReasonOf(CannotAsk why);

}  // namespace countersign
