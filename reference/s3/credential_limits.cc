#include "s3/credential_limits.h"

namespace countersign {

CredentialLimit LimitFor(CredentialKind kind) {
  constexpr std::int64_t kHour = 60 * 60;
  switch (kind) {
    case CredentialKind::kInstanceProfile:
      //= limits/instance-profile
      return {6 * kHour, Rule::kInstanceProfileLimit};
    case CredentialKind::kSts:
      //= limits/sts
      return {36 * kHour, Rule::kStsLimit};
    case CredentialKind::kRoot:
    case CredentialKind::kIamUser: break;
  }
  // A permanent key has only the general limit of a week.
  //= limits/iam-user
  return {7 * 24 * kHour, Rule::kIamUserLimit};
}

}  // namespace countersign
