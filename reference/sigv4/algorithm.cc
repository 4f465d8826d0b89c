// The two algorithms by name, and the services that accept each. Presigning and verifying both read
// X-Amz-Algorithm here; everything that differs between the two takes the enum.

#include "sigv4/algorithm.h"

namespace countersign {
namespace {

constexpr SigningAlgorithm kAlgorithms[] = {SigningAlgorithm::kHmacSha256,
                                            SigningAlgorithm::kEcdsaP256Sha256};

}  // namespace

std::string_view AlgorithmName(SigningAlgorithm algorithm) {
  switch (algorithm) {
    case SigningAlgorithm::kHmacSha256: return "AWS4-HMAC-SHA256";
    case SigningAlgorithm::kEcdsaP256Sha256: return "AWS4-ECDSA-P256-SHA256";
  }
  return {};
}

std::optional<SigningAlgorithm> ReadAlgorithm(std::string_view text) {
  for (const SigningAlgorithm algorithm : kAlgorithms) {
    if (text == AlgorithmName(algorithm)) return algorithm;
  }
  return std::nullopt;
}

bool Supports(std::string_view service, SigningAlgorithm algorithm) {
  // A directory bucket is in one zone, and its sessions have keys of their own.
  //= sigv4a/not-for-s3-express
  return algorithm != SigningAlgorithm::kEcdsaP256Sha256 || service != "s3express";
}

}  // namespace countersign
