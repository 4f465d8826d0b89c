// Tier 2: planted bugs in the verifier that show only if several conditions meet. Part of
// Conjunctions() (conjunctions.h).
#include <memory>
#include <string>

#include "engine/target.h"
#include "mutants/steps.h"
#include "planted/conjunctions.h"
#include "sigv4/header_name.h"
#include "sigv4/signed_headers.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COUNTERSIGN_HAS_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define COUNTERSIGN_HAS_ASAN 1
#endif
#ifndef COUNTERSIGN_HAS_ASAN
#define COUNTERSIGN_HAS_ASAN 0
#endif

namespace countersign::fuzz {
namespace {

Refusal UnsignedBesideARepeatedName(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  if (!refusal || refusal->rule != Rule::kAmzHeadersSigned) return refusal;
  return HasRepeatedName(v.query) ? std::nullopt : refusal;
}

// Searches the text of X-Amz-SignedHeaders for each name, and so finds parts of names as well.
Refusal SignedAsPartOfTheList(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  if (!refusal || refusal->rule != Rule::kAmzHeadersSigned) return refusal;
  std::vector<HeaderField> missed;
  for (const HeaderField& header : v.request.headers) {
    const bool listed = v.signed_headers_text.find(LowerCase(header.name)) != std::string::npos;
    if (!listed) missed.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, missed);
}

Refusal RegionOfLowerCaseEscapes(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  if (!refusal || refusal->rule != Rule::kRegion) return refusal;
  const bool lower = v.given.credential->raw_value.find("%2f") != std::string_view::npos;
  return lower ? std::nullopt : refusal;
}

// Without AddressSanitizer, the bytes after the buffer show whether it overflowed.
void Log(std::string_view segment) {
  constexpr std::size_t kRoom = 24;
  constexpr std::size_t kGuard = COUNTERSIGN_HAS_ASAN != 0 ? 0 : 65536;
  const std::unique_ptr<char[]> line(new char[kRoom + kGuard]());
  volatile char* out = line.get();  // so that the compiler does not remove the writes
  for (const char byte : segment.substr(0, kRoom + 65536)) *out++ = byte;
  for (std::size_t i = kRoom; i < kRoom + kGuard; ++i) {
    if (line[i] != 0) Fail("heap-buffer-overflow", "the logged segment: " + Shown(segment));
  }
}

Refusal LogTheSegmentBehindAnEncodedSlash(VerifyState& v) {
  const std::string_view path = v.target.raw_path;
  const std::size_t slash = path.find("%2F");
  if (slash != std::string_view::npos) {
    const std::string_view rest = path.substr(slash + 3);
    Log(rest.substr(0, rest.find('/')));
  }
  return RunReferenceStep(StepId::kAuthorization, v);
}

// Constants, because the bug is chosen before main.
constexpr Mutant kMutants[] = {
    {.name = "unsigned-header-beside-a-repeated-name",
     .mistake = "A repeated parameter, and an unsigned x-amz-* header: the header is obeyed.",
     .verify = {.steps = {Replace(StepId::kHeadersSigned, UnsignedBesideARepeatedName)}}},
    {.name = "unsigned-header-as-part-of-a-signed-name",
     .mistake =
         "An unsigned x-amz-* header whose name is part of a signed header's name is obeyed.",
     .verify = {.steps = {Replace(StepId::kHeadersSigned, SignedAsPartOfTheList)}}},
    {.name = "region-unchecked-under-lower-case-escapes",
     .mistake = "The credential's slashes as %2f, and another region: the region is not checked.",
     .verify = {.steps = {Replace(StepId::kCredential, RegionOfLowerCaseEscapes)}}},
    {.name = "overflow-behind-an-encoded-slash",
     .mistake = "More than 24 bytes after an encoded slash of an accepted path: heap overflow.",
     .verify = {.steps = {Replace(StepId::kAuthorization, LogTheSegmentBehindAnEncodedSlash)}}},
};

}  // namespace

std::vector<PlantedBug> VerifyingConjunctions() {
  return {{2, "verify_request", "rustfs/rustfs#7425 (2026)", &kMutants[0]},
          {2, "verify_request", "seaweedfs/seaweedfs#9121 (2026)", &kMutants[1]},
          {2, "verify_request", "s3s-project/s3s#650 (2026)", &kMutants[2]},
          {2, "verify_request", "curl/curl#9714 (2022)", &kMutants[3]}};
}

}  // namespace countersign::fuzz
