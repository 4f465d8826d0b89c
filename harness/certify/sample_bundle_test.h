#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "certify/certify.h"
#include "certify/one_time.h"
#include "certify/profiles.h"
#include "judge/signed_suite_test.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"

// Small bundles for tests. Only tests include this.
namespace countersign {

// SmallSuite has three cases of level must of each profile, two that accept and one that refuses,
// so that a bundle is made and checked in milliseconds.
inline const Suite& SmallSuite() {
  static const Suite* const kSuite = [] {
    auto* suite = new Suite(SignedSuite());
    std::vector<Case> kept;
    std::map<std::pair<std::string_view, bool>, int> counts;
    for (const Case& c : suite->cases) {
      if (c.level != Level::kMust || IsAboutItsKeys(c)) continue;
      const bool accepts = c.expected.front().accept;
      if (++counts[{ProfileOf(c).name, accepts}] <= (accepts ? 2 : 1)) kept.push_back(c);
    }
    suite->cases = std::move(kept);
    return suite;
  }();
  return *kSuite;
}

inline Challenge SampleChallenge(char digit = '7') {
  return *ParseChallenge(std::string(64, digit));
}

inline Manifest SampleManifest(const Suite& suite, Challenge challenge = SampleChallenge()) {
  Manifest manifest;
  manifest.countersign = COUNTERSIGN_VERSION;
  manifest.suite = suite.digest;
  manifest.challenge = std::move(challenge);
  manifest.platform = "Linux x86_64";
  manifest.kind = "adapter";
  manifest.asked = "python3 mine.py";
  manifest.product = {"Acme", "SDK", "1", {}, {{"mine.py", std::string(64, 'a'), false}}};
  return manifest;
}

// The files of a bundle, with the implementation in this program.
inline std::vector<NamedText> SampleBundle(const Suite& suite, const Implementation& implementation,
                                           const Ed25519Key& key,
                                           Challenge challenge = SampleChallenge()) {
  auto made = Certify(suite, SampleManifest(suite, std::move(challenge)),
                      InProcessConnector(implementation), {}, key);
  if (const auto* none = std::get_if<NoBundle>(&made)) {
    ADD_FAILURE() << none->why;
    return {};
  }
  return std::get<std::vector<NamedText>>(std::move(made));
}

}  // namespace countersign
