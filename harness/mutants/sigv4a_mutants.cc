// Mutants of SigV4A: the key pair, the form of a signature, the credential and the region set.
// Listed by catalogue.h.
#include <string>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/deterministic_nonce.h"
#include "sigv4/digest.h"
#include "sigv4/p256.h"
#include "sigv4/region_set.h"
#include "sigv4/sigv4a_key.h"
#include "sigv4/sigv4a_signature.h"

namespace countersign {
namespace {

std::string DerSignedWith(const Digest& private_key, std::string_view string_to_sign) {
  const Digest digest = Sha256(string_to_sign);
  return SignDigest(digest, private_key, DeterministicNonce(private_key, digest));
}

// The derived key minus one: the candidate as it comes out of the HMAC.
Digest CandidateOf(const AccessKeyPair& key) {
  Digest number = DeriveSigV4AKey(key).value_or(Digest{});
  for (std::size_t i = number.size(); i-- > 0;) {
    if (number[i]-- != 0) break;
  }
  return number;
}

std::string KeyWithoutOneAdded(const AccessKeyPair& key, std::string_view string_to_sign) {
  return Hex(DerSignedWith(CandidateOf(key), string_to_sign));
}

// A first bit of 1 is the sign of a negative number; its amount is what is left without the sign.
std::string KeyReadWithASign(const AccessKeyPair& key, std::string_view string_to_sign) {
  Digest number = DeriveSigV4AKey(key).value_or(Digest{});
  if (number[0] >= 0x80) {
    for (unsigned char& byte : number) byte = static_cast<unsigned char>(~byte);
    for (std::size_t i = number.size(); i-- > 0;) {
      if (++number[i] != 0) break;
    }
  }
  return Hex(DerSignedWith(number, string_to_sign));
}

// DER is 30 LENGTH 02 LENGTH r 02 LENGTH s. The numbers may have a zero in front, or be shorter
// than 32 bytes.
std::string TwoNumbersOf(std::string_view der) {
  std::string numbers;
  std::size_t at = 2;
  for (int i = 0; i < 2; ++i) {
    const auto size = static_cast<unsigned char>(der[at + 1]);
    std::string number(der.substr(at + 2, size));
    at += 2 + size;
    if (number.size() > 32) number.erase(0, number.size() - 32);
    numbers += std::string(32 - number.size(), '\0') + number;
  }
  return numbers;
}

std::string SignatureOfTwoNumbers(const AccessKeyPair& key, std::string_view string_to_sign) {
  const auto private_key = DeriveSigV4AKey(key);
  return private_key ? Hex(TwoNumbersOf(DerSignedWith(*private_key, string_to_sign))) : "";
}

// The step kSignature, in which `matches` decides about SigV4A.
template <typename Matches>
Refusal CompareSigV4A(VerifyState& v, Matches matches) {
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  if (v.algorithm == SigningAlgorithm::kHmacSha256) return refusal;
  const AccessKeyPair key{v.signer->access_key_id, v.signer->secret_access_key};
  if (matches(DecodedValue(*v.given.signature), v.derivation.string_to_sign, key)) {
    return std::nullopt;
  }
  if (refusal) return refusal;
  return Rejection{Rule::kSignature, "The signature does not match.",
                   v.derivation.canonical_request, v.derivation.string_to_sign};
}

Refusal CompareWithKeyWithoutOneAdded(VerifyState& v) {
  return CompareSigV4A(
      v, [](const std::string& given, const std::string& string_to_sign, const AccessKeyPair& key) {
        return SigV4ASignatureMatches(PublicKeyOf(CandidateOf(key)), string_to_sign, given);
      });
}

// As a verifier reads only what its own signer writes.
Refusal CompareTwoNumbers(VerifyState& v) {
  return CompareSigV4A(
      v, [](const std::string& given, const std::string& string_to_sign, const AccessKeyPair& key) {
        return given == SignatureOfTwoNumbers(key, string_to_sign);
      });
}

Refusal ZerosAreASignature(VerifyState& v) {
  return CompareSigV4A(
      v, [](const std::string& given, const std::string& string_to_sign, const AccessKeyPair& key) {
        return given == "3006020100020100" || SigV4ASignatureMatches(key, string_to_sign, given);
      });
}

Refusal RegionSetTrimmed(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kRegionSet, v);
  if (!refusal || refusal->rule != Rule::kRegionSetMismatch) return refusal;
  const std::string region_set = DecodedValue(v.query, kRegionSetParameter).value_or("");
  if (RegionSetNames(WithAll(region_set, " ", ""), v.context.region)) return std::nullopt;
  return refusal;
}

void SignForOneRegion(PresignRequest& request) {
  if (request.region_set.empty()) return;
  request.region = request.region_set.front() == "*" ? "us-east-1" : request.region_set.front();
  request.region_set.clear();
  request.algorithm = "AWS4-HMAC-SHA256";
}

void WriteUndefinedAsRegion(std::string& url, const PresignRequest& request) {
  if (request.region_set.empty()) return;
  const std::string credential = RawParameter(url, "X-Amz-Credential");
  const std::string service = "%2F" + request.service + "%2Faws4_request";
  SetRawParameter(url, "X-Amz-Credential", WithAll(credential, service, "%2Fundefined" + service));
}

constexpr Mutant kSigV4A[] = {
    {.name = "sigv4a-key-without-one-added",
     .mistake = "Uses the candidate of SigV4A's key derivation as the private key, without adding "
                "one.",
     .rules = {"sigv4a/key-derivation"},
     .references = {"SymoHTL/Integrated-S3#103"},
     .signing = {.sigv4a_signature = KeyWithoutOneAdded},
     .verify = {.steps = {Replace(StepId::kSignature, CompareWithKeyWithoutOneAdded)}}},
    {.name = "sigv4a-key-read-with-a-sign",
     .side = Side::kPresign,
     .mistake = "Reads a private key whose first bit is 1 as a negative number.",
     .rules = {"sigv4a/key-derivation"},
     .references = {"aws/aws-sdk-ruby#3129"},
     .signing = {.sigv4a_signature = KeyReadWithASign}},
    {.name = "sigv4a-signature-of-two-numbers",
     .mistake = "Writes and reads r and s side by side (IEEE P1363) instead of DER.",
     .rules = {"sigv4a/signature-form", "sigv4a/any-right-signature", "sigv4a/string-to-sign"},
     .references = {"SymoHTL/Integrated-S3#276"},
     .signing = {.sigv4a_signature = SignatureOfTwoNumbers},
     .verify = {.steps = {Replace(StepId::kSignature, CompareTwoNumbers)}}},
    {.name = "sigv4a-signature-of-zeros-accepted",
     .mistake = "Accepts a signature of which both numbers are zero.",
     .rules = {"sigv4a/signature-form"},
     .references = {"CVE-2022-21449", "eclipse-californium/californium#1992"},
     .verify = {.steps = {Replace(StepId::kSignature, ZerosAreASignature)}}},
    {.name = "sigv4a-signed-as-sigv4",
     .mistake = "Signs a URL for several regions with SigV4, for one of them.",
     .rules = {"sigv4a/credential-without-region", "region-set/as-asked"},
     .references = {"aws/aws-sdk-php#2657", "aws/aws-sdk-kotlin#1236", "boto/boto3#4627"},
     .presign = {.request = SignForOneRegion}},
    {.name = "region-undefined-in-credential",
     .mistake = "Writes the word undefined as the region of a SigV4A credential.",
     .rules = {"sigv4a/credential-without-region"},
     .references = {"aws/aws-sdk-js-v3#5639"},
     .presign = {.unsigned_url = WriteUndefinedAsRegion}},
    {.name = "region-set-entries-trimmed",
     .mistake = "Removes spaces around the entries of a region set.",
     .rules = {"region-set/entries"},
     .references = {"tyler-r-kendrick/mirror.cloud"},
     .verify = {.steps = {Replace(StepId::kRegionSet, RegionSetTrimmed)}}},
};

}  // namespace

MutantTables SigV4AMutants() { return {kSigV4A}; }

}  // namespace countersign
