// Property: a bundle of a certification in which anything was changed is refused, with a reason
// that can be printed; nothing in it breaks the check.
//
// Input: a byte that selects the file; if it is 128 or more, the rest is the whole file. Otherwise
// two bytes with the place of the change, one with the count of bytes that are removed there, and
// what is put in.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "certify/certify.h"
#include "certify/check.h"
#include "certify/profiles.h"
#include "engine/forbid_side_effects.h"
#include "engine/target.h"
#include "judge/derive.h"
#include "protocol/printable.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "suite/load.h"

namespace countersign::fuzz {
namespace {

// The bundle that is changed, and what its checker knows. Made once: a clock and random numbers are
// in it, and no property depends on them.
struct Sample {
  Suite suite;
  std::vector<NamedText> files;
  CheckOptions options;
};

Sample MakeSample() {
  const AllowSideEffects allow;
  Sample sample;
  sample.suite = std::get<Suite>(LoadEmbedded());
  std::vector<Case> few;
  // One that is accepted, of each profile that makes a presigner and a verifier.
  std::set<std::string_view> profiles;
  for (const Case& c : sample.suite.cases) {
    const std::string_view profile = ProfileOf(c).name;
    const bool is_core = profile.ends_with("/core") || profile == "presigner/virtual-hosts";
    if (!is_core || c.level != Level::kMust || !c.expected.front().accept) continue;
    if (profiles.insert(profile).second) few.push_back(c);
  }
  sample.suite.cases = std::move(few);
  FillSignatures(sample.suite);
  const Ed25519Key key = MakeEd25519Key();
  Manifest manifest;
  manifest.countersign = "0.1.0";
  manifest.suite = sample.suite.digest;
  if (manifest.suite.empty()) manifest.suite = sample.suite.digest = "sha256:0";
  manifest.challenge = *ParseChallenge(std::string(64, '7'));
  manifest.platform = "Linux x86_64";
  manifest.kind = "adapter";
  manifest.asked = "python3 mine.py";
  manifest.product = {"Acme", "SDK", "1", {}, {{"mine.py", std::string(64, 'a'), false}}};
  sample.options.public_key = key.public_pem;
  sample.options.challenge = manifest.challenge;
  auto made =
      Certify(sample.suite, manifest, InProcessConnector(ReferenceImplementation()), {}, key);
  Require(std::holds_alternative<std::vector<NamedText>>(made), "a-sample-is-certified",
          [] { return std::string(); });
  sample.files = std::get<std::vector<NamedText>>(std::move(made));
  return sample;
}

const Sample& TheSample() {
  static const Sample* const kSample = new Sample(MakeSample());
  return *kSample;
}

std::uint8_t TakeByte(Input& input) {
  if (input.empty()) return 0;
  const auto byte = static_cast<std::uint8_t>(input.front());
  input.remove_prefix(1);
  return byte;
}

void Change(Input input, std::vector<NamedText>& files) {
  const std::uint8_t choice = TakeByte(input);
  std::string& text = files[choice % 128 % files.size()].text;
  if (choice >= 128) {
    text = input;
    return;
  }
  const std::size_t high = TakeByte(input);
  const std::size_t place = (high << 8 | TakeByte(input)) % (text.size() + 1);
  text.replace(place, TakeByte(input) % 64, input);
}

}  // namespace

Taken Execute(Input input) {
  const Sample& sample = TheSample();
  std::vector<NamedText> files = sample.files;
  Change(input, files);
  bool same = true;
  for (std::size_t i = 0; i < files.size(); ++i)
    same = same && files[i].text == sample.files[i].text;
  const AllowSideEffects allow;
  const BundleCheck check = CheckBundle(files, sample.suite, sample.options);
  Require(!same || check.problems.empty(), "an-unchanged-bundle-is-certifiable",
          [&] { return check.problems.front(); });
  Require(same || !check.problems.empty(), "a-changed-bundle-is-refused",
          [&] { return Shown(input); });
  for (const std::string& problem : check.problems) {
    Require(Printable(problem) == problem, "a-reason-can-be-printed", [&] { return problem; });
  }
  return Taken::kKept;
}

}  // namespace countersign::fuzz
