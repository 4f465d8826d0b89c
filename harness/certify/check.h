#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certify/bundle.h"
#include "certify/standing.h"
#include "suite/case.h"

namespace countersign {

// Expectations are what a checker knows besides the bundle.
struct CheckOptions {
  std::optional<std::string> public_key;           // PEM, that must have signed
  std::optional<Challenge> challenge;              // that must have been answered
  std::optional<EndpointCredentials> credentials;  // of the live server
  std::optional<Product> product;                  // whose files are at hand
};

// BundleCheck is the result of a check. All texts may have text from the bundle in them, made
// printable.
struct BundleCheck {
  std::vector<std::string> problems;    // each with the file and the record; empty: certifiable
  std::vector<std::string> recomputed;  // what was computed again and agrees
  std::vector<std::string> believed;    // what nobody can compute again
  std::string title;                    // "presigner and verifier: Acme SDK 1.0"
};

// CheckBundle judges the files of a bundle again.
BundleCheck CheckBundle(const std::vector<NamedText>& files, const Suite& suite,
                        const CheckOptions& options);

}  // namespace countersign
