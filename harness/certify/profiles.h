#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// Profile is a named set of features that a certificate speaks of, with all cases of it.
struct Profile {
  std::string_view name;   // "verifier/core"
  std::string_view title;  // for people
  Op op;
  std::span<const std::string_view> features;  // a case that requires one of them belongs to it
};

// Profiles is the only list of them. A case belongs to the first that fits its operation and its
// features; the last one of each operation takes what is left.
std::span<const Profile> Profiles();
const Profile& ProfileOf(const Case& c);

// IsClaimed tells whether an implementation claims a profile: it serves the operation and declares
// one of the profile's features.
bool IsClaimed(const Profile& profile, const AdapterInfo& adapter_info);

// Title is "presigner" or "verifier", and the profiles that an implementation must have passed to
// be called so.
struct Title {
  std::string_view name;
  std::span<const std::string_view> profiles;
};
std::span<const Title> Titles();

}  // namespace countersign
