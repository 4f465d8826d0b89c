#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "certify/challenge.h"
#include "suite/case.h"

namespace countersign {

// OneTimeCase is a case as it is asked once.
struct OneTimeCase {
  Case asked;
  bool is_one_time = false;  // false: the case as it is, because nothing in it can be replaced
};

// MakeOneTime gives a case other keys and another bucket, which follow from the challenge and the
// old ones, and an object name and a date that follow from the challenge and the case's id. What
// the case is about stays, byte by byte. The reference must answer the new case as it answers the
// old one; what it does not answer so is replaced less.
OneTimeCase MakeOneTime(const Case& c, const Challenge& challenge);

// How much of a case is replaced.
enum class Replaced { kEverything, kAllButNames, kAllButDates, kBucketAndKeys, kKeys };

// NewPresign and NewVerify make one attempt. They return nullopt if that much cannot be replaced.
std::optional<Case> NewPresign(const Case& c, const Challenge& challenge, Replaced replaced);
std::optional<Case> NewVerify(const Case& c, const Challenge& challenge, Replaced replaced);

// IsAboutItsKeys tells whether a case tests how SigV4A derives a key from this very secret, or a
// form of its signature.
bool IsAboutItsKeys(const Case& c);

// NewCredential has another id, secret and token of the same shape. An id keeps its first four
// letters, which tell the kind of a key. The same credential has the same successor in all cases,
// so that what an implementation remembers of a key is tested as it is by the suite.
CredentialMessage NewCredential(const CredentialMessage& credential, const Challenge& challenge);
// NewBucketName has the same shape; what follows "--" stays, as in a directory bucket's name.
std::string NewBucketName(std::string_view name, const Challenge& challenge);

}  // namespace countersign
